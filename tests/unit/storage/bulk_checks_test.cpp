// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/bulk_checks.hpp"

#include "support/test_database.hpp"
#include "support/test_suite.hpp"

#include "yinxin/storage/bulk_results.hpp"
#include "yinxin/storage/bulk_work.hpp"

#include <filesystem>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

using domain::BulkVerdict;

constexpr Instant now{std::chrono::seconds{1'000'000}};
constexpr std::chrono::seconds lease{60};
const BulkOwner anna{BulkOwnerKind::account, 7};
const BulkOwner bert{BulkOwnerKind::account, 8};

class BulkChecks : public testing::Test {
  protected:
    void SetUp() override {
        directory_ =
            std::filesystem::temp_directory_path() / ("yx-bulk-" + std::to_string(new_id()));
        std::filesystem::create_directories(directory_);
        store_ = test::new_store(directory_, now);
        ASSERT_TRUE(DataKeys::create(directory_, test::suite()));
        keys_ = std::make_unique<DataKeys>(*DataKeys::load(directory_));
    }
    void TearDown() override {
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    template <class Work>
    auto write(Work work) {
        return store_->write_now(std::move(work));
    }
    template <class Work>
    auto read(Work work) {
        return store_->read_now(std::move(work));
    }
    std::int64_t count(const char* literal) {
        return *read([&](Reader& reader) {
            return reader.one<std::int64_t>(Statement{"test.count", literal});
        });
    }

    /// A draft of one table and one file.
    BulkId draft(const BulkOwner& owner) {
        const auto id = make_id<BulkId>();
        const auto made = write([&](Transaction& transaction) -> Result<void> {
            YX_CHECK(insert_bulk_check(
                transaction, *keys_, {id, owner, "zh-CN", "list.zip", now, now + Days(1)}));
            YX_CHECK(insert_bulk_table(
                transaction, *keys_, id, {1, "a.csv", "packed rows", 1, {0, 1, std::nullopt}}));
            YX_CHECK(
                insert_bulk_file(transaction, *keys_, id, {1, "1.pdf", 5, "", to_bytes("%PDF-")}));
            YX_CHECK(
                insert_bulk_file(transaction, *keys_, id, {2, "2.zip", 9, "archive.nested", {}}));
            return open_bulk_draft(transaction, owner, id);
        });
        EXPECT_TRUE(made) << made.error().describe();
        return id;
    }
    Result<void> start(const BulkOwner& owner, BulkId id, int rows = 2) {
        std::vector<BulkItem> items;
        for (int i = 1; i <= rows; ++i)
            items.push_back({i, std::nullopt, "row " + std::to_string(i)});
        items.push_back({rows + 1, 1, ""});
        return write([&](Transaction& transaction) {
            return start_bulk_check(transaction, *keys_, owner, id, "asker", items, now);
        });
    }
    std::optional<ClaimedBulk> claim(Instant at = now) {
        return *write([&](Transaction& t) { return claim_bulk_check(t, at, lease); });
    }
    std::vector<BulkItem> items(BulkId id, int most = 10) {
        return *read([&](Reader& reader) { return list_bulk_items(reader, *keys_, id, most); });
    }
    Result<void> answer(const ClaimedBulk& claimed, const BulkItem& item, int parts = 1) {
        return write([&](Transaction& transaction) -> Result<void> {
            YX_CHECK(hold_bulk_check(transaction, claimed));
            std::vector<NewBulkAnswer> answers;
            for (int part = 0; part < parts; ++part)
                answers.push_back({item.no, part, BulkVerdict::valid, "answer"});
            YX_CHECK(answer_bulk_item(transaction, *keys_, claimed.id, item, answers));
            YX_CHECK(advance_bulk_check(transaction, claimed, 1, now));
            return ok();
        });
    }
    BulkCheckRow row(const BulkOwner& owner, BulkId id) {
        return **read([&](Reader& r) { return find_bulk_check(r, *keys_, owner, id); });
    }

    std::filesystem::path directory_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<DataKeys> keys_;
};

TEST_F(BulkChecks, a_draft_is_its_owners_and_comes_back_as_it_was) {
    const BulkId id = draft(anna);
    EXPECT_EQ(row(anna, id).name, "list.zip");
    EXPECT_EQ(row(anna, id).state, BulkState::draft);
    EXPECT_FALSE(*read([&](Reader& r) { return find_bulk_check(r, *keys_, bert, id); }));
    const auto tables = *read([&](Reader& r) { return list_bulk_tables(r, *keys_, id); });
    ASSERT_EQ(tables.size(), 1U);
    EXPECT_EQ(tables[0].rows, "packed rows");
    EXPECT_EQ(tables[0].columns, (domain::BulkColumns{0, 1, std::nullopt}));
    const auto files = *read([&](Reader& r) { return list_bulk_files(r, *keys_, id); });
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files[1].fault, "archive.nested");
    const auto file = *read([&](Reader& r) { return find_bulk_file(r, *keys_, id, 1); });
    EXPECT_EQ(as_text(file->content), "%PDF-");
    EXPECT_TRUE(
        (*read([&](Reader& r) { return find_bulk_file(r, *keys_, id, 2); }))->content.empty());
}

