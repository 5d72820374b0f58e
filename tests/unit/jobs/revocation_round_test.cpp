// SPDX-License-Identifier: Apache-2.0
#include "unit/jobs/revocation_house.hpp"

namespace yinxin::test {
namespace {

using jobs::is_fetch_due;
using testing::HasSubstr;
using testing::StartsWith;

class RevocationRounds : public RevocationHouse {};

TEST_F(RevocationRounds, a_list_is_fetched_once_and_again_when_it_is_due) {
    const Bytes first = list(1);
    address_.gives(first);
    open_with_list();
    do_round();
    EXPECT_EQ(address_.requests(), 1);
    EXPECT_TRUE(holds(first)) << last_error();
    do_round();
    EXPECT_EQ(address_.requests(), 1);
    house_->clock.advance(6h);
    address_.gives(list(2));
    do_round();
    EXPECT_EQ(address_.requests(), 2);
    EXPECT_EQ(last_error(), " ");
}

TEST_F(RevocationRounds, a_revoked_seal_stops_at_once_and_the_office_is_told) {
    const Held held = house_->add_holder();
    const Held banker =
        house_->add_holder({.qualification = "banker", .specialty = "1", .level = "1"});
    address_.gives(list(1));
    open_with_list();
    do_round();
    EXPECT_TRUE(standing());
    house_->clock.advance(6h);
    address_.gives(list(2, {"central"}));
    const EndorsementId id = house_->apply(held);
    const EndorsementId elsewhere = house_->apply(banker);
    do_round();
    EXPECT_EQ(standing().error().code(), ErrorCode::certificate_revoked);
    const auto tally = press();
    EXPECT_EQ(tally.released, 1) << "another seal goes on";
    EXPECT_EQ(tally.put_back, 1);
    EXPECT_EQ(state(held, id), "pending");
    EXPECT_EQ(state(banker, elsewhere), "ready");
    EXPECT_EQ(alarms("seal_revoked"), 1);
    EXPECT_EQ(metric("yinxin_revocation_revoked"), "1");
    // Verification knows it as well, without a restart.
    const auto path = room_.trust->verify(
        certificate("central"), std::vector{certificate("issuing")}, house_->clock.now());
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code(), ErrorCode::certificate_revoked);
}

TEST_F(RevocationRounds, after_a_restart_the_data_is_there_without_the_address) {
    address_.gives(list(1, {"central"}));
    open_with_list();
    EXPECT_TRUE(standing());
    do_round();
    EXPECT_FALSE(standing());
    address_.says(503);
    open_with_list();
    EXPECT_EQ(standing().error().code(), ErrorCode::certificate_revoked);
}

TEST_F(RevocationRounds, what_another_node_fetched_is_taken_over) {
    address_.gives(list(1));
    open_with_list();
    do_round();
    config::Settings settings = house_->settings_;
    settings.revocation = room_.revocation->settings();
    const auto other = sure(jobs::RevocationShelf::open(house_->store(), settings, {}));
    EXPECT_TRUE(sure(other->load(house_->store(), house_->clock.now())));
    EXPECT_FALSE(sure(other->load(house_->store(), house_->clock.now()))) << "nothing new";
    house_->clock.advance(6h);
    address_.gives(list(2, {"central"}));
    do_round();
    EXPECT_TRUE(sure(other->load(house_->store(), house_->clock.now())));
    EXPECT_FALSE(other->check_pressing("demo_certificate_seal", house_->clock.now()));
}

/// What comes instead of a list, and what it is called.
struct Trouble {
    std::string name;
    std::function<void(Address&, const Bytes& good)> happens;
    std::string error;
    std::chrono::seconds deadline = 60s;
};

class RevocationTrouble : public RevocationHouse, public testing::WithParamInterface<Trouble> {};

TEST_P(RevocationTrouble, leaves_the_data_that_is_held) {
    const Bytes held = list(7, {"central"});
    address_.gives(held);
    open_with_list();
    do_round();
    ASSERT_TRUE(holds(held));
    house_->clock.advance(6h);
    GetParam().happens(address_, list(8));
    open_with_list(0s, GetParam().deadline);
    do_round();
    EXPECT_TRUE(holds(held));
    EXPECT_THAT(last_error(), StartsWith(GetParam().error));
    EXPECT_EQ(standing().error().code(), ErrorCode::certificate_revoked);
    EXPECT_EQ(metric("yinxin_revocation_addresses_failing"), "1");
    EXPECT_EQ(metric("yinxin_revocation_age_seconds"), "21600");
}

INSTANTIATE_TEST_SUITE_P(
    ,
    RevocationTrouble,
    testing::Values(
        Trouble{
            "Refusal", [](Address& address, const Bytes&) { address.says(404); }, "unavailable"},
        Trouble{"Redirect",
                [](Address& address, const Bytes& good) {
                    address.does([good, url = address.url()](const ArrivedRequest& request) {
                        if (request.head.contains("/elsewhere")) return http_response(200, good);
                        return http_response(302, {}, "Location: " + url + "/elsewhere\r\n");
                    });
                },
                "unavailable HTTP status 302"},
        Trouble{"Silence",
                [](Address& address, const Bytes&) { address.is_silent(); },
                "timed_out",
                1s},
        Trouble{"TooMuch",
                [](Address& address, const Bytes&) { address.gives(Bytes(64UL * 1024 + 1, 0x30)); },
                "too_large"},
        Trouble{"Garbage",
                [](Address& address, const Bytes&) {
                    address.gives(to_bytes("<html>sign in to the network</html>"));
                },
                "signing.revocation_refused"},
        Trouble{"Half",
                [](Address& address, const Bytes& good) {
                    address.gives(Bytes(good.begin(), good.begin() + 100));
                },
                "signing.revocation_refused"},
        Trouble{"Nothing",
                [](Address& address, const Bytes&) { address.gives({}); },
                "signing.revocation_refused"}),
    [](const auto& given) { return given.param.name; });

TEST_F(RevocationRounds, a_service_that_stops_does_not_wait_for_an_address_that_hangs) {
    config::Revocation revocation;
    revocation.lists = {{address_.url()}};
    revocation.deadline = 60s;
    open(revocation);
    const auto is_stopping = std::make_shared<std::atomic<bool>>(false);
    address_.does([is_stopping](const ArrivedRequest&) {
        *is_stopping = true;  // while it is asked
        return std::optional<std::string>();
    });
    jobs::RevocationRound round(house_->store(), *room_.revocation, house_->clock, metrics_, [&] {
        return is_stopping->load();
    });
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(round.round());
    EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
    EXPECT_EQ(address_.requests(), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM revocation_data"), 0) << "no fault of the address";
}

TEST_F(RevocationRounds, a_lower_number_is_a_rollback) {
    const Bytes held = list(7, {"central"});
    address_.gives(held);
    open_with_list();
    do_round();
    house_->clock.advance(6h);
    address_.gives(list(6));
    do_round();
    EXPECT_THAT(last_error(), HasSubstr("rollback"));
    EXPECT_TRUE(holds(held));
    EXPECT_FALSE(standing()) << "still revoked";
}

TEST_F(RevocationRounds, an_earlier_list_of_the_same_number_is_a_rollback) {
    const Bytes early = list(7);
    house_->clock.advance(1h);
    const Bytes late = list(7, {"central"});
    address_.gives(late);
    open_with_list();
    do_round();
    house_->clock.advance(6h);
    address_.gives(early);
    do_round();
    EXPECT_THAT(last_error(), HasSubstr("rollback"));
    EXPECT_TRUE(holds(late));
}

TEST_F(RevocationRounds, a_list_signed_by_another_key_is_refused) {
    address_.gives(list(1, {"central"}, "issuing", "intruder"));
    open_with_list();
    do_round();
    EXPECT_THAT(last_error(), HasSubstr("signed by no issuer of our chains"));
    EXPECT_TRUE(standing());
}

TEST_F(RevocationRounds, a_list_of_another_issuer_than_the_one_named_is_refused) {
    address_.gives(list(1, {}, "root"));
    config::Revocation revocation;
    revocation.lists = {{address_.url(), "sha256:" + to_hex(certificate("issuing").fingerprint())}};
    open(revocation);
    do_round();
    EXPECT_THAT(last_error(), HasSubstr("is not signed by"));
    house_->clock.advance(2min);
    address_.gives(list(1));
    do_round();
    EXPECT_EQ(last_error(), " ");
}

TEST_F(RevocationRounds, a_list_that_is_over_or_lies_ahead_is_refused) {
    const Bytes old = list(1);
    house_->clock.advance(40 * 24h);
    address_.gives(old);
    open_with_list();
    do_round();
    EXPECT_THAT(last_error(), HasSubstr("it ended"));
    house_->clock.advance(2 * 24h);
    const Bytes ahead = list(1);
    house_->clock.advance(-24h);
    address_.gives(ahead);
    do_round();
    EXPECT_THAT(last_error(), HasSubstr("lies ahead"));
}

TEST_F(RevocationRounds, an_issuer_that_is_none_of_ours_is_a_wrong_setting) {
    config::Settings settings = house_->settings_;
    settings.revocation.lists = {{"http://127.0.0.1:9/x", "sha256:" + std::string(64, 'a')}};
    const auto shelf = jobs::RevocationShelf::open(house_->store(), settings, {});
    ASSERT_FALSE(shelf);
    EXPECT_EQ(shelf.error().code(), ErrorCode::config_invalid);
}

TEST_F(RevocationRounds, stale_data_stops_pressing_and_fresh_data_resumes_it) {
    const Held held = house_->add_holder();
    address_.gives(list(1));
    open_with_list(12h);
    do_round();
    EXPECT_TRUE(standing());
    EXPECT_EQ(metric("yinxin_revocation_age_seconds"), "0");
    address_.says(503);
    house_->clock.advance(12h);
    do_round();
    EXPECT_TRUE(standing()) << "at the limit";
    house_->clock.advance(1s);
    EXPECT_EQ(standing().error().code(), ErrorCode::revocation_stale);
    const EndorsementId id = house_->apply(held);
    // Longer than any number of tries, shorter than the promise.
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(press().put_back, 1);
        house_->clock.advance(20min);
        do_round();
    }
    EXPECT_EQ(state(held, id), "pending");
    EXPECT_EQ(job_error(), "signing.revocation_stale");
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 0) << "no key was touched";
    EXPECT_EQ(alarms("revocation_stale"), 0) << "stale_after is a day";
    address_.gives(list(2));
    house_->clock.advance(6h);
    do_round();
    EXPECT_TRUE(standing());
    EXPECT_EQ(press().released, 1);
    EXPECT_EQ(state(held, id), "ready");
}

