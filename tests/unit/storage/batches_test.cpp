// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/batches.hpp"

#include "support/test_database.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/storage/batch_trail.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/sqlite_connection.hpp"

#include <filesystem>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

constexpr Instant day_one{std::chrono::seconds{1795399200}};
constexpr std::chrono::seconds second{1};

class BatchesTest : public testing::Test {
  protected:
    void SetUp() override {
        directory_ =
            std::filesystem::temp_directory_path() / ("yx-batches-" + std::to_string(new_id()));
        std::filesystem::create_directories(directory_);
    }
    void TearDown() override {
        store_.reset();
        std::filesystem::remove_all(directory_);
    }
    std::string path() const { return (directory_ / "yinxin.sqlite").string(); }
    void open() { store_ = test::new_store(directory_, day_one); }
    template <class Work>
    auto write(Work work) {
        return store_->write_now(std::move(work));
    }
    BatchRow find(BatchId id) {
        auto row = store_->read_now([id](Reader& reader) { return find_batch(reader, id); });
        EXPECT_TRUE(row && *row);
        return **row;
    }
    BatchId add(BatchState state, std::optional<Instant> release_at = std::nullopt) {
        BatchRow row;
        row.id = make_id<BatchId>();
        row.issuer_id = "centre";
        row.qualification_id = "adviser";
        row.exam_year = 2026;
        row.state = state;
        row.certificate_count = 10;
        row.changed_at = day_one;
        row.release_at = release_at;
        EXPECT_TRUE(write([&](Transaction& t) { return insert_batch(t, row); }));
        return row.id;
    }

    std::filesystem::path directory_;
    std::unique_ptr<Store> store_;
};

/// The database of the version before this one, with a batch in every state it knew.
void make_old_database(const std::string& path) {
    constexpr std::string_view first_new_step = "0017";
    const auto connection = *SqliteConnection::open(path, Access::create);
    ASSERT_TRUE(connection->run_script(
        "CREATE TABLE schema_step (name TEXT PRIMARY KEY, done_at BIGINT NOT NULL)"));
    for (const Migration& step : sql::migrations) {
        const std::string_view name(step.name);
        if (name >= first_new_step || name.ends_with(".postgres")) continue;
        const std::string text = replace_all(step.text, "BYTEA", "BLOB");
        ASSERT_TRUE(connection->run_script(text.c_str())) << name;
        const std::string done = "INSERT INTO schema_step VALUES ('" + std::string(name) + "', 0)";
        ASSERT_TRUE(connection->run_script(done.c_str()));
    }
    ASSERT_TRUE(connection->run_script(
        "INSERT INTO batch (batch_id, issuer_id, item_id, exam_year, state, certificate_count, "
        "changed_at) VALUES (1, 'c', 'i', 2025, 'scoring', 0, 7), (2, 'c', 'i', 2025, 'checking', "
        "5, 7), (3, 'c', 'i', 2025, 'approved', 5, 7), (4, 'c', 'i', 2025, 'released', 5, 7), "
        "(5, 'c', 'i', 2025, 'recalled', 5, 7)"));
}

TEST_F(BatchesTest, a_database_of_the_version_before_keeps_what_was_visible) {
    if (test::is_on_postgres()) GTEST_SKIP() << "no older version ran on PostgreSQL";
    make_old_database(path());
    open();
    for (const std::int64_t id : {1, 2, 3}) {
        EXPECT_FALSE(find(BatchId{id}).released_at) << id;
    }
    for (const std::int64_t id : {4, 5}) {
        EXPECT_EQ(find(BatchId{id}).released_at, instant_of(7)) << id;
    }
    EXPECT_TRUE(find(BatchId{3}).written_at);
    EXPECT_FALSE(find(BatchId{2}).written_at);
    EXPECT_EQ(find(BatchId{4}).issued_count, 5);
}

