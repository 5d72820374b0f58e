// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/backup.hpp"

#include "support/scratch_directory.hpp"
#include "support/test_suite.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/demo.hpp"
#include "yinxin/cli/fsck.hpp"
#include "yinxin/cli/invariants.hpp"
#include "yinxin/cli/restore.hpp"
#include "yinxin/cli/restore_target.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/restorations.hpp"

#include <csignal>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

namespace yinxin::cli {
namespace {

namespace fs = std::filesystem;
using storage::Statement;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Statement first_code{"t.code", "SELECT copy_code FROM copy ORDER BY copy_id LIMIT 1"};
constexpr Statement any_line{
    "t.line",
    "SELECT l.holder_id, l.line_id FROM certificate_line l"
    " WHERE NOT EXISTS (SELECT 1 FROM copy k WHERE k.holder_id = l.holder_id AND k.line_id ="
    " l.line_id) ORDER BY l.line_id LIMIT 1"};
constexpr Statement number_of{"t.number", "SELECT copy_no FROM copy WHERE copy_id = $1"};

struct Place {
    HolderId holder;
    LineId line;
};

/// A demonstration of an hour ago with a backup key: commands take the time from the clock.
class Backups : public testing::Test {
  protected:
    void SetUp() override {
        DemoPlan plan;
        plan.directory = directory();
        plan.size = DemoSize::small;
        plan.now = SystemClock().now() - std::chrono::hours(1);
        plan.password_cost = {8 * 1024, 1};
        plan.suite = test::suite();
        ASSERT_TRUE(make_demo(plan));
        ASSERT_EQ(make_backup_key({directory(), key(), true}), exit_ok);
        now_ = SystemClock().now();
    }
    [[nodiscard]] const fs::path& scratch() const { return scratch_.path(); }
    [[nodiscard]] fs::path directory() const { return scratch() / "demo"; }
    [[nodiscard]] fs::path key() const { return scratch() / "backup-private.pem"; }
    [[nodiscard]] fs::path archive() const { return scratch() / "saved.yxb"; }
    [[nodiscard]] fs::path restored() const { return scratch() / "restored"; }

    Result<MadeBackup> back_up() {
        YX_TRY(DataDirectory data, DataDirectory::open(directory()));
        return make_backup(data, directory(), archive(), now_);
    }
    [[nodiscard]] RestoreRequest request() const {
        RestoreRequest request;
        request.archive = archive();
        request.key = key();
        request.data = restored();
        request.is_applied = true;
        return request;
    }
    /// A copy that is asked for as holders do. @return its number
    static std::string add_copy(const fs::path& data_directory, Instant now) {
        auto data = *DataDirectory::open(data_directory);
        const auto id = make_id<CopyId>();
        const auto done = data.store->write_now([&](storage::Transaction& t) -> Result<void> {
            YX_TRY(const Place place, t.one<Place>(any_line));
            return storage::insert_copy_with_job(
                t, data.keys, {id, place.holder, place.line, 1, std::nullopt, now});
        });
        EXPECT_TRUE(done) << done.error().describe();
        return *data.store->read_now(
            [&](storage::Reader& r) { return r.one<std::string>(number_of, id); });
    }
    static storage::AuditHead number_audit(const fs::path& data_directory) {
        auto data = *DataDirectory::open(data_directory);
        EXPECT_TRUE(data.store->write_now(
            [](storage::Transaction& t) { return storage::number_audit_events(t, 1000); }));
        return *data.store->read_now(storage::audit_head);
    }
    /// What is beside the demonstration but for what the test put there itself.
    [[nodiscard]] std::vector<std::string> leftovers() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(scratch())) {
            const std::string name = entry.path().filename().string();
            if (name != "demo" && name != key().filename() && name != archive().filename() &&
                name != "restored" && name != "witness") {
                names.push_back(name);
            }
        }
        return names;
    }

    test::ScratchDirectory scratch_;
    Instant now_{};
};