TEST_F(RevocationRounds, nothing_is_pressed_before_the_first_answer_where_old_data_stops) {
    open_with_list(12h);
    EXPECT_EQ(standing().error().code(), ErrorCode::revocation_stale);
    do_round();
    EXPECT_EQ(metric("yinxin_revocation_age_seconds"), "+Inf");
    open_with_list();
    EXPECT_TRUE(standing()) << "without the policy nothing stops";
}

TEST_F(RevocationRounds, old_data_raises_one_alarm_an_hour_at_most) {
    address_.gives(list(1));
    open_with_list();
    do_round();
    address_.says(503);
    house_->clock.advance(25h);
    do_round();
    const std::int64_t open_alarms = alarms("revocation_stale");
    EXPECT_GT(open_alarms, 0);
    house_->clock.advance(1min);
    do_round();
    EXPECT_EQ(house_->one("SELECT MAX(times) FROM alarm WHERE kind = 'revocation_stale'"), 1);
    house_->clock.advance(1h);
    do_round();
    EXPECT_EQ(house_->one("SELECT MAX(times) FROM alarm WHERE kind = 'revocation_stale'"), 2);
    EXPECT_EQ(alarms("revocation_stale"), open_alarms);
}

TEST_F(RevocationRounds, a_fetched_list_travels_in_copies_pressed_afterwards) {
    const Held held = house_->add_holder();
    const Bytes fresh = list(41);
    address_.gives(fresh);
    open_with_list();
    do_round();
    const EndorsementId id = house_->apply(held);
    ASSERT_EQ(press().released, 1);
    EXPECT_TRUE(travels(fresh));
    EXPECT_EQ(state(held, id), "ready");
}