TEST_F(BatchesTest, the_first_release_is_kept_and_a_batch_moves_only_from_where_it_is) {
    open();
    const BatchId id = add(BatchState::approved);
    const auto move = [&](BatchState from, BatchState to, Instant at) {
        return write([=](Transaction& t) { return move_batch(t, id, from, to, at); });
    };
    ASSERT_TRUE(move(BatchState::approved, BatchState::released, day_one + second));
    ASSERT_TRUE(move(BatchState::released, BatchState::stopped, day_one + 2 * second));
    ASSERT_TRUE(move(BatchState::stopped, BatchState::released, day_one + 3 * second));
    EXPECT_EQ(find(id).released_at, day_one + second);
    EXPECT_EQ(find(id).changed_at, day_one + 3 * second);
    const auto refused = move(BatchState::approved, BatchState::released, day_one);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::batch_state_wrong);
}

TEST_F(BatchesTest, a_batch_is_due_from_its_second_on) {
    open();
    const BatchId timed = add(BatchState::approved, day_one + second);
    const BatchId at_once = add(BatchState::approved);
    add(BatchState::checking);
    const auto due = [&](Instant now) {
        std::vector<BatchId> ids;
        const auto rows =
            store_->read_now([now](Reader& reader) { return list_due_batches(reader, now, 9); });
        for (const BatchRow& row : *rows)
            ids.push_back(row.id);
        return ids;
    };
    EXPECT_EQ(due(day_one), std::vector{at_once});
    EXPECT_EQ(due(day_one + second), (std::vector{at_once, timed}));
}

TEST_F(BatchesTest, the_cursor_moves_only_from_where_it_was_read) {
    open();
    const BatchId id = add(BatchState::issuing);
    const auto advance = [&](std::int64_t from, std::int64_t to) {
        return write([=](Transaction& t) { return advance_issuing(t, id, {from, to, 2, 1}); });
    };
    ASSERT_TRUE(advance(0, 4));
    EXPECT_FALSE(advance(0, 4)) << "somebody else's late piece";
    ASSERT_TRUE(advance(4, 8));
    EXPECT_EQ(find(id).issued_count, 4);
    EXPECT_EQ(find(id).leftover_count, 2);
    ASSERT_TRUE(write([&](Transaction& t) {
        return move_batch(t, id, BatchState::issuing, BatchState::stopped, day_one);
    }));
    EXPECT_FALSE(advance(8, 9)) << "a stopped batch stands still";
}

TEST_F(BatchesTest, a_serial_is_never_given_twice) {
    open();
    const auto reserve = [&](const char* series, std::int64_t count) {
        return *write([=](Transaction& t) { return reserve_serials(t, "centre", series, count); });
    };
    EXPECT_EQ(reserve("YX2026#", 3), 1);
    EXPECT_EQ(reserve("YX2026#", 1), 4);
    EXPECT_EQ(reserve("YX2027#", 1), 1);
    EXPECT_EQ(reserve("YX2026#", 5), 5);
}

TEST_F(BatchesTest, what_was_visible_and_is_hidden_is_told_to_those_who_follow_it) {
    open();
    const BatchId id = add(BatchState::approved);
    const auto changes = [&] {
        constexpr Statement list{"test.changes",
                                 "SELECT former, state FROM status_change ORDER BY change_id"};
        struct Row {
            std::string former;
            std::string state;
        };
        std::string text;
        const auto rows = store_->read_now([&](Reader& reader) { return reader.all<Row>(list); });
        for (const Row& row : *rows)
            text += row.former + ">" + row.state + " ";
        return text;
    };
    const auto move = [&](BatchState from, BatchState to) {
        ASSERT_TRUE(write([=](Transaction& t) { return move_batch(t, id, from, to, day_one); }));
    };
    move(BatchState::approved, BatchState::stopped);
    move(BatchState::stopped, BatchState::approved);
    move(BatchState::approved, BatchState::released);
    EXPECT_EQ(changes(), "") << "nobody could know of it before";
    move(BatchState::released, BatchState::stopped);
    move(BatchState::stopped, BatchState::recalled);
    move(BatchState::recalled, BatchState::released);
    EXPECT_EQ(changes(), "released>stopped stopped>recalled recalled>released ");
}

}  // namespace
}  // namespace yinxin::storage
