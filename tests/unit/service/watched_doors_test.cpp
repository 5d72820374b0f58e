// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/watched_doors.hpp"

#include "account_world.hpp"

#include "yinxin/service/guess_patterns.hpp"
#include "yinxin/storage/alarms.hpp"

namespace yinxin::service {
namespace {

using domain::WatchedDoor;

class WatchedDoorsTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        services().doors = &meter_;
        settings_.pressure.login = 10;
        settings_.pressure.registration = 10;
    }
    void visit(WatchedDoor door,
               DoorOutcome outcome,
               const std::string& address,
               const std::string& target = "") {
        watch(services(), {door, outcome, address, target});
    }
    std::int64_t bring_waiting() {
        const auto brought = bring_waiting_counts(services());
        EXPECT_TRUE(brought) << brought.error().describe();
        return brought ? *brought : -1;
    }
    /// Subjects of a kind in the database, and how often they were counted.
    std::vector<std::int64_t> kept(storage::DoorSubjectKind kind) {
        static constexpr storage::Statement list{
            "test.subjects", "SELECT hits FROM door_subject WHERE kind = $1 ORDER BY hits"};
        return rows<std::int64_t>(list, domain::key(kind));
    }
    unsigned pressure(WatchedDoor door) {
        clock_.pass(std::chrono::seconds(2));
        return run(door_pressure(services(), door));
    }
    /// Those of everything that was counted so far.
    std::vector<storage::AlarmRow> alarms() {
        EXPECT_TRUE(run(bring_door_counts(services())));
        static constexpr storage::Statement list{"test.alarms",
                                                 "SELECT alarm_id, kind, object, issuer_id, "
                                                 "detail, raised_at, last_at, times FROM alarm "
                                                 "ORDER BY alarm_id"};
        return rows<storage::AlarmRow>(list);
    }
    static domain::StaffActor security() {
        return {domain::StaffId{5}, "演示", {domain::StaffRole::security_administrator}, ""};
    }

    DoorMeter meter_;
};

TEST_F(WatchedDoorsTest, failures_make_pressure_and_successes_do_not) {
    for (int i = 0; i < 50; ++i)
        visit(WatchedDoor::login, DoorOutcome::fine, "192.0.2.7", "zhang.yan");
    EXPECT_EQ(pressure(WatchedDoor::login), 0U);
    for (int i = 0; i < 10; ++i)
        visit(WatchedDoor::login, DoorOutcome::miss, "192.0.2.7", "zhang.yan");
    EXPECT_EQ(pressure(WatchedDoor::login), 1U);
    EXPECT_EQ(pressure(WatchedDoor::registration), 0U) << "each door for itself";
    clock_.pass(std::chrono::minutes(7));
    EXPECT_EQ(pressure(WatchedDoor::login), 0U);
}

TEST_F(WatchedDoorsTest, another_node_learns_of_it_from_the_database) {
    for (int i = 0; i < 10; ++i)
        visit(WatchedDoor::login, DoorOutcome::miss, "192.0.2.7", "zhang.yan");
    EXPECT_EQ(pressure(WatchedDoor::login), 1U);
    DoorMeter other;
    services().doors = &other;
    EXPECT_EQ(pressure(WatchedDoor::login), 1U);
}

TEST_F(WatchedDoorsTest, a_door_that_comes_under_pressure_raises_one_alarm) {
    for (int i = 0; i < 100; ++i)
        visit(WatchedDoor::registration, DoorOutcome::fine, "192.0.2.7");
    EXPECT_EQ(pressure(WatchedDoor::registration), 4U);
    EXPECT_EQ(pressure(WatchedDoor::registration), 4U);
    const auto raised = alarms();
    ASSERT_EQ(raised.size(), 1U);
    EXPECT_EQ(raised[0].kind, domain::AlarmKind::guessing);
    EXPECT_EQ(raised[0].object, "door:register");
    EXPECT_EQ(raised[0].detail, "pressure");
    EXPECT_EQ(raised[0].times, 1);
}

