// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/api_uses.hpp"

#include "house_organisations.hpp"

#include "yinxin/service/api_checks.hpp"
#include "yinxin/service/api_clients.hpp"

#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using namespace std::chrono_literals;
using domain::ClientMode;
using domain::ClientScope;
using domain::OrganisationId;
using domain::UseState;
using service::ApiCall;
using service::CopyToo;
using service::FetchedUse;
using service::GivenUse;

const std::string uscc = "99000000MA00000011";

class ApiUses : public testing::Test {
  protected:
    void SetUp() override {
        held_ = house_->add_holder();
        owner_ = house_->add_person("李演示").account;
        organisation_ = add_organisation(*house_, owner_);
        key_ = add_client(organisation_);
    }
    Secret add_client(std::optional<OrganisationId> organisation,
                      ClientMode mode = ClientMode::live,
                      domain::ClientScopes scopes = {ClientScope::redeem, ClientScope::verify}) {
        return sure(house_->store().write_now([&](storage::Transaction& transaction) {
                   service::ClientWish wish;
                   wish.name = "招标系统";
                   wish.mode = mode;
                   wish.scopes = std::move(scopes);
                   if (organisation) wish.organisation = organisation->value;
                   return service::add_client(transaction, wish, {}, house_->clock.now());
               }))
            .text;
    }
    Result<ApiCall> knock(const Secret& key) {
        return house_
            ->run(service::open_call(house_->services(),
                                     {key, "192.0.2.7", ClientScope::redeem, "test", "资格审查"}))
            .call;
    }
    ApiCall call(const Secret& key) { return sure(knock(key)); }
    /// Given, and its copy pressed.
    GivenUse give() {
        GivenUse given = authorise();
        house_->press();
        return given;
    }
    GivenUse authorise() {
        return sure(house_->run(service::authorise_use(house_->services(),
                                                       held_.actor,
                                                       held_.line,
                                                       {uscc, "投标资格审查", 30},
                                                       {true, false})));
    }
    Result<std::optional<FetchedUse>> redeem(const Secret& key,
                                             const domain::UseCode& code,
                                             std::string request = "order-1") {
        return house_->run(service::redeem_for_client(
            house_->services(), call(key), {domain::grouped(code), std::move(request)}));
    }
    ErrorCode refusal(const Secret& key,
                      const domain::UseCode& code,
                      std::string request = "order-1") {
        const auto redeemed = redeem(key, code, std::move(request));
        return redeemed ? ErrorCode::internal : redeemed.error().code();
    }
    Result<service::SealedFile> open(const Secret& key, storage::UseId use) {
        return house_->run(
            service::open_client_use(house_->services(), call(key), use, domain::CopyFormat::pdf));
    }
    storage::AuthorisedUse use(const GivenUse& given) {
        return sure(house_->run(service::load_use(house_->services(), held_.actor, given.id)));
    }
    void withdraw(const GivenUse& given) {
        sure(house_->run(
            service::withdraw_use(house_->services(), held_.actor, given.id, CopyToo::keep)));
    }
    std::int64_t events(const std::string& kind) {
        return house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = $1", kind);
    }

    ScratchHouse house_;
    Held held_;
    AccountId owner_;
    OrganisationId organisation_;
    Secret key_;
};

TEST_F(ApiUses, a_program_fetches_the_copy_and_both_sides_see_that_it_was_one) {
    const GivenUse given = give();
    const auto redeemed = redeem(key_, given.code);
    ASSERT_TRUE(redeemed) << redeemed.error().describe();
    ASSERT_TRUE(*redeemed);
    const FetchedUse& fetched = **redeemed;
    EXPECT_EQ(fetched.state, UseState::fetched);
    EXPECT_EQ(fetched.purpose, "投标资格审查");
    EXPECT_EQ(fetched.fetched.ends_at, use(given).ends_at);
    ASSERT_EQ(fetched.files.size(), 1U);
    const auto file = open(key_, fetched.fetched.use);
    ASSERT_TRUE(file) << file.error().describe();
    const crypto::Digest32 hash = crypto::sha256(as_bytes(std::string_view(*file->bytes)));
    EXPECT_TRUE(std::ranges::equal(hash, fetched.files[0].sha256));

    EXPECT_EQ(use(given).state_at(house_->clock.now()), UseState::fetched);
    EXPECT_TRUE(use(given).redeemed_client);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM message WHERE name = 'authorised_use_fetched'"), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'use.fetched'"
                          " AND actor LIKE 'integrator:%'"),
              1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'copy.downloaded'"
                          " AND actor LIKE 'integrator:%'"),
              1);
    const auto list =
        sure(house_->run(service::list_fetched(house_->services(), owner_, organisation_)));
    ASSERT_EQ(list.uses.size(), 1U);
    EXPECT_EQ(list.uses[0].client_name, "招标系统");
    EXPECT_TRUE(house_->run(service::open_fetched(
        house_->services(), owner_, organisation_, fetched.fetched.use, domain::CopyFormat::pdf)))
        << "its people find it on their page";
}

