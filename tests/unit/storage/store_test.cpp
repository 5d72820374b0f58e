// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/store.hpp"

#include "support/test_database.hpp"

#include "yinxin/flow/deadline.hpp"
#include "yinxin/flow/runtime.hpp"

#include <atomic>
#include <filesystem>
#include <future>
#include <latch>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

constexpr Statement make_table{"t.make",
                               "CREATE TABLE t (id BIGINT PRIMARY KEY, word TEXT, raw BYTEA)"};
constexpr Statement insert{"t.insert", "INSERT INTO t (id, word, raw) VALUES ($1, $2, $3)"};
constexpr Statement list{"t.list", "SELECT id, word, raw FROM t ORDER BY id"};
constexpr Statement count{"t.count", "SELECT COUNT(id) FROM t"};

struct Word {
    std::int64_t id;
    std::optional<std::string> word;
    Bytes raw;
};

class StoreTest : public ::testing::Test {
  protected:
    void SetUp() override {
        directory_ =
            std::filesystem::temp_directory_path() / ("yx-store-" + std::to_string(new_id()));
        std::filesystem::create_directories(directory_);
        store_ = test::new_store(directory_, instant_of(0));
        ASSERT_TRUE(store_->write_now([](Transaction& t) { return t.execute(make_table); }));
    }
    void TearDown() override {
        store_.reset();
        std::filesystem::remove_all(directory_);
    }
    std::int64_t rows() {
        return *store_->read_now([](Reader& r) { return r.one<std::int64_t>(count); });
    }

    std::filesystem::path directory_;
    std::unique_ptr<Store> store_;
};

TEST_F(StoreTest, gives_back_nulls_texts_and_bytes_as_they_were) {
    const Bytes raw{0, 1, 255};
    ASSERT_TRUE(
        store_->write_now([&](Transaction& t) { return t.execute(insert, 1, std::nullopt, raw); }));
    ASSERT_TRUE(
        store_->write_now([&](Transaction& t) { return t.execute(insert, 2, "", Bytes{}); }));
    const auto words = store_->read_now([](Reader& r) { return r.all<Word>(list); });
    ASSERT_TRUE(words) << words.error().describe();
    ASSERT_EQ(words->size(), 2U);
    EXPECT_FALSE((*words)[0].word.has_value());
    EXPECT_EQ((*words)[0].raw, raw);
    EXPECT_EQ((*words)[1].word, "");
}

TEST_F(StoreTest, a_unit_that_fails_leaves_nothing_and_does_not_disturb_its_neighbours) {
    const auto refused = store_->write_now([](Transaction& t) -> Result<void> {
        YX_CHECK(t.execute(insert, 1, "first", Bytes{}));
        return Error(ErrorCode::conflict);
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::conflict);
    EXPECT_EQ(rows(), 0);
}

/// Rows with these ids, each with its word, bytes and nothing by turns.
std::vector<Values> many_rows(std::int64_t first, std::int64_t last) {
    static const Bytes raw{0, 10, 92, 255};
    std::vector<Values> rows;
    for (std::int64_t id = first; id <= last; ++id) {
        const Value word = id % 2 == 0 ? Value{} : Value{std::string_view("士\t\\.\n")};
        rows.push_back({id, word, BytesView(raw)});
    }
    return rows;
}

TEST_F(StoreTest, rows_that_are_loaded_are_as_if_each_had_been_inserted) {
    const auto loaded = store_->write_now([&](Transaction& t) -> Result<std::int64_t> {
        YX_CHECK(t.send(insert, 1000, "sent", Bytes{}));
        YX_CHECK(t.load(insert, many_rows(1, 300)));
        YX_CHECK(t.load(insert, many_rows(301, 302)));
        YX_CHECK(t.load(insert, {}));
        YX_CHECK(t.send(insert, 1001, "sent", Bytes{}));
        return t.one<std::int64_t>(count);
    });
    ASSERT_TRUE(loaded) << loaded.error().describe();
    EXPECT_EQ(*loaded, 304);
    const auto words = store_->read_now([](Reader& r) { return r.all<Word>(list); });
    ASSERT_TRUE(words);
    EXPECT_EQ((*words)[0].word, "士\t\\.\n");
    EXPECT_FALSE((*words)[1].word);
    EXPECT_EQ((*words)[299].raw, (Bytes{0, 10, 92, 255}));
}

TEST_F(StoreTest, a_row_that_cannot_be_loaded_undoes_the_transaction) {
    ASSERT_TRUE(store_->write_now([](Transaction& t) { return t.load(insert, many_rows(7, 7)); }));
    for (const std::int64_t last : {8, 300}) {
        const auto refused = store_->write_now([&](Transaction& t) -> Result<std::int64_t> {
            YX_CHECK(t.execute(insert, 1000, "before", Bytes{}));
            YX_CHECK(t.load(insert, many_rows(1, last)));
            return t.execute(insert, 1001, "behind", Bytes{});
        });
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::storage_conflict) << last;
        EXPECT_EQ(rows(), 1);
    }
    ASSERT_TRUE(store_->write_now([](Transaction& t) { return t.load(insert, many_rows(8, 99)); }))
        << "the connection is as good as before";
    EXPECT_EQ(rows(), 93);
}

