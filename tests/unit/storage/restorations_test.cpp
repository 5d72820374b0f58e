// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/restorations.hpp"

#include "support/test_suite.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/storage/batch_trail.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/sqlite_snapshot.hpp"
#include "yinxin/storage/witness.hpp"

#include <atomic>
#include <set>
#include <support/scratch_directory.hpp>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

namespace fs = std::filesystem;

constexpr Instant noon{std::chrono::seconds{1'795'399'200}};
constexpr Statement list_numbers{"t.numbers", "SELECT copy_no FROM copy ORDER BY copy_no"};
constexpr Statement list_codes{"t.codes", "SELECT copy_code FROM copy ORDER BY copy_code"};
constexpr Statement add_client{
    "t.client",
    "INSERT INTO api_client (client_id, name, mode, state, scopes, networks, calls_per_minute,"
    " calls_per_day, misses_per_day, last_change, created_at)"
    " VALUES (1, 'a', 'live', 'active', '', '', 1, 1, 1, 41, 0)"};
constexpr Statement add_session{
    "t.session",
    "INSERT INTO session (token_hash, account_id, proof, created_at, seen_at, address, device)"
    " VALUES ($1, 1, 'password', 0, 0, '', '')"};
constexpr Statement count_sessions{"t.sessions", "SELECT COUNT(1) FROM session"};
constexpr Statement last_change{"t.last", "SELECT last_change FROM api_client WHERE client_id = 1"};

class Restorations : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(migrate_sqlite(path().string(), Create::yes, noon));
        ASSERT_TRUE(DataKeys::create(scratch_.path(), test::suite()));
        keys_ = std::make_unique<DataKeys>(*DataKeys::load(scratch_.path()));
        open();
    }
    [[nodiscard]] fs::path path() const { return scratch_ / "a.sqlite"; }
    void open() { store_ = *open_sqlite(path().string()); }
    template <class F>
    auto write(F work) {
        auto outcome = store_->write_now(work);
        EXPECT_TRUE(outcome) << outcome.error().describe();
        return outcome;
    }
    template <class F>
    void change(F work) {
        (void)write(work);
    }
    template <class F>
    auto read(F work) {
        auto outcome = store_->read_now(work);
        EXPECT_TRUE(outcome) << outcome.error().describe();
        return *std::move(outcome);
    }
    void add_copies(int count) {
        for (int i = 0; i < count; ++i) {
            change([&](Transaction& t) {
                return insert_copy(
                    t,
                    *keys_,
                    {make_id<CopyId>(), HolderId{1}, make_id<LineId>(), 1, std::nullopt, noon});
            });
        }
    }
    std::set<std::string> all(const Statement& statement) {
        const auto rows = read([&](Reader& r) { return r.all<std::string>(statement); });
        return {rows.begin(), rows.end()};
    }
    std::int64_t reserve(const char* series, std::int64_t count) {
        return *write([=](Transaction& t) { return reserve_serials(t, "centre", series, count); });
    }
    void append() {
        change([&](Transaction& t) {
            return append_audit(t,
                                {noon,
                                 domain::ActorKind::holder,
                                 "7",
                                 domain::EventKind::endorsement_applied,
                                 "endorsement:1",
                                 {}});
        });
        change([](Transaction& t) { return number_audit_events(t, 100); });
    }
    AuditHead head() { return read(audit_head); }
    /// What `yinxin restore` does with the database.
    std::int64_t record(const AuditHead& witness, std::int64_t gap = 1000) {
        const auto generation = write([&](Transaction& t) -> Result<std::int64_t> {
            YX_TRY(const AuditHead restored, audit_head(t));
            return record_restoration(t, {noon, restored, witness, gap, "backup:test"});
        });
        change([](Transaction& t) { return number_audit_events(t, 100); });
        return *generation;
    }
    /// Puts the database file of `copy` in place, as somebody with a shell would.
    void put_back(const fs::path& copy) {
        store_.reset();
        for (const char* end : {"", "-wal", "-shm"}) {
            fs::remove(path().string() + end);
        }
        fs::copy_file(copy, path());
        open();
    }
    fs::path save() {
        const fs::path copy = scratch_ / ("copy" + std::to_string(new_id()));
        EXPECT_TRUE(copy_sqlite(path(), copy, {}));
        return copy;
    }

    test::ScratchDirectory scratch_;
    std::unique_ptr<DataKeys> keys_;
    std::unique_ptr<Store> store_;
};