TEST_F(ApiUses, the_file_is_what_the_api_calls_valid) {
    const GivenUse given = give();
    const auto redeemed = sure(redeem(key_, given.code));
    const service::SealedFile file = sure(open(key_, redeemed->fetched.use));
    const auto answer = sure(house_->run(service::ask_file(
        house_->services(),
        call(key_),
        {Bytes(file.bytes->begin(), file.bytes->end()), std::nullopt, std::nullopt})));
    EXPECT_EQ(answer.report.verdict, verify::Verdict::valid);
    ASSERT_TRUE(answer.report.copy);
    EXPECT_EQ(answer.report.copy->copy_no, redeemed->copy_no);
}

TEST_F(ApiUses, the_same_key_asks_for_the_same_use_however_late) {
    const GivenUse given = give();
    const auto first = sure(redeem(key_, given.code));
    house_->clock.advance(72h);
    const auto again = sure(redeem(key_, given.code));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->fetched.use, first->fetched.use);
    EXPECT_EQ(again->fetched.fetched_at, first->fetched.fetched_at);
    EXPECT_EQ(events("use.fetched"), 1);
    EXPECT_EQ(use(given).wrong_tries, 0);
}

TEST_F(ApiUses, another_key_or_client_gets_the_answer_of_a_code_that_never_was) {
    const GivenUse given = give();
    const storage::UseId fetched = sure(redeem(key_, given.code))->fetched.use;
    EXPECT_EQ(refusal(key_, given.code, "order-2"), ErrorCode::authorised_use_over);
    const Secret sister = add_client(organisation_);
    const auto refused = redeem(sister, given.code);
    const auto unknown = redeem(sister, domain::make_use_code("000000000000000"));
    ASSERT_FALSE(refused);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(refused.error().code(), unknown.error().code());
    EXPECT_EQ(refused.error().params(), unknown.error().params());
    EXPECT_EQ(open(sister, fetched).error().code(), ErrorCode::not_found);
    EXPECT_EQ(house_->run(service::load_client_use(house_->services(), call(sister), fetched))
                  .error()
                  .code(),
              ErrorCode::not_found);
    EXPECT_EQ(use(given).wrong_tries, 2);
}

TEST_F(ApiUses, a_program_of_another_organisation_gets_nothing_and_the_holder_sees_the_try) {
    const GivenUse given = give();
    const AccountId stranger = house_->add_person("赵演示").account;
    const Secret other = add_client(add_organisation(
        *house_, stranger, {"别的单位（演示）", uscc, domain::OrganisationStanding::stated}));
    EXPECT_EQ(refusal(other, given.code), ErrorCode::authorised_use_over);
    EXPECT_EQ(use(given).wrong_tries, 1);
    EXPECT_EQ(events("use.refused"), 1);
    EXPECT_TRUE(redeem(key_, given.code)) << "the code is still good";
}

TEST_F(ApiUses, while_it_is_pressed_the_code_waits_and_the_same_request_is_worth_repeating) {
    const GivenUse given = authorise();
    const auto early = redeem(key_, given.code);
    ASSERT_TRUE(early) << early.error().describe();
    EXPECT_FALSE(*early);
    EXPECT_EQ(use(given).state_at(house_->clock.now()), UseState::open);
    house_->press();
    const auto later = redeem(key_, given.code);
    ASSERT_TRUE(later) << later.error().describe();
    EXPECT_TRUE(*later);
}

TEST_F(ApiUses, an_answer_that_is_not_final_leaves_the_key_free) {
    const ApiCall asked = call(key_);
    const service::Repeatable request{"order-1", crypto::sha256(as_bytes(std::string_view("x")))};
    const auto begin = [&] {
        return sure(house_->run(service::begin_repeatable(house_->services(), asked, request)));
    };
    EXPECT_FALSE(begin());
    sure(house_->run(
        service::close_call(house_->services(), asked, request, {202, "pressing", "{}", false})));
    EXPECT_FALSE(begin()) << "worked on again";
    sure(house_->run(
        service::close_call(house_->services(), asked, request, {200, "fetched", "{}", true})));
    EXPECT_TRUE(begin()) << "answered from what was kept";
}

