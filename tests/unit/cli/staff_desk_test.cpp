// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/staff_desk.hpp"

#include "support/scratch_directory.hpp"
#include "support/test_suite.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/domain/audit_event.hpp"
#include "yinxin/storage/staff.hpp"

#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

class StaffDesk : public ::testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(
            create_data_directory(data_, config::Settings(), test::suite(), SystemClock().now()));
        name_ = scratch_.write("name", "演示人员\n").string();
    }
    /// What was printed, and the exit code.
    std::pair<int, std::string> run(StaffRequest request) {
        request.data = data_;
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        const int code = run_staff(request);
        std::string text = testing::internal::GetCapturedStdout();
        text += testing::internal::GetCapturedStderr();
        return {code, text};
    }
    StaffRequest invite(std::string login_name, std::vector<std::string> roles) {
        StaffRequest request;
        request.action = StaffAction::invite;
        request.login_name = std::move(login_name);
        request.name_file = name_;
        request.roles = std::move(roles);
        return request;
    }
    std::int64_t count(const char* table) {
        auto opened = DataDirectory::open(data_);
        const std::string text = std::string("SELECT COUNT(1) FROM ") + table;
        const storage::Statement statement{"test.count", text.c_str()};
        return *opened->store->read_now(
            [&](storage::Reader& reader) { return reader.one<std::int64_t>(statement); });
    }

    test::ScratchDirectory scratch_;
    std::filesystem::path data_ = scratch_ / "data";
    std::string name_;
};

TEST_F(StaffDesk, a_new_installation_has_three_administrators_with_one_invitation_each) {
    testing::internal::CaptureStdout();
    ASSERT_TRUE(invite_administrators(data_));
    const std::string text = testing::internal::GetCapturedStdout();
    EXPECT_EQ(count("staff"), 3);
    EXPECT_EQ(count("staff_invitation"), 3);
    EXPECT_EQ(count("audit_event"), 3);
    for (const char* words : {"sysadmin", "secadmin", "auditadmin", "/office/enrol"}) {
        EXPECT_NE(text.find(words), std::string::npos) << words;
    }
    // No default password, and nothing that was printed is kept.
    EXPECT_EQ(count("staff WHERE password_hash <> ''"), 0);
    const auto at = text.find("-");
    ASSERT_NE(at, std::string::npos);
    const std::string code = text.substr(at - 4, 19);
    const auto database = read_file(data_ / std::string(database_file));
    ASSERT_TRUE(database);
    EXPECT_EQ(as_text(*database).find(code), std::string_view::npos);
}

TEST_F(StaffDesk, nothing_happens_without_apply_and_everything_is_checked_all_the_same) {
    const auto [code, text] = run(invite("clerk1", {"clerk"}));
    EXPECT_EQ(code, exit_ok) << text;
    EXPECT_NE(text.find("--apply"), std::string::npos);
    EXPECT_EQ(count("staff"), 0);
    EXPECT_EQ(count("audit_event"), 0);
    EXPECT_EQ(run(invite("clerk1", {"clerk", "audit_administrator"})).first, exit_failed);
    EXPECT_EQ(run(invite("clerk1", {"king"})).first, exit_failed);
    EXPECT_EQ(run(invite("1", {"clerk"})).first, exit_failed);
}

TEST_F(StaffDesk, an_invitation_is_printed_once_and_in_the_audit_without_its_code) {
    StaffRequest request = invite("clerk1", {"clerk", "correspondent"});
    request.is_applied = true;
    const auto [code, text] = run(request);
    EXPECT_EQ(code, exit_ok) << text;
    EXPECT_EQ(count("staff"), 1);
    EXPECT_EQ(count("audit_event"), 1);
    // The name is taken.
    EXPECT_EQ(run(request).first, exit_failed);

    StaffRequest again;
    again.action = StaffAction::recover;
    again.login_name = "clerk1";
    EXPECT_EQ(run(again).first, exit_ok);
    EXPECT_EQ(count("staff_invitation"), 1);
    again.is_applied = true;
    EXPECT_EQ(run(again).first, exit_ok);
    EXPECT_EQ(count("staff_invitation"), 2);
    again.login_name = "nobody";
    EXPECT_EQ(run(again).first, exit_failed);

    StaffRequest list;
    const auto [listed, lines] = run(list);
    EXPECT_EQ(listed, exit_ok);
    EXPECT_NE(lines.find("clerk1  invited  clerk,correspondent"), std::string::npos) << lines;
    // Names of people are no business of a shell.
    EXPECT_EQ(lines.find("演示人员"), std::string::npos);
}

}  // namespace
}  // namespace yinxin::cli
