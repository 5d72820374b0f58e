// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "account_world.hpp"

#include "yinxin/service/acting.hpp"
#include "yinxin/service/organisation_desk.hpp"
#include "yinxin/service/organisation_members.hpp"
#include "yinxin/service/organisation_purposes.hpp"
#include "yinxin/service/organisations.hpp"

namespace yinxin::service {

/// People who only check, and organisations to check for.
class OrganisationWorld : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        config::Reference rules;
        rules.check_display = {Days(30), Days(60)};
        reference_.put(std::move(rules));
        owner_ = make_verifier("owner.one", mobile("13800002001"));
        other_ = make_verifier("other.two", mobile("13800002002"));
    }

    /// A credit code with its check character; another number, another code.
    static std::string uscc(int number = 1) {
        std::string digits = std::to_string(number);
        digits.insert(0, 9 - digits.size(), '0');
        const std::string body = "99000000" + digits;
        return body + domain::uscc_check(body);
    }
    static OrganisationForm form(int number = 1, std::string name = "演示建设集团（演示）") {
        return {std::move(name), uscc(number), "演示联系人", "010-00000000"};
    }
    domain::OrganisationId make_organisation(int number = 1) {
        const auto made = run(register_organisation(services(), owner_, form(number)));
        EXPECT_TRUE(made) << made.error().describe();
        return made ? *made : domain::OrganisationId{};
    }
    void confirm(domain::OrganisationId organisation) {
        const auto done = write([&](storage::Transaction& transaction) {
            return confirm_organisation(
                transaction, services().keys, organisation, office_, clock_.now());
        });
        ASSERT_TRUE(done) << done.error().describe();
    }
    /// A fresh invitation's code, as its owner reads it.
    std::string invite(domain::OrganisationId organisation) {
        const auto made = run(invite_member(services(), owner_, organisation));
        EXPECT_TRUE(made) << made.error().describe();
        const auto view = run(load_members(services(), owner_, organisation));
        return view && !view->invitations.empty() ? domain::grouped(view->invitations.front().code)
                                                  : "";
    }
    void join(domain::OrganisationId organisation, AccountId account) {
        const auto joined = run(join_organisation(services(), account, invite(organisation)));
        ASSERT_TRUE(joined) << joined.error().describe();
    }
    Secret log_in_as(AccountId account) {
        const auto in = write([&](storage::Transaction& transaction) {
            return start_session(
                transaction, account, LoginProof::password, origin(), clock_.now());
        });
        EXPECT_TRUE(in) << in.error().describe();
        return in->token;
    }
    SessionFacts facts_of(const Secret& token) {
        auto facts = run(find_session(services(), token));
        EXPECT_TRUE(facts) << facts.error().describe();
        return *std::move(facts);
    }
    storage::Checker checker(const Secret& token) {
        return checker_of(facts_of(token), reference_->check_display, clock_.now());
    }
    template <class T>
    static ErrorCode code_of(const Result<T>& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }

    const OrganisationActor office_{domain::ActorKind::operator_shell, "test"};
    AccountId owner_;
    AccountId other_;
};

}  // namespace yinxin::service
