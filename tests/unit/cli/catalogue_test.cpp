// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/catalogue.hpp"

#include "support/scratch_directory.hpp"
#include "support/test_suite.hpp"

#include "yinxin/cli/approval_key.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/reference_texts.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

using testing::HasSubstr;

constexpr std::string_view sound = "format = 1\n\n[[policies]]\nid = \"standard\"\nquota = 2\n";

/// An installation as `yinxin init` leaves it.
class FirstCatalogue : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(
            create_data_directory(data_, config::Settings(), test::suite(), SystemClock().now()));
    }
    int enter(const std::string& text, bool is_applied) {
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        const int code =
            enter_catalogue({data_, scratch_.write("catalogue.toml", text), is_applied});
        said_ = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
        return code;
    }
    std::optional<storage::ReferenceText> in_force() {
        const auto opened = DataDirectory::open(data_, Files::left_alone);
        auto text = opened->store->read_now([](storage::Reader& reader) {
            return storage::load_reference_text(
                reader, storage::catalogue_text, SystemClock().now());
        });
        return text ? std::optional(*std::move(text)) : std::nullopt;
    }

    test::ScratchDirectory scratch_;
    std::filesystem::path data_ = scratch_ / "data";
    std::string said_;
};

TEST_F(FirstCatalogue, is_the_operators_and_every_other_the_offices) {
    EXPECT_EQ(enter(std::string(sound), false), exit_ok) << said_;
    EXPECT_THAT(said_, HasSubstr("Nothing was changed"));
    EXPECT_FALSE(in_force());
    EXPECT_EQ(enter(std::string(sound), true), exit_ok) << said_;
    ASSERT_TRUE(in_force());
    EXPECT_EQ(in_force()->body, sound);
    EXPECT_EQ(in_force()->version, 1);
    EXPECT_EQ(enter(std::string(sound), true), exit_failed);
    EXPECT_THAT(said_, HasSubstr("/office/rules"));
}

TEST_F(FirstCatalogue, of_a_demonstration_is_none_of_an_installation) {
    EXPECT_EQ(enter("marking = \"演示证书\"\n" + std::string(sound), true), exit_failed);
    EXPECT_THAT(said_, HasSubstr("marking"));
    EXPECT_EQ(enter("unknown = 1\n" + std::string(sound), true), exit_failed);
    EXPECT_FALSE(in_force());
}

TEST_F(FirstCatalogue, goes_with_a_key_that_signs_what_is_approved) {
    ASSERT_TRUE(make_approval_key(data_, SystemClock().now()));
    const auto key = crypto::open_file_key(data_ / "keys/approval.key");
    ASSERT_TRUE(key);
    const auto opened = DataDirectory::open(data_, Files::left_alone);
    const auto entered = opened->store->read_now(
        [](storage::Reader& reader) { return storage::find_key(reader, "approval"); });
    ASSERT_TRUE(entered && *entered && (*entered)->public_key);
    EXPECT_TRUE(std::ranges::equal(*(*entered)->public_key, (*key)->public_key_spki()));
    EXPECT_FALSE(make_approval_key(data_, SystemClock().now())) << "a key is never replaced";
}

}  // namespace
}  // namespace yinxin::cli