TEST_F(Restorations, numbers_and_codes_of_copies_never_come_again) {
    add_copies(20);
    const fs::path backup = save();
    add_copies(300);
    const auto numbers = all(list_numbers);
    const auto codes = all(list_codes);
    put_back(backup);
    EXPECT_EQ(record(head()), 1);
    add_copies(300);
    const std::int64_t generation = read(generation_of);
    EXPECT_EQ(generation, 1);
    int fresh = 0;
    for (const std::string& number : all(list_numbers)) {
        // "YX20261123-" and ten digits, two check digits behind them.
        const std::uint64_t drawn = std::stoull(number.substr(11, 10));
        if (keys_->numbers.of(drawn) == 1) ++fresh;
    }
    EXPECT_EQ(fresh, 300);
    for (const std::string& number : numbers) {
        EXPECT_EQ(keys_->numbers.of(std::stoull(number.substr(11, 10))), 0) << number;
    }
    // The 20 of before the backup are in both.
    const auto again = all(list_codes);
    EXPECT_EQ(std::ranges::count_if(again, [&](const auto& c) { return codes.contains(c); }), 20);
}

TEST_F(Restorations, counters_move_on_and_series_that_were_lost_begin_behind_them) {
    EXPECT_EQ(reserve("2026A", 10), 1);
    const fs::path backup = save();
    EXPECT_EQ(reserve("2026A", 700), 11);
    EXPECT_EQ(reserve("2026B", 5), 1);  // a series that the backup does not know
    put_back(backup);
    record(head());
    EXPECT_GT(reserve("2026A", 1), 710);
    EXPECT_GT(reserve("2026B", 1), 5);
    EXPECT_EQ(reserve("2026C", 2), 1001);
    EXPECT_EQ(reserve("2026C", 1), 1003);
}

TEST_F(Restorations, the_numbers_of_feeds_move_on_and_logins_end) {
    change([](Transaction& t) { return t.execute(add_client); });
    change([](Transaction& t) { return t.execute(add_session, Bytes{1}); });
    record(head(), 500);
    EXPECT_EQ(read([](Reader& r) { return r.one<std::int64_t>(last_change); }), 541);
    EXPECT_EQ(read([](Reader& r) { return r.one<std::int64_t>(count_sessions); }), 0);
}

TEST_F(Restorations, each_is_a_generation_and_an_event_of_the_audit) {
    append();
    const AuditHead before = head();
    EXPECT_EQ(record(before), 1);
    EXPECT_EQ(record(head()), 2);
    const auto list = read(list_restorations);
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].restored_seq, before.seq);
    EXPECT_EQ(list[0].restored_chain, before.chain);
    EXPECT_EQ(list[1].restored_seq, before.seq + 1);
    AuditQuestion question;
    question.before = noon + std::chrono::hours(1);
    question.kind = "data.restored";
    EXPECT_EQ(read([&](Reader& r) { return list_audit(r, question, 9); }).size(), 2U);
    EXPECT_FALSE(store_->write_now(
        [&](Transaction& t) { return record_restoration(t, {noon, before, before, 0, ""}); }));
}