TEST_F(WatchedDoorsTest, many_names_from_one_address_raise_an_alarm_once_an_hour) {
    settings_.pressure.login = 0;  // its alarm is another one
    for (int i = 0; i < many_targets - 1; ++i)
        visit(WatchedDoor::login, DoorOutcome::miss, "198.51.100.1", "name-" + std::to_string(i));
    EXPECT_TRUE(alarms().empty());
    for (int i = 0; i < many_targets + 5; ++i)
        visit(
            WatchedDoor::login, DoorOutcome::refused, "198.51.100.1", "more-" + std::to_string(i));
    const auto raised = alarms();
    ASSERT_EQ(raised.size(), 1U);
    EXPECT_EQ(raised[0].detail, "many_targets");
    EXPECT_EQ(raised[0].times, 1);
    EXPECT_EQ(raised[0].object.find("198.51"), std::string::npos) << raised[0].object;
    EXPECT_TRUE(raised[0].object.starts_with("door:login:address:")) << raised[0].object;
    clock_.pass(pattern_window);
    for (int i = 0; i < many_targets; ++i)
        visit(
            WatchedDoor::login, DoorOutcome::refused, "198.51.100.1", "name-" + std::to_string(i));
    EXPECT_EQ(alarms().front().times, 2) << "again in another hour";
}

TEST_F(WatchedDoorsTest, one_name_over_and_over_is_no_spread) {
    settings_.pressure.login = 0;  // its alarm is another one
    for (int i = 0; i < many_misses - 1; ++i)
        visit(WatchedDoor::login, DoorOutcome::miss, "198.51.100.1", "zhang.yan");
    EXPECT_TRUE(alarms().empty());
}

TEST_F(WatchedDoorsTest, many_addresses_at_one_name_raise_an_alarm) {
    for (int i = 1; i <= many_addresses; ++i)
        visit(WatchedDoor::login,
              DoorOutcome::refused,
              "198.51.100." + std::to_string(i),
              "zhang.yan");
    const auto raised = alarms();
    ASSERT_EQ(raised.size(), 1U);
    EXPECT_EQ(raised[0].detail, "many_addresses");
    EXPECT_EQ(raised[0].object,
              "door:login:target:" +
                  short_form(services().keys, storage::DoorSubjectKind::target, "zhang.yan"));
}

TEST_F(WatchedDoorsTest, wrong_codes_and_unknown_copy_codes_one_after_another_raise_an_alarm) {
    for (const WatchedDoor door : {WatchedDoor::code, WatchedDoor::copy_code}) {
        for (int i = 0; i < many_misses; ++i)
            visit(door, DoorOutcome::miss, "198.51.100.1");
    }
    const auto raised = alarms();
    ASSERT_EQ(raised.size(), 2U);
    EXPECT_EQ(raised[0].detail, "many_misses");
    EXPECT_EQ(raised[1].detail, "many_misses");
}

TEST_F(WatchedDoorsTest, a_request_that_must_not_tell_is_a_sign_whatever_came_of_it) {
    for (int i = 0; i < many_targets; ++i) {
        DoorVisit visit{WatchedDoor::login_code,
                        DoorOutcome::fine,
                        "198.51.100.1",
                        "1390000" + std::to_string(i)};
        visit.is_always_a_sign = true;
        watch(services(), visit);
    }
    EXPECT_EQ(alarms().size(), 1U);
}

TEST_F(WatchedDoorsTest, a_miss_costs_no_write_of_its_own) {
    using storage::DoorSubjectKind;
    for (int i = 0; i < 30; ++i)
        visit(WatchedDoor::copy_code, DoorOutcome::miss, "198.51.100.1");
    EXPECT_TRUE(kept(DoorSubjectKind::address).empty());
    EXPECT_EQ(bring_waiting(), 1);
    EXPECT_EQ(kept(DoorSubjectKind::address), std::vector<std::int64_t>{30});
    EXPECT_EQ(alarms().size(), 1U) << "the twentieth was among them";
    // The round comes by; nothing waits, or it is not time.
    EXPECT_EQ(bring_waiting(), 0);
    visit(WatchedDoor::copy_code, DoorOutcome::miss, "198.51.100.1");
    EXPECT_EQ(bring_waiting(), 0);
    clock_.pass(std::chrono::seconds(2));
    EXPECT_EQ(bring_waiting(), 1);
    EXPECT_EQ(kept(DoorSubjectKind::address), std::vector<std::int64_t>{31});
    EXPECT_EQ(alarms().size(), 1U) << "once in its hour";
}