TEST_F(BulkChecks, a_second_draft_takes_the_place_of_the_first) {
    const BulkId first = draft(anna);
    const BulkId second = draft(anna);
    const auto all =
        *read([&](Reader& r) { return list_bulk_checks(r, *keys_, anna, BulkId{INT64_MAX}, 10); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].id, second);
    EXPECT_FALSE(*read([&](Reader& r) { return find_bulk_check(r, *keys_, anna, first); }));
    EXPECT_EQ(count("SELECT COUNT(*) FROM bulk_file"), 2);
}

TEST_F(BulkChecks, what_is_not_put_aside_whole_is_not_seen) {
    const auto id = make_id<BulkId>();
    ASSERT_TRUE(write([&](Transaction& t) {
        return insert_bulk_check(t, *keys_, {id, anna, "en", "x", now, now + Days(1)});
    }));
    EXPECT_FALSE(*read([&](Reader& r) { return find_bulk_check(r, *keys_, anna, id); }));
    EXPECT_EQ(*write([&](Transaction& t) { return forget_old_bulk_checks(t, now + Days(1)); }), 1);
}

TEST_F(BulkChecks, columns_can_be_chosen_again) {
    const BulkId id = draft(anna);
    ASSERT_TRUE(write([&](Transaction& t) {
        return set_bulk_columns(t, id, 1, 2, domain::BulkColumns{2, 1, 0});
    }));
    const auto table = (*read([&](Reader& r) { return list_bulk_tables(r, *keys_, id); }))[0];
    EXPECT_EQ(table.columns, (domain::BulkColumns{2, 1, 0}));
    EXPECT_EQ(table.header_rows, 2);
    const auto missing =
        write([&](Transaction& t) { return set_bulk_columns(t, id, 9, 2, domain::BulkColumns{}); });
    EXPECT_EQ(missing.error().code(), ErrorCode::not_found);
}

TEST_F(BulkChecks, starting_forgets_the_tables_and_happens_once) {
    const BulkId id = draft(anna);
    ASSERT_TRUE(start(anna, id));
    EXPECT_EQ(count("SELECT COUNT(*) FROM bulk_table"), 0);
    EXPECT_EQ(row(anna, id).checker, "asker");
    EXPECT_EQ(row(anna, id).items_total, 3);
    EXPECT_EQ(start(anna, id).error().code(), ErrorCode::bulk_running);
    const BulkId next = draft(anna);
    EXPECT_EQ(start(anna, next).error().code(), ErrorCode::bulk_running);
    EXPECT_TRUE(start(bert, draft(bert)));
}