TEST_F(Backups, a_restored_installation_is_the_one_that_was_saved) {
    const auto made = back_up();
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_THAT(made->missing, IsEmpty());
    EXPECT_GT(made->sums.blobs, 0);
    const auto back = restore_backup(request(), now_);
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->generation, 1);
    EXPECT_THAT(back->problems, IsEmpty());
    EXPECT_THAT(leftovers(), IsEmpty());
    EXPECT_EQ(fs::status(restored()).permissions(), fs::perms::owner_all);
    for (const char* name :
         {"keys/data.key", "yinxin.toml", "keys/approval.key", "DEMONSTRATION"}) {
        EXPECT_EQ(*read_file(restored() / name), *read_file(directory() / name)) << name;
        EXPECT_EQ(fs::status(restored() / name).permissions(),
                  fs::perms::owner_read | fs::perms::owner_write)
            << name;
    }
    auto before = *DataDirectory::open(directory());
    auto after = *DataDirectory::open(restored());
    std::int64_t blobs = 0;
    EXPECT_TRUE(before.blobs->list([&](const storage::ListedBlob& blob) -> Result<void> {
        ++blobs;
        EXPECT_EQ(*after.blobs->get(blob.name), *before.blobs->get(blob.name));
        return ok();
    }));
    EXPECT_EQ(blobs, made->sums.blobs);
    const auto code =
        before.store->read_now([](storage::Reader& r) { return r.one<std::string>(first_code); });
    EXPECT_TRUE(*after.store->read_now([&](storage::Reader& r) {
        return storage::find_copy_by_code(r, domain::CopyCode{*code});
    }));
}

TEST_F(Backups, a_number_given_out_after_the_backup_is_never_given_out_again) {
    ASSERT_TRUE(back_up());
    const std::string lost = add_copy(directory(), now_);
    ASSERT_TRUE(restore_backup(request(), now_));
    const std::string fresh = add_copy(restored(), now_);
    auto data = *DataDirectory::open(restored());
    const auto class_of = [&](const std::string& number) {
        return data.keys.numbers.of(std::stoull(number.substr(11, 10)));
    };
    EXPECT_EQ(class_of(lost), 0);
    EXPECT_EQ(class_of(fresh), 1);
    EXPECT_FALSE(*data.store->read_now(
        [&](storage::Reader& r) { return storage::find_copy_by_number(r, lost); }));
}

TEST_F(Backups, the_witness_says_what_is_lost_and_is_brought_up_to_date) {
    ASSERT_TRUE(back_up());
    const storage::AuditHead seen = number_audit(directory());  // the backup itself is an event
    RestoreRequest asked = request();
    asked.witness = scratch() / "witness";
    ASSERT_TRUE(storage::write_witness(asked.witness, seen, now_));
    const auto back = restore_backup(asked, now_);
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->lost_events, seen.seq - back->manifest.audit_seq);
    EXPECT_GT(back->lost_events, 0);
    const auto lines = *storage::read_witness(asked.witness);
    EXPECT_EQ(storage::newest(lines).chain, back->head.chain);
    auto data = *DataDirectory::open(restored());
    EXPECT_TRUE(data.store->read_now(
        [&](storage::Reader& r) { return storage::refuse_rollback(r, lines); }));
    // Whoever kept the older line still finds it, as one that is known to be lost.
    const auto old = *storage::parse_witness(storage::witness_line(seen, now_));
    const auto check =
        data.store->read_now([&](storage::Reader& r) { return storage::check_witness(r, old); });
    EXPECT_EQ(check->lost, 1);
    EXPECT_FALSE(check->missing);
}