TEST_F(StoreTest, a_write_that_was_begun_has_an_outcome_whenever_it_is_asked_for) {
    std::latch go(1);
    auto good = store_->begin_write([&](Transaction& t) -> Result<std::int64_t> {
        go.wait();
        return t.execute(insert, 1, "one", Bytes{});
    });
    EXPECT_EQ(rows(), 0) << "who began it goes on meanwhile";
    go.count_down();
    const Result<std::int64_t> changed = good.get();
    ASSERT_TRUE(changed) << changed.error().describe();
    EXPECT_EQ(*changed, 1);
    EXPECT_EQ(rows(), 1);
    auto refused =
        store_->begin_write([](Transaction& t) { return t.execute(insert, 1, "again", Bytes{}); });
    EXPECT_EQ(refused.get().error().code(), ErrorCode::storage_conflict);
}

TEST_F(StoreTest, what_is_sent_and_asked_is_there_when_it_has_settled) {
    constexpr Statement find{"t.find", "SELECT id, word, raw FROM t WHERE id = $1"};
    const auto seen = store_->write_now([&](Transaction& t) -> Result<std::vector<std::string>> {
        // More than a connection lets be owed at once.
        for (int i = 1; i <= 2500; ++i) {
            // The argument is gone before anything is waited for.
            YX_CHECK(t.send(insert, i, "word " + std::to_string(i), Bytes{}));
        }
        std::vector<Asked<Word>> asked;
        for (const int id : {2500, 1, 3000}) {
            YX_TRY(auto one, t.ask<Word>(find, id));
            asked.push_back(std::move(one));
        }
        YX_TRY(const auto between, t.one<std::int64_t>(count));
        EXPECT_EQ(between, 2500);
        YX_CHECK(t.settle());
        EXPECT_FALSE(asked[2].has_rows());
        return std::vector{*asked[0].rows().at(0).word, *asked[1].rows().at(0).word};
    });
    ASSERT_TRUE(seen) << seen.error().describe();
    EXPECT_EQ(*seen, (std::vector<std::string>{"word 2500", "word 1"}));
    EXPECT_EQ(rows(), 2500);
}

TEST_F(StoreTest, what_was_only_sent_and_refused_lets_nothing_happen) {
    const auto refused = store_->write_now([](Transaction& t) -> Result<void> {
        YX_CHECK(t.send(insert, 1, "first", Bytes{}));
        YX_CHECK(t.send(insert, 1, "again", Bytes{}));
        YX_CHECK(t.send(insert, 2, "second", Bytes{}));
        return ok();  // nothing is waited for
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::storage_conflict);
    EXPECT_EQ(rows(), 0);
    const auto settled = store_->write_now([](Transaction& t) -> Result<void> {
        YX_CHECK(t.send(insert, 1, "first", Bytes{}));
        YX_CHECK(t.send(insert, 1, "again", Bytes{}));
        return t.settle();
    });
    ASSERT_FALSE(settled);
    EXPECT_EQ(settled.error().code(), ErrorCode::storage_conflict);
    // The same statements are good again afterwards.
    ASSERT_TRUE(store_->write_now([](Transaction& t) { return t.send(insert, 3, "c", Bytes{}); }));
    EXPECT_EQ(rows(), 1);
}

TEST_F(StoreTest, what_was_sent_by_a_unit_that_gives_up_is_taken_back) {
    const auto given_up = store_->write_now([](Transaction& t) -> Result<void> {
        YX_CHECK(t.send(insert, 1, "first", Bytes{}));
        YX_TRY(const auto asked, t.ask<Word>(list));
        (void)asked;
        return Error(ErrorCode::conflict);
    });
    ASSERT_FALSE(given_up);
    EXPECT_EQ(given_up.error().code(), ErrorCode::conflict);
    EXPECT_EQ(rows(), 0);
}

TEST_F(StoreTest, a_constraint_is_a_conflict) {
    ASSERT_TRUE(
        store_->write_now([](Transaction& t) { return t.execute(insert, 1, "a", Bytes{}); }));
    const auto again =
        store_->write_now([](Transaction& t) { return t.execute(insert, 1, "b", Bytes{}); });
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), ErrorCode::storage_conflict);
}