TEST_F(Restorations, an_older_database_put_in_place_is_noticed_by_the_witness) {
    append();
    const fs::path backup = save();
    append();
    append();
    const fs::path witness = scratch_ / "witness";
    ASSERT_TRUE(write_witness(witness, head(), noon));
    const AuditHead seen = head();
    const auto lines = *read_witness(witness);
    read([&](Reader& r) -> Result<bool> {
        EXPECT_TRUE(refuse_rollback(r, lines));
        return true;
    });
    put_back(backup);
    const auto refused = store_->read_now([&](Reader& r) { return refuse_rollback(r, lines); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().params().at("fault"), rolled_back_fault);
    // Even when it has grown past the witness again, by other events.
    append();
    append();
    append();
    EXPECT_FALSE(store_->read_now([&](Reader& r) { return refuse_rollback(r, lines); }));
    // Said openly, it is known; the audit keeps both heads.
    put_back(backup);
    record(seen);
    EXPECT_TRUE(store_->read_now([&](Reader& r) { return refuse_rollback(r, lines); }));
    const auto check = read([&](Reader& r) { return check_witness(r, lines); });
    EXPECT_EQ(check.lost, 1);
}

TEST_F(Restorations, a_restoration_excuses_only_what_it_lost) {
    append();
    const fs::path backup = save();
    append();
    const AuditHead seen = head();
    put_back(backup);
    record(seen);
    append();
    const WitnessLine later{head().seq, head().chain, noon + std::chrono::seconds(5)};
    put_back(backup);
    record(seen);
    const std::vector<WitnessLine> lines{later};
    EXPECT_FALSE(store_->read_now([&](Reader& r) { return refuse_rollback(r, lines); }));
    WitnessLine forged{seen.seq, Bytes(32, 9), noon};
    EXPECT_FALSE(store_->read_now(
        [&](Reader& r) { return refuse_rollback(r, std::vector<WitnessLine>{forged}); }));
}

TEST(Witness, reads_lines_with_and_without_a_time) {
    const auto lines = parse_witness("# kept elsewhere\n\n3 00ff 2026-11-23T02:00:00Z\n5 AB\n");
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 2U);
    EXPECT_EQ(lines->at(0).chain, (Bytes{0, 0xff}));
    EXPECT_TRUE(lines->at(0).at);
    EXPECT_FALSE(lines->at(1).at);
    EXPECT_EQ(newest(*lines).seq, 5);
    EXPECT_EQ(newest({}).seq, 0);
    EXPECT_FALSE(parse_witness("hello"));
    EXPECT_FALSE(parse_witness("1"));
    EXPECT_FALSE(parse_witness("1 xyz"));
    EXPECT_FALSE(parse_witness("-1 00"));
}

TEST_F(Restorations, a_copy_taken_while_others_write_is_whole_and_has_all_that_was_acknowledged) {
    constexpr int before = 200;
    for (int i = 0; i < before; ++i)
        append();
    std::atomic<bool> is_over = false;
    std::atomic<int> acknowledged = 0;
    std::thread writer([&] {
        while (!is_over) {
            append();
            ++acknowledged;
        }
    });
    for (int round = 0; round < 5; ++round) {
        const int known = acknowledged;
        const fs::path copy = save();
        const auto rows = check_sqlite(copy);
        ASSERT_TRUE(rows) << rows.error().describe();
        EXPECT_GE(rows->at("audit_event"), before + known);
        const auto opened = open_sqlite(copy.string());
        const auto audit = (*opened)->read_now([](Reader& r) { return check_audit(r); });
        EXPECT_EQ(audit->first_broken, 0);
        // The writer goes on before the next round begins.
        while (acknowledged == known)
            std::this_thread::yield();
    }
    is_over = true;
    writer.join();
}

TEST_F(Restorations, a_copy_takes_the_place_of_nothing_and_leaves_nothing_behind) {
    const fs::path copy = save();
    EXPECT_EQ(copy_sqlite(path(), copy, {}).error().code(), ErrorCode::conflict);
    EXPECT_EQ(copy_sqlite(scratch_ / "none", scratch_ / "new", {}).error().code(),
              ErrorCode::file_missing);
    EXPECT_FALSE(fs::exists(scratch_ / "new"));
}

TEST_F(Restorations, a_damaged_copy_is_found) {
    append();
    store_.reset();
    const fs::path copy = save();
    Bytes bytes = *read_file(copy);
    // Sixteen pages in the middle, so that some of them are in use.
    std::fill_n(bytes.begin() + static_cast<long>(bytes.size() / 2), 16 * 4096, std::uint8_t{0xAA});
    ASSERT_TRUE(write_file_durably(copy, bytes));
    EXPECT_FALSE(check_sqlite(copy));
    EXPECT_EQ(check_sqlite(scratch_ / "none").error().code(), ErrorCode::file_missing);
}

}  // namespace
}  // namespace yinxin::storage
