// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/audit_log.hpp"

#include "support/test_database.hpp"
#include "unit/crypto/openssl_program.hpp"

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

/// SQLite names a trigger alone, PostgreSQL with its table.
constexpr Statement drop_kept[]{
    {"t.drop1", "DROP TRIGGER audit_event_is_kept"},
    {"t.drop2", "DROP TRIGGER audit_event_is_unchanged"},
    {"t.drop3", "DROP TRIGGER audit_event_is_kept ON audit_event"},
    {"t.drop4", "DROP TRIGGER audit_event_is_unchanged ON audit_event"}};
constexpr Statement change_event{"t.change", "UPDATE audit_event SET object = 'x' WHERE seq = $1"};
constexpr Statement remove_event{"t.remove", "DELETE FROM audit_event WHERE seq = $1"};
constexpr Statement swap_times{"t.swap",
                               "UPDATE audit_event SET at = at + 1 WHERE seq IN ($1, $2)"};

class AuditLog : public testing::Test {
  protected:
    void SetUp() override {
        store_ = test::new_store(directory_.path(), instant_of(0));
        for (int i = 1; i <= 6; ++i) {
            ASSERT_TRUE(append(1000 + i));
        }
    }
    Result<void> append(std::int64_t at) {
        return store_->write_now([&](Transaction& transaction) {
            return append_audit(transaction,
                                {instant_of(at),
                                 domain::ActorKind::holder,
                                 "7",
                                 domain::EventKind::endorsement_applied,
                                 "endorsement:1",
                                 {{"days", "90"}, {"quote", "\"\n"}}});
        });
    }
    std::int64_t number(std::int64_t most) {
        return *store_->write_now(
            [&](Transaction& transaction) { return number_audit_events(transaction, most); });
    }
    AuditCheck check() {
        return *store_->read_now([](Reader& reader) { return check_audit(reader); });
    }
    template <class... Args>
    Result<std::int64_t> tamper(const Statement& statement, const Args&... args) {
        return store_->write_now(
            [&](Transaction& transaction) { return transaction.execute(statement, args...); });
    }
    void drop_triggers() {
        const int first = test::is_on_postgres() ? 2 : 0;
        ASSERT_TRUE(tamper(drop_kept[first]));
        ASSERT_TRUE(tamper(drop_kept[first + 1]));
    }

    test::ScratchDirectory directory_;
    std::unique_ptr<Store> store_;
};

TEST_F(AuditLog, is_whole_after_numbering_in_several_rounds) {
    EXPECT_EQ(number(4), 4);
    EXPECT_EQ(number(4), 2);
    EXPECT_EQ(number(4), 0);
    EXPECT_EQ(check().events, 6);
    EXPECT_EQ(check().first_broken, 0);
}

TEST_F(AuditLog, the_database_itself_refuses_to_change_or_delete_an_event) {
    number(10);
    EXPECT_EQ(tamper(change_event, 3).error().code(), ErrorCode::storage_conflict);
    EXPECT_EQ(tamper(remove_event, 3).error().code(), ErrorCode::storage_conflict);
    EXPECT_EQ(check().first_broken, 0);
}

TEST_F(AuditLog, a_changed_event_breaks_the_chain_where_it_stands) {
    number(10);
    drop_triggers();
    ASSERT_EQ(*tamper(change_event, 3), 1);
    EXPECT_EQ(check().first_broken, 3);
}

TEST_F(AuditLog, a_changed_time_breaks_the_chain) {
    number(10);
    drop_triggers();
    ASSERT_EQ(*tamper(swap_times, 5, 6), 2);
    EXPECT_EQ(check().first_broken, 5);
}

TEST_F(AuditLog, a_removed_event_breaks_the_chain) {
    number(10);
    drop_triggers();
    ASSERT_EQ(*tamper(remove_event, 2), 1);
    EXPECT_EQ(check().first_broken, 2);
}

TEST_F(AuditLog, knows_the_time_of_its_newest_event_numbered_or_not) {
    const auto last = [&] {
        return *store_->read_now([](Reader& reader) { return last_audit_time(reader); });
    };
    EXPECT_EQ(last(), instant_of(1006));
    number(10);
    ASSERT_TRUE(append(2000));
    EXPECT_EQ(last(), instant_of(2000));
}

}  // namespace
}  // namespace yinxin::storage