TEST_F(BulkChecks, turns_go_round_between_owners) {
    const BulkId first = draft(anna);
    const BulkId second = draft(bert);
    ASSERT_TRUE(start(anna, first));
    ASSERT_TRUE(start(bert, second));
    std::vector<BulkId> turns;
    for (int i = 0; i < 4; ++i) {
        const auto claimed = claim();
        ASSERT_TRUE(claimed);
        turns.push_back(claimed->id);
        ASSERT_TRUE(write([&](Transaction& t) { return put_off_bulk_check(t, *claimed, now); }));
    }
    EXPECT_EQ(turns, (std::vector<BulkId>{first, second, first, second}));
}

TEST_F(BulkChecks, one_worker_holds_a_check_until_its_lease_runs_out) {
    const BulkId id = draft(anna);
    ASSERT_TRUE(start(anna, id));
    const auto late = claim();
    ASSERT_TRUE(late);
    EXPECT_FALSE(claim()) << "it is held";
    EXPECT_FALSE(*read([&](Reader& r) { return has_bulk_work(r, now); }));
    EXPECT_TRUE(*read([&](Reader& r) { return has_bulk_work(r, now + lease); }));
    const auto next = claim(now + lease);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->attempts, 2);
    const BulkItem item = items(id).front();
    EXPECT_EQ(answer(*late, item).error().code(), ErrorCode::lease_lost);
    EXPECT_TRUE(answer(*next, item));
    EXPECT_EQ(row(anna, id).items_done, 1);
}

TEST_F(BulkChecks, no_item_is_answered_twice) {
    const BulkId id = draft(anna);
    ASSERT_TRUE(start(anna, id));
    const BulkItem item = items(id).front();
    ASSERT_TRUE(answer(*claim(), item));
    const auto again = answer(*claim(), item);
    EXPECT_EQ(again.error().code(), ErrorCode::storage_conflict);
    EXPECT_EQ(count("SELECT COUNT(*) FROM bulk_answer"), 1);
    EXPECT_EQ(row(anna, id).items_done, 1);
}

TEST_F(BulkChecks, the_last_answer_closes_and_a_file_goes_with_its_answer) {
    const BulkId id = draft(anna);
    ASSERT_TRUE(start(anna, id, 1));
    for (const BulkItem& item : items(id))
        ASSERT_TRUE(answer(*claim(), item, item.file ? 3 : 1));
    EXPECT_EQ(row(anna, id).state, BulkState::closing);
    EXPECT_EQ(count("SELECT COUNT(*) FROM bulk_file WHERE file_no = 1"), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM bulk_answer"), 4);
    const auto closing = claim();
    ASSERT_TRUE(closing);
    EXPECT_EQ(closing->state, BulkState::closing);
    ASSERT_TRUE(
        write([&](Transaction& t) { return finish_bulk_check(t, *closing, now + Days(30)); }));
    EXPECT_EQ(row(anna, id).state, BulkState::finished);
    EXPECT_FALSE(claim());
}

TEST_F(BulkChecks, a_cancelled_check_keeps_its_answers_and_refuses_the_worker_in_the_middle) {
    const BulkId id = draft(anna);
    ASSERT_TRUE(start(anna, id));
    ASSERT_TRUE(answer(*claim(), items(id).front()));
    const auto held = claim();
    const BulkItem item = items(id).front();
    ASSERT_TRUE(write([&](Transaction& t) { return cancel_bulk_check(t, id, now); }));
    EXPECT_EQ(answer(*held, item).error().code(), ErrorCode::lease_lost);
    EXPECT_TRUE(row(anna, id).is_cancelled);
    EXPECT_EQ(count("SELECT COUNT(*) FROM bulk_item"), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM bulk_file"), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM bulk_answer"), 1);
    const auto twice = write([&](Transaction& t) { return cancel_bulk_check(t, id, now); });
    EXPECT_EQ(twice.error().code(), ErrorCode::bulk_not_open);
}

