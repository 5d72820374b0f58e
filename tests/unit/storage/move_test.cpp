// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/move.hpp"

#include "support/scratch_directory.hpp"
#include "support/test_database.hpp"

#include "yinxin/storage/sql.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

using testing::HasSubstr;

constexpr Instant now{std::chrono::seconds{1'795'399'200}};
constexpr Statement add_change{
    "t.change",
    "INSERT INTO status_change (kind, at, holder_id, line_id, copy_id, batch_id, state, former) "
    "VALUES ('batch', 1, 0, 0, 0, 7, 'recalled', 'released')"};
constexpr Statement forget_changes{"t.forget", "DELETE FROM status_change WHERE at = 1"};
constexpr Statement newest_change{"t.newest",
                                  "SELECT COALESCE(MAX(change_id), 0) FROM status_change"};
constexpr Statement add_role{
    "t.role",
    "INSERT INTO staff_role (staff_id, role, granted_by, granted_at) VALUES ($1, $2, 1, 1)"};
constexpr Statement count_persons{"t.persons", "SELECT COUNT(*) FROM person"};

/// An embedded database, and where it is going to.
class Move : public testing::Test {
  protected:
    void SetUp() override {
        if (!test::is_on_postgres())
            GTEST_SKIP() << "this run has no PostgreSQL (YX_TEST_DATABASE)";
        ASSERT_TRUE(migrate_sqlite(file().string(), Create::yes, now));
        const auto store = open();
        ASSERT_TRUE(store->write_now([](Transaction& t) -> Result<void> {
            YX_CHECK(t.execute(sql::person::insert, 42, now));
            YX_CHECK(t.execute(sql::person::insert_name, 42, 1, Bytes{0, 255}, "current", now));
            for (int i = 0; i < 3; ++i)
                YX_CHECK(t.execute(add_change));
            // The newest are forgotten again: their numbers are not given out a second time.
            YX_CHECK(t.execute(forget_changes));
            return ok();
        }));
    }
    [[nodiscard]] std::filesystem::path file() const { return directory_.path() / "source.sqlite"; }
    std::unique_ptr<Store> open() {
        auto store = open_sqlite(file().string());
        if (!store) throw std::runtime_error(store.error().describe());
        return *std::move(store);
    }
    Location target() { return test::database_of(directory_.path()); }
    Result<std::vector<MovedTable>> move() {
        return move_to_postgres(file(), *target().postgres, now, {});
    }

    test::ScratchDirectory directory_;
};

TEST_F(Move, every_row_is_over_there_and_the_numbers_go_on) {
    const auto moved = move();
    ASSERT_TRUE(moved) << moved.error().describe();
    std::int64_t rows = 0;
    for (const MovedTable& table : *moved) {
        rows += table.sum.rows();
    }
    EXPECT_EQ(rows, 3) << "a person, a name and the installation";
    EXPECT_GT(moved->size(), 100U);
    const auto store = open_store(target());
    ASSERT_TRUE(store) << store.error().describe();
    struct Name {
        Bytes sealed;
    };
    const auto name = (*store)->read_now([](Reader& reader) {
        return reader.one<Name>(Statement{"t.name", "SELECT name_sealed FROM person_name"});
    });
    ASSERT_TRUE(name) << name.error().describe();
    EXPECT_EQ(name->sealed, (Bytes{0, 255}));
    const auto newest = (*store)->write_now([](Transaction& t) -> Result<std::int64_t> {
        YX_CHECK(t.execute(add_change));
        return t.one<std::int64_t>(newest_change);
    });
    ASSERT_TRUE(newest) << newest.error().describe();
    EXPECT_GE(*newest, 4);
    // Triggers look after the rows again.
    EXPECT_TRUE(
        (*store)->write_now([](Transaction& t) { return t.execute(add_role, 1, "clerk"); }));
    EXPECT_FALSE((*store)->write_now(
        [](Transaction& t) { return t.execute(add_role, 1, "system_administrator"); }));
}

TEST_F(Move, a_database_with_an_installation_in_it_is_left_alone) {
    ASSERT_TRUE(move());
    const auto again = move();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), ErrorCode::conflict);
    EXPECT_THAT(again.error().detail(), HasSubstr("nothing was changed"));
}

TEST_F(Move, a_schema_without_rows_is_what_a_move_left_that_failed) {
    ASSERT_TRUE(migrate(target(), Create::yes, now));
    const auto moved = move();
    ASSERT_TRUE(moved) << moved.error().describe();
}

TEST_F(Move, a_database_that_is_served_is_not_moved) {
    {
        const auto served = open();
        ASSERT_TRUE(served->read_now([](Reader& r) { return r.one<std::int64_t>(count_persons); }));
        const auto refused = move();
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::conflict);
        EXPECT_THAT(refused.error().detail(), HasSubstr("stop the service"));
    }
    EXPECT_TRUE(move());
}

TEST_F(Move, a_database_of_an_older_version_is_brought_up_first) {
    {
        const auto store = open();
        ASSERT_TRUE(store->write_now([](Transaction& t) {
            return t.execute(
                Statement{"t.older", "DELETE FROM schema_step WHERE name = '0036_outbox'"});
        }));
    }
    const auto refused = move();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::storage_schema);
}

TEST_F(Move, a_table_that_cannot_be_taken_over_leaves_nothing_over_there) {
    {
        const auto store = open();
        ASSERT_TRUE(store->write_now([](Transaction& t) {
            return t.execute(Statement{
                "t.wrong", "UPDATE person SET created_at = 'yesterday' WHERE holder_id = 42"});
        }));
    }
    const auto refused = move();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::storage_schema);
    EXPECT_THAT(refused.error().detail(), HasSubstr("person.created_at"));
    const auto store = open_store(target());
    ASSERT_TRUE(store);
    const auto persons =
        (*store)->read_now([](Reader& r) { return r.one<std::int64_t>(count_persons); });
    ASSERT_TRUE(persons) << persons.error().describe();
    EXPECT_EQ(*persons, 0);
}

}  // namespace
}  // namespace yinxin::storage
