// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/registered_copies.hpp"

#include "support/small_house.hpp"

#include "yinxin/base/text.hpp"

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

class RegisteredFiles : public testing::Test {
  protected:
    void SetUp() override {
        const auto held = house_->add_holder();
        copy_ = house_->endorse(held);
        sha256_ = hash("SELECT sha256 FROM copy_file WHERE copy_id = $1");
        sm3_ = hash("SELECT sm3 FROM copy_file WHERE copy_id = $1");
    }
    crypto::Digest32 hash(const char* literal) {
        const auto bytes = house_->one<Bytes>(literal, copy_);
        crypto::Digest32 digest{};
        std::ranges::copy(bytes, digest.begin());
        return digest;
    }
    std::optional<storage::CopyKey> by_hashes(const crypto::Digest32& sha256,
                                              const crypto::Digest32& sm3) {
        return test::sure(house_->store().read_now(
            [&](storage::Reader& reader) { return find_copy_by_file(reader, sha256, sm3); }));
    }
    std::optional<storage::CopyKey> by_name(const std::string& name) {
        return test::sure(house_->store().read_now([&](storage::Reader& reader) {
            return find_copy_by_name(reader, house_->public_url(), name);
        }));
    }

    test::ScratchHouse house_;
    CopyId copy_;
    crypto::Digest32 sha256_{};
    crypto::Digest32 sm3_{};
};

TEST_F(RegisteredFiles, carry_both_hashes_of_the_bytes_that_are_handed_out) {
    const Bytes file = test::sure(house_->blobs().get(sha256_));
    EXPECT_EQ(crypto::sha256(file), sha256_);
    EXPECT_EQ(crypto::sm3(file), sm3_);
}

TEST_F(RegisteredFiles, are_identical_only_by_both) {
    ASSERT_TRUE(by_hashes(sha256_, sm3_));
    EXPECT_EQ(by_hashes(sha256_, sm3_)->copy, copy_);
    EXPECT_FALSE(by_hashes(sha256_, crypto::sm3({})));
    EXPECT_FALSE(by_hashes(crypto::sha256({}), sm3_));
}

TEST_F(RegisteredFiles, from_before_sm3_was_taken_are_known_by_the_other) {
    house_->change("UPDATE lookup_file SET sm3 = NULL WHERE copy_id = $1", copy_);
    house_->change("DELETE FROM lookup_sm3 WHERE copy_id = $1", copy_);
    EXPECT_TRUE(by_hashes(sha256_, sm3_));
    EXPECT_FALSE(by_name(to_hex(sm3_)));
}

TEST_F(RegisteredFiles, are_found_by_either_hash_as_people_write_it) {
    for (const std::string& name : {to_hex(sha256_), to_hex(sm3_)}) {
        ASSERT_TRUE(by_name(name));
        EXPECT_EQ(by_name(name)->copy, copy_);
    }
    EXPECT_FALSE(by_name(to_hex(crypto::sha256({}))));
}

}  // namespace
}  // namespace yinxin::service
