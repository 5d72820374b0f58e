// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/doubts.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <filesystem>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

namespace fs = std::filesystem;

const Instant reported = start_of(make_day(2026, 11, 1)) + std::chrono::hours(20);

/// A database of the version before, with two doubts nobody could answer, then migrated.
class ReportedBefore : public ::testing::Test {
  protected:
    void SetUp() override {
        directory_ = fs::temp_directory_path() / ("yx-doubts-" + std::to_string(new_id()));
        fs::create_directories(directory_);
        const std::string path = (directory_ / "yinxin.sqlite").string();
        ASSERT_TRUE(migrate_sqlite(path, Create::yes, reported));
        {
            auto store = open_sqlite(path);
            ASSERT_TRUE(store) << store.error().describe();
            ASSERT_TRUE((*store)->write_now(
                [this](Transaction& transaction) { return go_back(transaction); }));
        }
        const auto steps = migrate_sqlite(path, Create::no, reported + Days(1));
        ASSERT_TRUE(steps) << steps.error().describe();
        ASSERT_EQ(steps->size(), 2U);
        auto store = open_sqlite(path);
        ASSERT_TRUE(store);
        store_ = std::move(*store);
    }
    void TearDown() override {
        store_.reset();
        fs::remove_all(directory_);
    }

    static Result<void> run(Transaction& transaction, const char* text) {
        const Statement statement{"test.change", text};
        YX_CHECK(transaction.execute(statement));
        return ok();
    }

    /// Takes the newest steps back and writes what the old program wrote.
    Result<void> go_back(Transaction& transaction) {
        for (const char* text :
             {"DROP TABLE doubt_case",
              "DROP TABLE doubt_message",
              "DROP TABLE doubt_file",
              "DROP TABLE doubt_desk_member",
              "DROP TABLE paper_listing",
              "DROP TABLE paper_event",
              "DELETE FROM schema_step WHERE name LIKE '0019%'",
              "INSERT INTO batch (batch_id, issuer_id, item_id, exam_year, state, "
              "certificate_count, changed_at) VALUES (5, 'centre', 'item', 2025, 'released', 1, 0)",
              "INSERT INTO certificate_line (holder_id, line_id, current_version) "
              "VALUES (1, 2, 1)",
              "INSERT INTO certificate (holder_id, line_id, version, kind, status, status_reason, "
              "status_at, batch_id, item_id, policy_id, certificate_no, management_no, "
              "approved_on, issued_on, face_sealed, face_signature, created_at) VALUES (1, 2, 1, "
              "'certificate', 'valid', '', 0, 5, 'item', 'p', 'c', 'm', '2025-01-01', "
              "'2025-02-01', x'', x'', 0)",
              "INSERT INTO paper_certificate (holder_id, line_id, state, serial_no, pickup_zh, "
              "pickup_en, deadline_on, changed_at) VALUES (1, 2, 'printed', 'A1', '', '', "
              "'2027-01-31', 7)"}) {
            YX_CHECK(run(transaction, text));
        }
        for (const std::int64_t id : {31, 32}) {
            YX_CHECK(transaction.execute(sql::doubt::insert,
                                         HolderId{1},
                                         id,
                                         LineId{2},
                                         1,
                                         AccountId{9},
                                         Bytes{},
                                         reported));
        }
        return ok();
    }

    fs::path directory_;
    std::unique_ptr<Store> store_;
};

TEST_F(ReportedBefore, the_latest_doubt_waits_for_the_office_with_a_deadline) {
    const auto doubts = store_->read_now(
        [](Reader& reader) { return list_doubts(reader, HolderId{1}, LineId{2}); });
    ASSERT_TRUE(doubts) << doubts.error().describe();
    ASSERT_EQ(doubts->size(), 2U);
    const DoubtCase& latest = doubts->front();
    EXPECT_EQ(latest.id, domain::DoubtId{32});
    EXPECT_EQ(latest.state, domain::DoubtState::open);
    EXPECT_EQ(latest.issuer_id, "centre");
    EXPECT_EQ(latest.item_id, "item");
    // 20:00 in China is 12:00 UTC: the civil day counts.
    EXPECT_EQ(format_day(latest.due_on), "2026-11-22");
    EXPECT_EQ(doubts->back().state, domain::DoubtState::withdrawn);
}

TEST_F(ReportedBefore, a_paper_that_was_registered_is_in_the_offices_list) {
    static constexpr Statement list{
        "test.list",
        "SELECT issuer_id || ' ' || serial_no || ' ' || deadline_on FROM paper_listing"};
    const auto line =
        store_->read_now([](Reader& reader) { return reader.one<std::string>(list); });
    ASSERT_TRUE(line);
    EXPECT_EQ(*line, "centre A1 2027-01-31");
}

}  // namespace
}  // namespace yinxin::storage