TEST_F(ApiUses, a_copy_that_will_not_come_is_not_waited_for) {
    const GivenUse given = authorise();
    house_->change("UPDATE copy SET state = 'failed'");
    EXPECT_EQ(refusal(key_, given.code), ErrorCode::authorised_use_over);
}

TEST_F(ApiUses, a_suspended_certificate_leaves_the_code_good) {
    const GivenUse given = give();
    house_->set_status(held_, domain::CertificateStatus::suspended);
    EXPECT_EQ(refusal(key_, given.code), ErrorCode::certificate_not_valid);
    house_->set_status(held_, domain::CertificateStatus::valid);
    EXPECT_TRUE(redeem(key_, given.code, "order-2"));
}

TEST_F(ApiUses, withdrawn_it_opens_nothing_any_more) {
    const GivenUse given = give();
    withdraw(given);
    EXPECT_EQ(refusal(key_, given.code), ErrorCode::authorised_use_over);
}

TEST_F(ApiUses, withdrawn_after_it_was_fetched_the_client_reads_so_and_downloads_no_more) {
    const GivenUse given = give();
    const storage::UseId fetched = sure(redeem(key_, given.code))->fetched.use;
    withdraw(given);
    EXPECT_EQ(open(key_, fetched).error().code(), ErrorCode::authorised_use_over);
    const FetchedUse now =
        sure(house_->run(service::load_client_use(house_->services(), call(key_), fetched)));
    EXPECT_EQ(now.state, UseState::withdrawn);
    EXPECT_TRUE(now.closed);
    EXPECT_TRUE(now.files.empty());
    EXPECT_EQ(refusal(key_, given.code), ErrorCode::authorised_use_over);
    EXPECT_EQ(house_->one("SELECT SUM(wrong_tries) FROM authorised_use"), 0)
        << "asking for one's own again is no try in vain";
}

TEST_F(ApiUses, ten_tries_in_vain_close_the_door_of_this_client_for_an_hour) {
    const GivenUse given = give();
    const domain::UseCode guess = domain::make_use_code("000000000000000");
    for (int i = 0; i < service::vain_redeems_per_client_hour; ++i) {
        EXPECT_EQ(refusal(key_, guess), ErrorCode::authorised_use_over);
    }
    EXPECT_EQ(refusal(key_, given.code), ErrorCode::too_many_requests);
    house_->clock.advance(1h);
    EXPECT_TRUE(redeem(key_, given.code));
}

TEST_F(ApiUses, without_a_key_for_repetitions_nothing_is_used_up) {
    const GivenUse given = give();
    const auto refused = redeem(key_, given.code, "");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::invalid_input);
    EXPECT_EQ(refused.error().params().at("member"), "Idempotency-Key");
    EXPECT_TRUE(redeem(key_, given.code));
}

TEST_F(ApiUses, it_takes_the_scope_and_an_organisation) {
    const GivenUse given = give();
    const Secret without =
        add_client(organisation_, ClientMode::live, {ClientScope::status, ClientScope::bulk});
    EXPECT_EQ(knock(without).error().code(), ErrorCode::api_scope_missing);
    const Secret nobodys = add_client(std::nullopt);
    EXPECT_EQ(refusal(nobodys, given.code), ErrorCode::api_no_organisation);
    EXPECT_EQ(use(given).wrong_tries, 0);
}

TEST_F(ApiUses, the_sandbox_plays_each_end_and_touches_no_holder) {
    const Secret sandbox = add_client(std::nullopt, ClientMode::sandbox);
    for (const service::SandboxUse& each : service::sandbox_uses()) {
        const auto redeemed = redeem(sandbox, each.code);
        ASSERT_TRUE(redeemed) << each.name;
        EXPECT_EQ(redeemed->has_value(), each.name != "pressing");
        if (!*redeemed) continue;
        EXPECT_EQ((*redeemed)->state,
                  each.name == "ready" ? UseState::fetched : UseState::withdrawn);
        EXPECT_EQ(open(sandbox, (*redeemed)->fetched.use).has_value(), each.name == "ready");
    }
    const GivenUse given = give();
    EXPECT_EQ(refusal(sandbox, given.code), ErrorCode::authorised_use_over);
    EXPECT_EQ(use(given).wrong_tries, 0);
}

TEST_F(ApiUses, a_fetch_of_a_client_names_its_request) {
    const GivenUse given = give();
    ASSERT_TRUE(redeem(key_, given.code));
    static constexpr storage::Statement forced{
        "test.forced", "UPDATE authorised_fetch SET request_hash = NULL WHERE use_id = $1"};
    EXPECT_FALSE(house_->store().write_now(
        [&](storage::Transaction& transaction) { return transaction.execute(forced, given.id); }));
}

}  // namespace
}  // namespace yinxin::test