TEST_F(WatchedDoorsTest, what_waits_has_an_end_and_the_tries_are_counted_all_the_same) {
    settings_.pressure.login = 0;  // its alarm is another one
    const auto flood = static_cast<int>(2 * most_waiting_signs);
    const std::string long_tail(10'000, 'x');
    for (int i = 0; i < flood; ++i)
        visit(WatchedDoor::login,
              DoorOutcome::miss,
              "198.51.100.1",
              std::to_string(i) + "-" + long_tail);
    const DoorMeter::Waiting waiting = meter_.take();
    EXPECT_EQ(waiting.signs.size(), most_waiting_signs);
    EXPECT_EQ(waiting.dropped_signs, flood - static_cast<std::int64_t>(most_waiting_signs));
    for (const auto& [sign, times] : waiting.signs)
        ASSERT_LE(sign.target.size(), longest_sign_target);
    EXPECT_EQ(waiting.counts.front().misses, flood);
    meter_.put_back(waiting);
    visit(WatchedDoor::login, DoorOutcome::miss, "198.51.100.1", "one more");
    const auto raised = alarms();
    ASSERT_EQ(raised.size(), 1U) << "who floods is seen by what was kept";
    EXPECT_EQ(raised[0].times, 2) << "by misses and by targets";
    EXPECT_EQ(kept(storage::DoorSubjectKind::target).size(), most_waiting_signs);
}

TEST_F(WatchedDoorsTest, the_report_has_numbers_and_no_names_and_is_the_security_administrators) {
    visit(WatchedDoor::login, DoorOutcome::fine, "192.0.2.7", "zhang.yan");
    visit(WatchedDoor::login, DoorOutcome::miss, "192.0.2.7", "zhang.yan");
    visit(WatchedDoor::login, DoorOutcome::refused, "192.0.2.7", "zhang.yan");
    const auto report =
        run(read_door_report(services(), security(), "login", std::chrono::hours(24)));
    ASSERT_TRUE(report) << report.error().describe();
    ASSERT_EQ(report->doors.size(), domain::watched_doors);
    EXPECT_EQ(report->doors[0].sum.tries, 3);
    EXPECT_EQ(report->doors[0].sum.misses, 1);
    EXPECT_EQ(report->doors[0].sum.refusals, 1);
    EXPECT_EQ(report->hours.size(), 24U);
    EXPECT_EQ(report->hours.back().tries, 3);
    ASSERT_EQ(report->addresses.size(), 1U);
    EXPECT_EQ(report->addresses[0].hits, 2);
    EXPECT_EQ(report->addresses[0].subject,
              short_form(services().keys, storage::DoorSubjectKind::address, "192.0.2.7"));
    ASSERT_EQ(report->targets.size(), 1U);
    EXPECT_EQ(report->targets[0].hits, 2);
    const domain::StaffActor clerk{domain::StaffId{6}, "演示", {domain::StaffRole::clerk}, ""};
    const auto refused = run(read_door_report(services(), clerk, "", std::chrono::hours(24)));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::forbidden);
}

TEST_F(WatchedDoorsTest, counts_are_forgotten_in_their_time) {
    visit(WatchedDoor::login, DoorOutcome::miss, "192.0.2.7", "zhang.yan");
    ASSERT_TRUE(run(bring_door_counts(services())));
    const auto forget = [this] {
        return *write([&](storage::Transaction& transaction) {
            return storage::forget_old_door_counts(transaction, clock_.now());
        });
    };
    EXPECT_EQ(forget(), 0);
    clock_.pass(std::chrono::hours(2));
    EXPECT_EQ(forget(), 1) << "the minute";
    clock_.pass(std::chrono::hours(48));
    EXPECT_EQ(forget(), 2) << "address and target";
    clock_.pass(std::chrono::hours(24 * 400));
    EXPECT_EQ(forget(), 1) << "the hour";
}

}  // namespace
}  // namespace yinxin::service
