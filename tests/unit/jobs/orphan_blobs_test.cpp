// SPDX-License-Identifier: Apache-2.0
// Files that no row names go, and no other does.
#include "yinxin/storage/orphan_blobs.hpp"

#include "unit/jobs/press_steps.hpp"

#include "yinxin/storage/needed_blobs.hpp"
#include "yinxin/storage/sealed_blob.hpp"

#include <set>

#include <fcntl.h>
#include <sys/stat.h>

namespace yinxin::test {
namespace {

constexpr std::chrono::hours day{24};

class OrphanBlobs : public PressSteps {
  protected:
    /// A file of the store, put then.
    crypto::Digest32 put(std::string_view content, Instant at) {
        const crypto::Digest32 name = crypto::sha256(as_bytes(content));
        sure(house_->blobs().put(name, as_bytes(content)));
        set_put_at(name, at);
        return name;
    }
    void set_put_at(const crypto::Digest32& name, Instant at) {
        const timespec time{epoch_of(at), 0};
        const timespec times[] = {time, time};
        const auto file = house_->directory / "blobs" / storage::blob_path(name);
        ASSERT_EQ(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0) << file;
    }
    void make_all_old() {
        std::vector<crypto::Digest32> names;
        sure(house_->blobs().list([&](const storage::ListedBlob& blob) {
            names.push_back(blob.name);
            return ok();
        }));
        for (const auto& name : names)
            set_put_at(name, now() - 30 * day);
    }
    bool has(const crypto::Digest32& name) { return sure(house_->blobs().has(name)); }
    Instant now() { return house_->clock.now(); }
    storage::OrphanReport sweep(bool is_applied = true, std::size_t most = 1000) {
        storage::OrphanSweep sweep;
        sweep.put_before = now() - day;
        sweep.is_applied = is_applied;
        sweep.most = most;
        return sure(storage::sweep_orphans(
            house_->store(), house_->services().keys, house_->blobs(), sweep));
    }
};

TEST_F(OrphanBlobs, an_old_one_goes_a_young_one_and_all_that_rows_name_stay) {
    const Held held = house_->add_holder();
    house_->endorse(held);
    make_all_old();
    const auto orphan = put("left by a power cut", now() - 2 * day);
    const auto young = put("on its way into the register", now() - day);
    for (const std::size_t most : {std::size_t{1}, std::size_t{1000}}) {
        const auto said = sweep(false, most);
        EXPECT_EQ(said.orphans, 1);
        EXPECT_EQ(said.removed, 0);
        EXPECT_TRUE(has(orphan));
    }
    const auto report = sweep();
    EXPECT_EQ(report.removed, 1);
    EXPECT_EQ(report.young, 1);
    EXPECT_EQ(report.files, 4) << "a photo, a copy, and the two";
    EXPECT_FALSE(has(orphan));
    EXPECT_TRUE(has(young));
    sure(storage::visit_needed_blobs(
        house_->store(), house_->services().keys, [&](const storage::NeededBlob& needed) {
            EXPECT_TRUE(has(needed.name)) << needed.named_by;
            return ok();
        }));
}

TEST_F(OrphanBlobs, bytes_that_are_put_again_are_young_again) {
    const auto orphan = put("put twice", now() - 2 * day);
    ASSERT_TRUE(house_->blobs().put(orphan, as_bytes("put twice")));
    // The file system's clock, not the house's: put just now.
    EXPECT_FALSE(sure(house_->blobs().remove_unless_put_since(
        orphan, SystemClock().now() - std::chrono::hours(1))));
    EXPECT_TRUE(has(orphan));
}

TEST_F(OrphanBlobs, a_row_that_cannot_be_opened_stops_the_sweep) {
    house_->add_holder();
    make_all_old();
    const auto orphan = put("left by a power cut", now() - 2 * day);
    house_->change("UPDATE certificate SET face_sealed = substr(face_sealed, 1, 40)");
    storage::OrphanSweep sweep;
    sweep.put_before = now() - day;
    sweep.is_applied = true;
    const auto swept =
        storage::sweep_orphans(house_->store(), house_->services().keys, house_->blobs(), sweep);
    ASSERT_FALSE(swept);
    EXPECT_EQ(swept.error().code(), ErrorCode::unsealing_failed);
    EXPECT_TRUE(has(orphan));
}

TEST_F(OrphanBlobs, the_register_names_photos_and_files_of_copies) {
    const Held held = house_->add_holder();
    house_->endorse(held);
    std::set<crypto::Digest32> named;
    std::string by;
    sure(storage::visit_needed_blobs(
        house_->store(), house_->services().keys, [&](const storage::NeededBlob& needed) {
            named.insert(needed.name);
            by += needed.named_by + "\n";
            return ok();
        }));
    EXPECT_EQ(named.size(), 2U) << by;
    EXPECT_NE(by.find("certificate "), std::string::npos) << by;
    EXPECT_NE(by.find("copy "), std::string::npos) << by;
}

TEST(NamesInText, are_runs_of_exactly_64_hexadecimal_digits) {
    const std::string name = to_hex(crypto::sha256(as_bytes("a")));
    EXPECT_TRUE(storage::names_in_text("").empty());
    EXPECT_TRUE(storage::names_in_text(name.substr(1)).empty());
    EXPECT_TRUE(storage::names_in_text(name + "0").empty());
    EXPECT_EQ(storage::names_in_text("photo=" + name + ";" + name + "\n").size(), 2U);
    EXPECT_EQ(storage::names_in_text(name).front(), crypto::sha256(as_bytes("a")));
}

}  // namespace
}  // namespace yinxin::test