TEST_F(Backups, a_directory_in_use_is_not_touched) {
    ASSERT_TRUE(back_up());
    fs::create_directory(restored());
    EXPECT_TRUE(RestoreTarget::check_free(restored()));
    ASSERT_TRUE(write_file_durably(restored() / "mine", as_bytes("kept")));
    EXPECT_EQ(restore_backup(request(), now_).error().code(), ErrorCode::conflict);
    EXPECT_EQ(*read_text_file(restored() / "mine"), "kept");
    fs::remove(restored() / "mine");
    EXPECT_TRUE(restore_backup(request(), now_));
    EXPECT_THAT(leftovers(), IsEmpty());
}

TEST_F(Backups, nothing_is_restored_without_being_asked_to) {
    ASSERT_TRUE(back_up());
    RestoreRequest asked = request();
    asked.is_applied = false;
    testing::internal::CaptureStdout();
    EXPECT_EQ(run_restore(asked), exit_ok);
    EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("add --apply"));
    EXPECT_FALSE(fs::exists(restored()));
    EXPECT_THAT(leftovers(), IsEmpty());
}

TEST_F(Backups, a_damaged_backup_is_refused_and_leaves_nothing) {
    ASSERT_TRUE(back_up());
    Bytes bytes = *read_file(archive());
    bytes[bytes.size() / 2] ^= 1;
    ASSERT_TRUE(write_file_durably(archive(), bytes));
    const auto back = restore_backup(request(), now_);
    ASSERT_FALSE(back);
    EXPECT_EQ(storage::fault_of(back.error()), storage::BackupFault::altered);
    EXPECT_FALSE(fs::exists(restored()));
    EXPECT_THAT(leftovers(), IsEmpty());
}

TEST_F(Backups, a_clock_behind_what_is_known_is_refused) {
    ASSERT_TRUE(back_up());
    EXPECT_EQ(restore_backup(request(), now_ - std::chrono::minutes(5)).error().code(),
              ErrorCode::clock_behind);
    EXPECT_FALSE(fs::exists(restored()));
}

TEST_F(Backups, take_the_place_of_nothing_and_stay_outside) {
    ASSERT_TRUE(back_up());
    EXPECT_EQ(back_up().error().code(), ErrorCode::conflict);
    auto data = *DataDirectory::open(directory());
    EXPECT_EQ(make_backup(data, directory(), directory() / "saved.yxb", now_).error().code(),
              ErrorCode::invalid_input);
    EXPECT_THAT(leftovers(), IsEmpty());
}

TEST_F(Backups, a_full_disk_is_told_and_nothing_is_left) {
    // A limit on the size of files stands for the full disk.
    auto data = *DataDirectory::open(directory());
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
    for (const rlim_t room : {rlim_t{4096}, rlim_t{2'000'000}}) {
        const rlimit small{room, before.rlim_max};
        ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto made = make_backup(data, directory(), archive(), now_);
        ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
        ASSERT_FALSE(made) << room;
        EXPECT_THAT((std::vector{ErrorCode::file_io, ErrorCode::storage_unavailable}),
                    testing::Contains(made.error().code()))
            << made.error().describe();
        EXPECT_FALSE(fs::exists(archive()));
        EXPECT_THAT(leftovers(), IsEmpty());
    }
    std::signal(SIGXFSZ, ignored);
    EXPECT_TRUE(make_backup(data, directory(), archive(), now_));
}

TEST_F(Backups, a_blob_that_is_gone_is_told_and_one_that_ended_is_not) {
    static constexpr Statement claim{
        "t.claim",
        "UPDATE copy_file SET has_blob = 1 WHERE copy_id = (SELECT MIN(copy_id) FROM copy_file)"};
    {
        auto data = *DataDirectory::open(directory());
        ASSERT_TRUE(
            data.store->write_now([](storage::Transaction& t) { return t.execute(claim); }));
    }
    const auto made = back_up();
    ASSERT_TRUE(made);
    EXPECT_EQ(made->missing.size(), 1U);
    const auto back = restore_backup(request(), now_);
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_THAT(back->problems, testing::ElementsAre(HasSubstr("not_found")));
}