TEST_F(StoreTest, many_threads_write_and_every_acknowledged_row_is_there) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([this, thread] {
            for (int i = 0; i < 50; ++i) {
                const auto done = store_->write_now([&](Transaction& t) {
                    return t.execute(insert, thread * 1000 + i, "x", Bytes{});
                });
                EXPECT_TRUE(done);
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(rows(), 400);
}

TEST_F(StoreTest, a_reader_cannot_write) {
    const auto outcome = store_->read_now([](Reader& r) {
        return r.all<Word>(
            Statement{"t.sneak", "INSERT INTO t (id) VALUES (9) RETURNING id, word, raw"});
    });
    EXPECT_FALSE(outcome);
    EXPECT_EQ(rows(), 0);
}

TEST_F(StoreTest, wrong_number_of_arguments_is_refused) {
    EXPECT_FALSE(store_->write_now([](Transaction& t) { return t.execute(insert, 1); }));
}

TEST_F(StoreTest, migrating_twice_runs_nothing_the_second_time) {
    const auto again = migrate(test::database_of(directory_), Create::no, instant_of(0));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_TRUE(again->empty());
}

TEST_F(StoreTest, a_reader_that_throws_is_heard_by_its_caller) {
    flow::Runtime runtime(1);
    std::promise<std::string> told;
    auto one = [&]() -> flow::Task<void> {
        try {
            (void)co_await store_->read(
                [](Reader&) -> Result<int> { throw std::runtime_error("a bug"); });
            told.set_value("nothing");
        } catch (const std::exception& bug) {
            told.set_value(bug.what());
        }
    };
    runtime.spawn(0, "one", one());
    EXPECT_EQ(told.get_future().get(), "a bug");
}

TEST_F(StoreTest, does_not_write_for_whom_nobody_waits) {
    flow::Runtime runtime(1);
    auto late = [this]() -> flow::Task<ErrorCode> {
        flow::set_current_deadline(std::chrono::steady_clock::now());
        const auto outcome = co_await store_->write(
            [](Transaction& t) { return t.execute(insert, 1, "late", Bytes{}); });
        flow::set_current_deadline(flow::no_deadline);
        co_return outcome ? ErrorCode::internal : outcome.error().code();
    };
    EXPECT_EQ(flow::block_on(runtime, late()), ErrorCode::timed_out);
    EXPECT_EQ(rows(), 0);
}

TEST_F(StoreTest, refuses_writers_beyond_its_end_and_goes_on) {
    flow::Runtime runtime(1);
    constexpr int many = 6000;
    // Of the server's writers, as many as a test's store has; of the embedded engine, the one.
    const int writers = test::is_on_postgres() ? 3 : 1;
    std::promise<void> go;
    std::shared_future<void> gone(go.get_future());
    std::atomic<int> refused = 0;
    std::atomic<int> written = 0;
    std::atomic<int> held = 0;
    std::latch done(many + writers);
    auto one = [&](int number) -> flow::Task<void> {
        const auto outcome = co_await store_->write([&, number](Transaction& t) {
            // The first hold the writers, so that the others stand in their queue.
            if (number < writers) {
                ++held;
                gone.wait();
            }
            return t.execute(insert, number, "x", Bytes{});
        });
        if (!outcome && outcome.error().code() == ErrorCode::unavailable &&
            outcome.error().retry_after()) {
            ++refused;
        } else if (outcome) {
            ++written;
        }
        done.count_down();
    };
    for (int i = 0; i < writers; ++i)
        runtime.spawn(0, "first", one(i));
    while (held < writers)
        std::this_thread::yield();
    for (int i = 0; i < many; ++i)
        runtime.spawn(0, "one", one(writers + i));
    while (refused + 4096 < many)
        std::this_thread::yield();
    go.set_value();
    done.wait();
    EXPECT_EQ(refused, many - 4096);
    EXPECT_EQ(written, 4096 + writers);
    EXPECT_EQ(rows(), 4096 + writers);
}

}  // namespace
}  // namespace yinxin::storage
