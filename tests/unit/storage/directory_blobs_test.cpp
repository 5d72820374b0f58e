// SPDX-License-Identifier: Apache-2.0
#include "support/test_suite.hpp"
#include "unit/crypto/openssl_program.hpp"

#include "yinxin/storage/blob_store.hpp"
#include "yinxin/storage/data_keys.hpp"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

namespace fs = std::filesystem;

class DirectoryBlobs : public testing::Test {
  protected:
    void SetUp() override {
        fs::create_directories(directory_ / "blobs");
        fs::create_directories(directory_ / "keys");
        ASSERT_TRUE(DataKeys::create(directory_ / "keys", test::suite()));
        keys_ = std::make_unique<DataKeys>(*DataKeys::load(directory_ / "keys"));
        blobs_ = *open_directory_blobs(directory_ / "blobs", keys_->columns);
    }
    fs::path file_of(const crypto::Digest32& name) const {
        const std::string hex = to_hex(name);
        return directory_ / "blobs" / hex.substr(0, 2) / hex.substr(2);
    }

    test::ScratchDirectory directory_;
    std::unique_ptr<DataKeys> keys_;
    std::unique_ptr<BlobStore> blobs_;
    const Bytes content_ = to_bytes("a sealed file of 王演示");
    const crypto::Digest32 name_ = crypto::sha256(content_);
};

TEST_F(DirectoryBlobs, gives_back_what_was_put_and_takes_it_twice) {
    ASSERT_TRUE(blobs_->put(name_, content_));
    ASSERT_TRUE(blobs_->put(name_, content_));
    EXPECT_EQ(*blobs_->get(name_), content_);
}

TEST_F(DirectoryBlobs, takes_many_at_once) {
    const std::vector<Bytes> contents{content_, to_bytes("second"), to_bytes("third"), content_};
    std::vector<Blob> blobs;
    for (const Bytes& content : contents) {
        blobs.push_back({crypto::sha256(content), content});
    }
    ASSERT_TRUE(blobs_->put_all(blobs));
    for (const Blob& blob : blobs) {
        EXPECT_EQ(*blobs_->get(blob.name), Bytes(blob.content.begin(), blob.content.end()));
    }
}

TEST_F(DirectoryBlobs, leaves_no_temporary_file_behind_when_one_of_many_cannot_be_put) {
    const Bytes other = to_bytes("second");
    const crypto::Digest32 other_name = crypto::sha256(other);
    std::ofstream(directory_ / "blobs" / to_hex(name_).substr(0, 2)) << "a file, not a directory";
    const std::vector<Blob> blobs{{other_name, other}, {name_, content_}};
    EXPECT_EQ(blobs_->put_all(blobs).error().code(), ErrorCode::file_io);
    for (const auto& entry : fs::recursive_directory_iterator(directory_ / "blobs")) {
        EXPECT_EQ(entry.path().string().find(".tmp"), std::string::npos) << entry.path();
    }
}

TEST_F(DirectoryBlobs, keeps_nothing_readable_on_the_disk) {
    ASSERT_TRUE(blobs_->put(name_, content_));
    const Bytes stored = *read_file(file_of(name_));
    EXPECT_EQ(as_text(stored).find("sealed file"), std::string_view::npos);
    EXPECT_EQ(as_text(stored).find("王演示"), std::string_view::npos);
}

TEST_F(DirectoryBlobs, a_damaged_file_is_corrupt_and_never_handed_out) {
    ASSERT_TRUE(blobs_->put(name_, content_));
    Bytes stored = *read_file(file_of(name_));
    stored.back() ^= 1;
    ASSERT_TRUE(write_file_durably(file_of(name_), stored));
    EXPECT_EQ(blobs_->get(name_).error().code(), ErrorCode::blob_corrupt);
    ASSERT_TRUE(write_file_durably(file_of(name_), Bytes{}));
    EXPECT_EQ(blobs_->get(name_).error().code(), ErrorCode::blob_corrupt);
}

TEST_F(DirectoryBlobs, a_file_under_another_name_is_corrupt) {
    ASSERT_TRUE(blobs_->put(name_, content_));
    const crypto::Digest32 other = crypto::sha256(as_bytes("other"));
    fs::create_directories(file_of(other).parent_path());
    fs::copy_file(file_of(name_), file_of(other));
    EXPECT_EQ(blobs_->get(other).error().code(), ErrorCode::blob_corrupt);
}

TEST_F(DirectoryBlobs, what_was_removed_is_gone_and_removing_again_is_no_error) {
    ASSERT_TRUE(blobs_->put(name_, content_));
    EXPECT_TRUE(blobs_->remove(name_));
    EXPECT_TRUE(blobs_->remove(name_));
    EXPECT_EQ(blobs_->get(name_).error().code(), ErrorCode::not_found);
}

TEST_F(DirectoryBlobs, lists_its_files_in_order_and_nothing_else) {
    std::vector<crypto::Digest32> put;
    for (int i = 0; i < 40; ++i) {
        const Bytes content = to_bytes(std::to_string(i));
        put.push_back(crypto::sha256(content));
        ASSERT_TRUE(blobs_->put(put.back(), content));
    }
    std::ranges::sort(put);
    fs::create_directories(directory_ / "blobs" / "zz");
    std::ofstream(directory_ / "blobs" / "stray") << "stray";
    std::ofstream(file_of(put.front()).string() + ".tmp7") << "half";
    std::vector<crypto::Digest32> listed;
    ASSERT_TRUE(blobs_->list([&](const ListedBlob& blob) {
        EXPECT_EQ(blob.size, fs::file_size(file_of(blob.name)));
        listed.push_back(blob.name);
        return ok();
    }));
    EXPECT_EQ(listed, put);
}

TEST_F(DirectoryBlobs, an_error_of_the_visitor_ends_the_list) {
    ASSERT_TRUE(blobs_->put(name_, content_));
    const auto listed = blobs_->list(
        [](const ListedBlob&) -> Result<void> { return Error(ErrorCode::timed_out, "enough"); });
    ASSERT_FALSE(listed);
    EXPECT_EQ(listed.error().code(), ErrorCode::timed_out);
}

TEST_F(DirectoryBlobs, removes_by_age_what_is_old_alone) {
    ASSERT_TRUE(blobs_->put(name_, content_));
    const Instant now = SystemClock().now();
    EXPECT_FALSE(*blobs_->remove_unless_put_since(name_, now - std::chrono::hours(1)));
    EXPECT_EQ(*blobs_->get(name_), content_);
    EXPECT_TRUE(*blobs_->remove_unless_put_since(name_, now + std::chrono::hours(1)));
    EXPECT_FALSE(*blobs_->has(name_));
    EXPECT_TRUE(*blobs_->remove_unless_put_since(name_, now)) << "gone already";
    EXPECT_TRUE(fs::is_empty(file_of(name_).parent_path())) << "nothing stays aside";
}

TEST_F(DirectoryBlobs, a_directory_that_is_not_there_does_not_open) {
    EXPECT_EQ(open_directory_blobs(directory_ / "nowhere", keys_->columns).error().code(),
              ErrorCode::file_missing);
}

}  // namespace
}  // namespace yinxin::storage
