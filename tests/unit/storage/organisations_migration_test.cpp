// SPDX-License-Identifier: Apache-2.0
// What 0012 does to a database of the version before.
#include "yinxin/base/text.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/sqlite_connection.hpp"

#include <filesystem>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

constexpr Statement record{"t.record", "INSERT INTO schema_step (name, done_at) VALUES ($1, 0)"};
constexpr Statement old_account{
    "t.old",
    "INSERT INTO account (account_id, login_name, origin, password_hash, name_sealed, "
    "document_type, number_sealed, number_index, number_masked, mobile_sealed, mobile_index, "
    "mobile_masked, mobile_confirmed, created_at, last_login_at) VALUES (7, 'zhang', 'registered', "
    "'!', x'01', 'passport', x'02', x'03', 'P***1', x'04', x'05', '138', 1, 11, 12)"};
constexpr Statement old_session{
    "t.session",
    "INSERT INTO session (token_hash, account_id, proof, created_at, seen_at, address, device) "
    "VALUES (x'06', 7, 'password', 1, 1, 'a', 'd')"};

/// An account as the former version wrote it.
struct Account {
    std::string login_name;
    Bytes name;
    std::string type;
    Bytes number;
    Bytes index;
    std::string masked;
    Bytes mobile;
    std::int64_t created_at;
    std::int64_t last_login_at;
};
constexpr Statement read_account{
    "t.read",
    "SELECT login_name, name_sealed, document_type, number_sealed, number_index, number_masked, "
    "mobile_sealed, created_at, last_login_at FROM account WHERE account_id = 7"};

class OrganisationsMigration : public testing::Test {
  protected:
    void SetUp() override {
        directory_ =
            std::filesystem::temp_directory_path() / ("yx-migrate-" + std::to_string(new_id()));
        std::filesystem::create_directories(directory_);
        auto opened = SqliteConnection::open(path(), Access::create);
        ASSERT_TRUE(opened) << opened.error().describe();
        auto& before = **opened;
        ASSERT_TRUE(before.run_script(
            "CREATE TABLE schema_step (name TEXT PRIMARY KEY, done_at BIGINT NOT NULL)"));
        for (const Migration& step : sql::migrations) {
            const std::string_view name = step.name;
            if (name >= "0012" || name.ends_with(".postgres")) continue;
            const std::string text = replace_all(step.text, "BYTEA", "BLOB");
            ASSERT_TRUE(before.run_script(text.c_str())) << step.name;
            ASSERT_TRUE(before.execute(record, step.name));
        }
        ASSERT_TRUE(before.execute(old_account));
        ASSERT_TRUE(before.execute(old_session));
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }
    std::string path() const { return (directory_ / "yinxin.sqlite").string(); }

    std::filesystem::path directory_;
};

TEST_F(OrganisationsMigration, keeps_every_account_and_session_and_lets_new_ones_state_nobody) {
    const auto steps = migrate_sqlite(path(), Create::no, instant_of(0));
    ASSERT_TRUE(steps) << steps.error().describe();
    ASSERT_GE(steps->size(), 2U);
    EXPECT_EQ(steps->front(), "0012_organisations");
    auto opened = SqliteConnection::open(path(), Access::read_write);
    ASSERT_TRUE(opened);
    auto& after = **opened;
    const auto kept = after.one<Account>(read_account);
    ASSERT_TRUE(kept) << kept.error().describe();
    EXPECT_EQ(kept->login_name, "zhang");
    EXPECT_EQ(kept->name, Bytes{1});
    EXPECT_EQ(kept->type, "passport");
    EXPECT_EQ(kept->number, Bytes{2});
    EXPECT_EQ(kept->index, Bytes{3});
    EXPECT_EQ(kept->masked, "P***1");
    EXPECT_EQ(kept->mobile, Bytes{4});
    EXPECT_EQ(kept->created_at, 11);
    EXPECT_EQ(kept->last_login_at, 12);
    constexpr Statement session{
        "t.find", "SELECT COUNT(account_id) FROM session WHERE acting_organisation IS NULL"};
    EXPECT_EQ(*after.one<std::int64_t>(session), 1);

    constexpr Statement nobody{
        "t.nobody",
        "INSERT INTO account (account_id, login_name, origin, password_hash, mobile_sealed, "
        "mobile_index, mobile_masked, mobile_confirmed, created_at) VALUES (8, 'li', 'registered', "
        "'!', x'04', x'05', '138', 1, 11)"};
    EXPECT_TRUE(after.execute(nobody));
    constexpr Statement half{"t.half",
                             "UPDATE account SET name_sealed = x'01' WHERE account_id = 8"};
    EXPECT_FALSE(after.execute(half)) << "a name without a number";
}

}  // namespace
}  // namespace yinxin::storage
