// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/catalogue.hpp"

#include "support/scratch_directory.hpp"
#include "support/test_suite.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/approval_key.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/keys.hpp"
#include "yinxin/config/reference.hpp"
#include "yinxin/crypto/keys.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/reference_texts.hpp"

#include <algorithm>
#include <test_places.hpp>

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

TEST_F(FirstCatalogue, is_the_operators) {
    EXPECT_EQ(enter(std::string(sound), false), exit_ok) << said_;
    EXPECT_THAT(said_, HasSubstr("Nothing was changed"));
    EXPECT_FALSE(in_force());
    EXPECT_EQ(enter(std::string(sound), true), exit_ok) << said_;
    ASSERT_TRUE(in_force());
    EXPECT_EQ(in_force()->body, sound);
    EXPECT_EQ(in_force()->version, 1);
    EXPECT_EQ(enter(std::string(sound), true), exit_ok);
    EXPECT_THAT(said_, HasSubstr("nothing is to be entered"));
    EXPECT_EQ(in_force()->version, 1);
}

TEST_F(FirstCatalogue, of_a_demonstration_is_none_of_an_installation) {
    EXPECT_EQ(enter("marking = \"演示证书\"\n" + std::string(sound), true), exit_failed);
    EXPECT_THAT(said_, HasSubstr("marking"));
    EXPECT_EQ(enter("unknown = 1\n" + std::string(sound), true), exit_failed);
    EXPECT_FALSE(in_force());
}

/// A whole catalogue with one qualification more, or less, or another.
class FurtherCatalogue : public FirstCatalogue {
  protected:
    void SetUp() override {
        FirstCatalogue::SetUp();
        ASSERT_EQ(enter(without_banker(), true), exit_ok) << said_;
    }
    /// The demonstration's, as it is and without its marking.
    static config::Reference whole() {
        const auto text =
            read_text_file(std::filesystem::path(YX_SOURCE_DIR) / "demo/catalogue.toml");
        auto reference = config::parse_reference(*text);
        reference->marking.clear();
        return *std::move(reference);
    }
    static std::string without_banker() {
        config::Reference reference = whole();
        auto items = reference.catalogue.items();
        std::erase_if(items, [](const auto& item) { return item.id == "banker"; });
        reference.catalogue = *domain::Catalogue::create(std::move(items));
        return config::write_reference(reference);
    }
    void import_for(std::string_view item) {
        const auto opened = DataDirectory::open(data_, Files::left_alone);
        ASSERT_TRUE(opened->store->write_now([&](storage::Transaction& transaction) {
            return transaction.execute(
                storage::Statement{
                    "test.batch",
                    "INSERT INTO batch (batch_id, issuer_id, item_id, exam_year, state, "
                    "certificate_count, changed_at) VALUES (1, 'x', $1, 2026, 'scoring', 0, 0)"},
                item);
        }));
    }
};

TEST_F(FurtherCatalogue, adds_a_qualification_and_says_so_first) {
    const std::string text = config::write_reference(whole());
    EXPECT_EQ(enter(text, false), exit_ok) << said_;
    EXPECT_THAT(said_, HasSubstr("+ qualifications.banker."));
    EXPECT_THAT(said_, HasSubstr("Nothing was changed"));
    EXPECT_EQ(in_force()->version, 1);
    EXPECT_EQ(enter(text, true), exit_ok) << said_;
    EXPECT_EQ(in_force()->version, 2);
    EXPECT_EQ(in_force()->body, text);
}

TEST_F(FurtherCatalogue, drops_a_qualification_only_while_nothing_was_handed_in_for_it) {
    ASSERT_EQ(enter(config::write_reference(whole()), true), exit_ok) << said_;
    EXPECT_EQ(enter(without_banker(), false), exit_ok) << said_;
    EXPECT_THAT(said_, HasSubstr("- qualifications.banker."));
    import_for("banker");
    EXPECT_EQ(enter(without_banker(), true), exit_failed);
    EXPECT_THAT(said_, HasSubstr("cannot be dropped"));
    EXPECT_EQ(in_force()->version, 2);
}

TEST_F(FurtherCatalogue, leaves_to_the_office_what_is_the_offices) {
    config::Reference reference = whole();
    reference.policies.begin()->second.quota += 1;
    EXPECT_EQ(enter(config::write_reference(reference), true), exit_failed);
    EXPECT_THAT(said_, HasSubstr("/office/rules"));
    reference = whole();
    auto items = reference.catalogue.items();
    items.front().editions.front().name.zh += "演示";
    reference.catalogue = *domain::Catalogue::create(items);
    EXPECT_EQ(enter(config::write_reference(reference), true), exit_failed);
    EXPECT_THAT(said_, HasSubstr("/office/rules"));
    items.front().code = "998";
    items.front().editions.front().name = whole().catalogue.items().front().editions.front().name;
    reference.catalogue = *domain::Catalogue::create(items);
    EXPECT_EQ(enter(config::write_reference(reference), true), exit_failed);
    EXPECT_THAT(said_, HasSubstr("never changes"));
    EXPECT_EQ(in_force()->version, 1);
}

TEST_F(FurtherCatalogue, keeps_policies_and_seals) {
    config::Reference reference = whole();
    domain::EndorsementPolicy further = reference.policies.begin()->second;
    further.id = "further";
    reference.policies.emplace("further", further);
    ASSERT_EQ(enter(config::write_reference(reference), true), exit_ok) << said_;
    EXPECT_EQ(enter(config::write_reference(whole()), true), exit_failed);
    EXPECT_THAT(said_, HasSubstr("policies.further"));
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

TEST_F(FirstCatalogue, the_approval_key_may_be_another_until_something_is_handed_in) {
    ASSERT_TRUE(make_approval_key(data_, SystemClock().now()));
    const auto uri = [this](std::string_view name) {
        return "file:" + (scratch_ / std::string(name)).string();
    };
    for (const char* name : {"next.key", "late.key"}) {
        ASSERT_TRUE(crypto::generate_key_file(scratch_ / name, crypto::KeyKind::p256));
    }
    const auto run = [&](std::string_view name, bool is_applied) {
        KeyRequest request;
        request.action = KeyAction::enter;
        request.data = data_;
        request.name = "approval";
        request.purpose = "approval";
        request.key = uri(name);
        request.is_applied = is_applied;
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        const int code = run_key(request);
        said_ = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
        return code;
    };
    const auto location = [this] {
        const auto opened = DataDirectory::open(data_);
        const auto key = opened->store->read_now(
            [](storage::Reader& reader) { return storage::find_key(reader, "approval"); });
        return (*key)->location;
    };
    EXPECT_EQ(run("next.key", false), exit_ok) << said_;
    EXPECT_EQ(location(), "file:keys/approval.key");
    EXPECT_EQ(run("next.key", true), exit_ok) << said_;
    EXPECT_EQ(location(), uri("next.key"));
    const auto opened = DataDirectory::open(data_);
    ASSERT_TRUE(opened->store->write_now([](storage::Transaction& transaction) {
        return transaction.execute(storage::Statement{
            "test.batch",
            "INSERT INTO batch (batch_id, issuer_id, item_id, exam_year, state, "
            "certificate_count, changed_at) VALUES (1, 'x', 'y', 2026, 'scoring', 0, 0)"});
    }));
    EXPECT_EQ(run("late.key", true), exit_failed);
    EXPECT_THAT(said_, HasSubstr("batch"));
    EXPECT_EQ(location(), uri("next.key"));
}

}  // namespace
}  // namespace yinxin::cli