TEST_F(Backups, a_database_put_back_by_its_own_means_begins_a_generation_too) {
    RestoreRequest asked;
    asked.data = directory();
    asked.is_after_database = true;
    asked.gap = 10;
    EXPECT_EQ(run_restore(asked), exit_ok);
    const auto generation = [&] {
        auto data = *DataDirectory::open(directory());
        return *data.store->read_now(storage::generation_of);
    };
    EXPECT_EQ(generation(), 0);
    const auto back = restore_after_database(
        [&] {
            RestoreRequest applied = asked;
            applied.is_applied = true;
            return applied;
        }(),
        now_);
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->generation, 1);
    EXPECT_EQ(generation(), 1);
    EXPECT_THAT(back->problems, IsEmpty());
}

TEST_F(Backups, postgres_is_left_to_its_own_means_without_being_asked) {
    auto settings = *config::parse_settings(*read_text_file(directory() / settings_file));
    settings.database.kind = "postgresql";
    settings.database.url = "postgresql://127.0.0.1:1/nobody";
    // The embedded database it was moved from is still there, and is not what is to be saved.
    ASSERT_TRUE(
        write_file_durably(directory() / settings_file, as_bytes(config::describe(settings))));
    for (const auto& run : std::vector<std::function<int()>>{
             [&] { return run_backup({directory(), archive(), false}); },
             [&] { return make_backup_key({directory(), scratch() / "another", true}); }}) {
        testing::internal::CaptureStderr();
        EXPECT_EQ(run(), exit_failed);
        EXPECT_THAT(testing::internal::GetCapturedStderr(),
                    testing::AllOf(HasSubstr("unsupported"), HasSubstr("docs/backup.md")));
    }
    EXPECT_FALSE(fs::exists(archive()));
    EXPECT_THAT(leftovers(), IsEmpty());
}

TEST_F(Backups, files_of_a_bucket_come_back_into_the_directory) {
    const std::string before = *read_text_file(directory() / settings_file);
    auto data = *DataDirectory::open(directory());
    auto settings = *config::parse_settings(before);
    settings.blobs.kind = "s3";
    settings.blobs.endpoint = "http://127.0.0.1:1";
    settings.blobs.bucket = "files";
    settings.blobs.credentials = "credentials";
    const std::string saved = config::describe(settings);
    ASSERT_TRUE(write_file_durably(directory() / settings_file, as_bytes(saved)));
    // The store of the directory stands for the bucket, which nobody can reach.
    const auto made = make_backup(data, directory(), archive(), now_);
    ASSERT_TRUE(made) << made.error().describe();
    const auto back = restore_backup(request(), now_);
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->bucket, "files");
    EXPECT_THAT(back->problems, IsEmpty());
    EXPECT_EQ(*read_text_file(restored() / "yinxin.toml.saved"), saved);
    settings.blobs.kind = "directory";
    EXPECT_EQ(*read_text_file(restored() / settings_file), config::describe(settings));
    std::int64_t blobs = 0;
    auto after = *DataDirectory::open(restored());
    ASSERT_TRUE(after.blobs->list([&](const storage::ListedBlob& blob) -> Result<void> {
        ++blobs;
        EXPECT_TRUE(after.blobs->get(blob.name));
        return ok();
    }));
    EXPECT_EQ(blobs, made->sums.blobs);
}

TEST_F(Backups, the_key_is_made_once_and_kept_by_its_owner_alone) {
    EXPECT_EQ(fs::status(key()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(make_backup_key({directory(), scratch() / "another", true}), exit_failed);
    EXPECT_FALSE(fs::exists(scratch() / "another"));
    ASSERT_TRUE(back_up());
    EXPECT_EQ(check_backup({archive(), key(), false}), exit_ok);
    fs::permissions(key(), fs::perms::group_read, fs::perm_options::add);
    EXPECT_EQ(check_backup({archive(), key(), false}), exit_failed);
}

}  // namespace
}  // namespace yinxin::cli