TEST_F(BulkChecks, a_running_check_cannot_be_forgotten) {
    const BulkId id = draft(anna);
    ASSERT_TRUE(start(anna, id));
    const auto forgotten = write([&](Transaction& t) { return forget_bulk_check(t, id); });
    EXPECT_EQ(forgotten.error().code(), ErrorCode::bulk_not_open);
    EXPECT_EQ(*write([&](Transaction& t) { return forget_old_bulk_checks(t, now + Days(99)); }), 0);
}

TEST_F(BulkChecks, answers_come_by_page_gravest_first_and_in_order) {
    const BulkId id = draft(anna);
    ASSERT_TRUE(start(anna, id, 3));
    const BulkVerdict verdicts[]{BulkVerdict::valid, BulkVerdict::revoked, BulkVerdict::compare};
    for (const BulkItem& item : items(id, 3)) {
        ASSERT_TRUE(write([&](Transaction& t) {
            return answer_bulk_item(
                t, *keys_, id, item, {{item.no, 0, verdicts[item.no - 1], "a" + item.row}});
        }));
    }
    const auto page = [&](const BulkPage& wanted) {
        std::vector<std::int64_t> numbers;
        for (const auto& one :
             *read([&](Reader& r) { return page_bulk_answers(r, *keys_, id, wanted); }))
            numbers.push_back(one.item);
        return numbers;
    };
    EXPECT_EQ(page({}), (std::vector<std::int64_t>{2, 3, 1}));
    EXPECT_EQ(page({.most = 1, .after = 1}), std::vector<std::int64_t>{3});
    EXPECT_EQ(page({.highest_rank = domain::first_rank_without_care - 1}),
              (std::vector<std::int64_t>{2, 3}));
    const auto behind =
        *read([&](Reader& r) { return list_bulk_answers(r, *keys_, id, 1, 0, 10); });
    ASSERT_EQ(behind.size(), 2U);
    EXPECT_EQ(behind[0].answer, "arow 2");
    const auto tallies = *read([&](Reader& r) { return count_bulk_answers(r, id); });
    ASSERT_EQ(tallies.size(), 3U);
    EXPECT_EQ(tallies[0].verdict, BulkVerdict::revoked);
}

TEST_F(BulkChecks, a_result_is_recognised_by_its_files_after_everything_else_is_forgotten) {
    const BulkId id = draft(anna);
    const auto hash = [](std::uint8_t byte) { return Bytes(32, byte); };
    ASSERT_TRUE(write([&](Transaction& t) -> Result<void> {
        YX_CHECK(insert_bulk_document(t, *keys_, id, BulkDocumentKind::csv, as_bytes("table")));
        return insert_bulk_summary(
            t, {"PL1", id, now, 3, 4, 2, false, hash(1), hash(2), hash(3), std::nullopt});
    }));
    const auto document =
        *read([&](Reader& r) { return find_bulk_document(r, *keys_, id, BulkDocumentKind::csv); });
    EXPECT_EQ(as_text(*document), "table");
    EXPECT_EQ(*write([&](Transaction& t) { return forget_old_bulk_checks(t, now + Days(1)); }), 1);
    for (const char* table : {"bulk_document", "bulk_table", "bulk_file", "bulk_check"}) {
        EXPECT_EQ(count(("SELECT COUNT(*) FROM " + std::string(table)).c_str()), 0) << table;
    }
    crypto::Digest32 wanted;
    wanted.fill(3);
    const auto known = *read([&](Reader& r) { return find_bulk_summary_by_file(r, wanted); });
    ASSERT_TRUE(known);
    EXPECT_EQ(known->number, "PL1");
    EXPECT_EQ(known->answers, 4);
    wanted.fill(9);
    EXPECT_FALSE(*read([&](Reader& r) { return find_bulk_summary_by_file(r, wanted); }));
    EXPECT_TRUE(*read([&](Reader& r) { return find_bulk_summary(r, id); }));
}

}  // namespace
}  // namespace yinxin::storage
