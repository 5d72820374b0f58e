// SPDX-License-Identifier: Apache-2.0
// What the office watches: alarms, numbers, the queue, the audit.
#include "office_world.hpp"

#include "yinxin/service/alarms.hpp"
#include "yinxin/service/audit_reading.hpp"
#include "yinxin/service/statistics.hpp"
#include "yinxin/service/troubled_jobs.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::AlarmKind;
using domain::Measure;
using domain::StaffActor;
using domain::StaffId;
using storage::Transaction;

class WatchingTest : public OfficeWorld {
  protected:
    static StaffActor somebody(Role role, std::string issuer = "") {
        return {StaffId{5}, "演示", {role}, std::move(issuer)};
    }
    static ErrorCode failure(const auto& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }
    void raise(AlarmKind kind, std::string object, std::string issuer = "") {
        ASSERT_TRUE(write([&](Transaction& transaction) {
            return storage::raise_alarm(transaction, {kind, object, issuer, "x"}, clock_.now());
        }));
    }
    void count(CivilDay day, std::string item, std::string province, std::int64_t n = 1) {
        ASSERT_TRUE(write([&](Transaction& transaction) {
            return storage::count_event(
                transaction, Measure::endorsements, {"centre", item, province, "own_use"}, day, n);
        }));
    }
    void add_up() {
        ASSERT_TRUE(write(
            [](Transaction& transaction) { return storage::add_up_counts(transaction, 1000); }));
    }
    storage::CountQuestion november() const {
        storage::CountQuestion question;
        question.from = make_day(2026, 11, 1);
        question.until = make_day(2026, 11, 30);
        return question;
    }
};

TEST_F(WatchingTest, the_same_alarm_again_adds_to_the_open_one) {
    raise(AlarmKind::unissued_file, "file:ab");
    clock_.pass(std::chrono::minutes(1));
    raise(AlarmKind::unissued_file, "file:ab");
    raise(AlarmKind::unissued_file, "file:cd");
    const auto alarms = run(list_alarms(services(), somebody(Role::security_administrator)));
    ASSERT_TRUE(alarms);
    ASSERT_EQ(alarms->size(), 2U);
    const auto again = std::ranges::find(*alarms, "file:ab", &storage::AlarmRow::object);
    EXPECT_EQ(again->times, 2);
    EXPECT_EQ(again->last_at - again->raised_at, std::chrono::minutes(1));
}

TEST_F(WatchingTest, alarms_are_seen_and_ended_by_those_whose_business_they_are) {
    raise(AlarmKind::job_given_up, "job:1", "centre");
    EXPECT_EQ(run(list_alarms(services(), somebody(Role::clerk, "centre")))->size(), 1U);
    EXPECT_TRUE(run(list_alarms(services(), somebody(Role::clerk, "other")))->empty());
    EXPECT_TRUE(run(list_alarms(services(), somebody(Role::editor)))->empty());
    EXPECT_EQ(failure(run(list_alarms(services(), somebody(Role::audit_administrator)))),
              ErrorCode::forbidden);
    const auto id = run(list_alarms(services(), somebody(Role::clerk, "centre")))->front().id;
    EXPECT_EQ(failure(run(end_alarm(services(), somebody(Role::clerk, "other"), id, "已处理"))),
              ErrorCode::not_found);
    EXPECT_EQ(failure(run(end_alarm(services(), somebody(Role::clerk, "centre"), id, " "))),
              ErrorCode::office_reason_missing);
    EXPECT_TRUE(run(end_alarm(services(), somebody(Role::clerk, "centre"), id, "已更正照片")));
    EXPECT_EQ(failure(run(end_alarm(services(), somebody(Role::clerk, "centre"), id, "再次处理"))),
              ErrorCode::not_found);
    EXPECT_EQ(audit_count(domain::EventKind::alarm_ended), 1);
    // What happens after is a new alarm.
    raise(AlarmKind::job_given_up, "job:1", "centre");
    EXPECT_EQ(run(list_alarms(services(), somebody(Role::clerk, "centre")))->size(), 1U);
}

TEST_F(WatchingTest, counts_are_added_up_once_and_later_ones_join_their_day) {
    count(make_day(2026, 11, 3), "constructor_1", "11", 4);
    add_up();
    add_up();
    count(make_day(2026, 11, 3), "constructor_1", "11", 2);
    count(make_day(2026, 11, 5), "banker", "31", 9);
    add_up();
    const auto statistics =
        run(read_statistics(services(), somebody(Role::statistics_reader), november()));
    ASSERT_TRUE(statistics) << statistics.error().describe();
    EXPECT_EQ(statistics->total, 15);
    EXPECT_EQ(statistics->days.size(), 30U);
    EXPECT_EQ(statistics->days[2].n, 6);
    EXPECT_EQ(statistics->days[3].n, 0);
    EXPECT_EQ(statistics->items.front().key, "banker");
    EXPECT_EQ(statistics->details.front().n, 15);
}

TEST_F(WatchingTest, a_small_count_of_a_province_is_not_given) {
    count(make_day(2026, 11, 3), "constructor_1", "11", 4);
    count(make_day(2026, 11, 3), "constructor_1", "31", 5);
    add_up();
    const auto statistics =
        run(read_statistics(services(), somebody(Role::statistics_reader), november()));
    ASSERT_EQ(statistics->provinces.size(), 2U);
    EXPECT_EQ(statistics->provinces[0].n, 5);
    EXPECT_EQ(statistics->provinces[1].n, -1);
}