TEST(RevocationDue,
     after_the_refresh_or_shortly_before_the_end_with_growing_pauses_after_failures) {
    const config::Revocation settings;
    const Instant at = house_opens;
    EXPECT_TRUE(is_fetch_due(nullptr, settings, at));
    storage::RevocationMark mark;
    mark.tried_at = at;
    mark.fetched_at = at;
    EXPECT_FALSE(is_fetch_due(&mark, settings, at + 6h - 1s));
    EXPECT_TRUE(is_fetch_due(&mark, settings, at + 6h));
    mark.next_update = at + 3h;
    EXPECT_FALSE(is_fetch_due(&mark, settings, at + 2h - 1s));
    EXPECT_TRUE(is_fetch_due(&mark, settings, at + 2h));
    mark.next_update = at + 10min;
    EXPECT_FALSE(is_fetch_due(&mark, settings, at + 59s)) << "no address is hammered";
    EXPECT_TRUE(is_fetch_due(&mark, settings, at + 60s));
    mark.failures = 3;
    EXPECT_FALSE(is_fetch_due(&mark, settings, at + 4min - 1s));
    EXPECT_TRUE(is_fetch_due(&mark, settings, at + 4min));
    mark.failures = 1000;
    EXPECT_TRUE(is_fetch_due(&mark, settings, at + 6h));
}

}  // namespace
}  // namespace yinxin::test