TEST_F(WatchingTest, numbers_are_of_ones_own_authority_and_no_longer_than_two_years) {
    count(make_day(2026, 11, 3), "constructor_1", "11", 7);
    add_up();
    storage::CountQuestion question = november();
    question.issuer_id = "centre";
    const auto other =
        run(read_statistics(services(), somebody(Role::approver, "other"), question));
    ASSERT_TRUE(other);
    EXPECT_EQ(other->total, 0);
    question.from = make_day(1990, 1, 1);
    const auto cut = run(read_statistics(services(), somebody(Role::statistics_reader), question));
    EXPECT_EQ(static_cast<std::int64_t>(cut->days.size()), longest_statistics.count());
    EXPECT_EQ(failure(run(read_statistics(services(), somebody(Role::clerk), question))),
              ErrorCode::forbidden);
}

TEST_F(WatchingTest, only_the_audit_administrator_reads_the_audit_and_that_is_recorded) {
    const Person clerk = add_staff("clerk1", {Role::clerk});
    storage::AuditQuestion question;
    question.before = clock_.now() + std::chrono::hours(1);
    for (const auto& row : domain::all_keyed<Role>()) {
        if (row.value == Role::audit_administrator) continue;
        EXPECT_EQ(failure(run(read_audit(services(), somebody(row.value), question))),
                  ErrorCode::forbidden);
        EXPECT_EQ(failure(run(export_audit(services(), somebody(row.value), question))),
                  ErrorCode::forbidden);
    }
    const StaffActor auditor = somebody(Role::audit_administrator);
    const auto page = run(read_audit(services(), auditor, question));
    ASSERT_TRUE(page) << page.error().describe();
    ASSERT_FALSE(page->lines.empty());
    EXPECT_EQ(page->lines.front().kind, "staff.enrolled");
    EXPECT_EQ(page->staff_names.at(page->lines.front().actor), "clerk1");
    EXPECT_EQ(audit_count(domain::EventKind::audit_read), 1);
    question.kind = "staff.enrolled";
    const auto lines = run(export_audit(services(), auditor, question));
    ASSERT_TRUE(lines);
    EXPECT_EQ(std::ranges::count(*lines, '\n'), 1);
    EXPECT_NE(lines->find("\"kind\":\"staff.enrolled\""), std::string::npos);
    EXPECT_EQ(audit_count(domain::EventKind::audit_exported), 1);
}

TEST_F(WatchingTest, the_audit_pages_without_gap_or_repetition) {
    for (int i = 0; i < audit_lines_a_page + 20; ++i) {
        ASSERT_TRUE(write([&](Transaction& transaction) {
            return storage::append_audit(transaction,
                                         {clock_.now(),
                                          domain::ActorKind::system,
                                          "test",
                                          domain::EventKind::data_seeded,
                                          "event:" + std::to_string(i)});
        }));
    }
    storage::AuditQuestion question;
    question.before = clock_.now() + std::chrono::seconds(1);
    question.kind = "data.seeded";
    const StaffActor auditor = somebody(Role::audit_administrator);
    const auto first = run(read_audit(services(), auditor, question));
    ASSERT_EQ(first->lines.size(), static_cast<std::size_t>(audit_lines_a_page));
    EXPECT_TRUE(first->has_more);
    EXPECT_EQ(first->lines.front().object, "event:119");
    question.before = first->lines.back().at;
    question.before_id = first->lines.back().id.value;
    const auto second = run(read_audit(services(), auditor, question));
    EXPECT_EQ(second->lines.size(), 20U);
    EXPECT_EQ(second->lines.front().object, "event:19");
    EXPECT_FALSE(second->has_more);
}

TEST_F(WatchingTest, a_queue_that_nears_the_promise_raises_one_alarm) {
    const auto watch = [&] {
        return *write([&](Transaction& transaction) {
            return watch_queue(transaction, std::chrono::hours(24), clock_.now());
        });
    };
    EXPECT_EQ(watch(), 0);
    ASSERT_TRUE(write([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(transaction.execute(
            storage::sql::job::insert, 77, "press", 1, 1, clock_.now(), clock_.now(), ""));
        return ok();
    }));
    clock_.pass(std::chrono::hours(20) - std::chrono::seconds(1));
    EXPECT_EQ(watch(), 0);
    clock_.pass(std::chrono::seconds(1));
    EXPECT_EQ(watch(), 1);
    EXPECT_EQ(watch(), 1);
    const auto alarms = run(list_alarms(services(), somebody(Role::system_administrator)));
    ASSERT_EQ(alarms->size(), 1U);
    EXPECT_EQ(alarms->front().times, 2);
}

TEST_F(WatchingTest, a_job_that_waits_is_tried_at_once_and_a_given_up_one_is_not) {
    ASSERT_TRUE(write([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(transaction.execute(storage::sql::job::insert,
                                     77,
                                     "press",
                                     1,
                                     1,
                                     clock_.now() + std::chrono::minutes(10),
                                     clock_.now(),
                                     ""));
        return ok();
    }));
    const StaffActor admin = somebody(Role::system_administrator);
    EXPECT_EQ(failure(run(retry_job(services(), somebody(Role::clerk), JobId{77}))),
              ErrorCode::forbidden);
    EXPECT_TRUE(run(retry_job(services(), admin, JobId{77})));
    EXPECT_EQ(failure(run(retry_job(services(), admin, JobId{77}))), ErrorCode::conflict);
    EXPECT_EQ(failure(run(retry_job(services(), admin, JobId{78}))), ErrorCode::conflict);
    EXPECT_EQ(audit_count(domain::EventKind::job_retried), 1);
}

}  // namespace
}  // namespace yinxin::service
