// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/identity_proof.hpp"

#include "account_world.hpp"

#include <map>
#include <utility>

namespace yinxin::service {
namespace {

/// A service that knows some tickets, and forgets each once it was asked for.
class KnownTickets final : public IdentityProof {
  public:
    void add(const std::string& ticket, storage::StatedPerson person) {
        known_.emplace(ticket, std::move(person));
    }
    Task<Result<std::optional<std::string>>> begin(storage::StatedPerson person,
                                                   std::string back) override {
        if (is_down_) co_return Error(ErrorCode::unavailable, "identity service");
        told_ = person;
        back_ = back;
        if (!knows_) co_return std::optional<std::string>();
        co_return std::optional<std::string>("https://identity.example/go");
    }
    void know_nobody() { knows_ = false; }
    [[nodiscard]] const std::optional<storage::StatedPerson>& told() const { return told_; }
    [[nodiscard]] std::string state() const { return back_.substr(back_.find('=') + 1); }
    void break_down() { is_down_ = true; }
    Task<Result<std::optional<storage::StatedPerson>>> identify(std::string ticket) override {
        if (is_down_) co_return Error(ErrorCode::unavailable, "identity service");
        auto found = known_.extract(ticket);
        if (found.empty()) co_return std::optional<storage::StatedPerson>();
        co_return std::optional(std::move(found.mapped()));
    }

  private:
    std::map<std::string, storage::StatedPerson> known_;
    bool is_down_ = false;
    bool knows_ = true;
    std::optional<storage::StatedPerson> told_;
    std::string back_;
};

class IdentityProofs : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
        // No mobile on the exam record: no code could ever bind this person.
        holder_ = make_person(person_name("张演"), resident("19900307", 123), std::nullopt);
        make_certificate(holder_, "2023060011000001", "released");
    }
    Result<HolderId> bind(const std::string& ticket) {
        return run(bind_by_identity(services(), service_, account_, ticket));
    }

    AccountId account_;
    HolderId holder_;
    KnownTickets service_;
};

TEST_F(IdentityProofs, the_person_at_the_keyboard_is_bound) {
    service_.add("ticket", {person_name("张演"), resident("19900307", 123)});
    const auto bound = bind("ticket");
    ASSERT_TRUE(bound) << bound.error().describe();
    EXPECT_EQ(*bound, holder_);
    EXPECT_EQ(audit_count(domain::EventKind::person_bound), 1);
    EXPECT_EQ(bind("ticket").error().code(), ErrorCode::already_bound);
}

TEST_F(IdentityProofs, somebody_else_and_nobody_go_to_the_office) {
    service_.add("other", {person_name("李演"), resident("19900308", 123)});
    EXPECT_EQ(bind("other").error().code(), ErrorCode::binding_needs_office);
    EXPECT_EQ(bind("unknown").error().code(), ErrorCode::binding_needs_office);
    EXPECT_EQ(audit_count(domain::EventKind::person_binding_refused), 2);
}

TEST_F(IdentityProofs, a_service_that_is_down_refuses_nobody) {
    service_.break_down();
    EXPECT_EQ(bind("ticket").error().code(), ErrorCode::unavailable);
    EXPECT_EQ(audit_count(domain::EventKind::person_binding_refused), 0);
}

TEST_F(IdentityProofs, a_fourth_try_in_a_day_is_refused) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(bind("unknown").error().code(), ErrorCode::binding_needs_office) << i;
    }
    EXPECT_EQ(bind("unknown").error().code(), ErrorCode::too_many_requests);
}

TEST_F(IdentityProofs, the_session_that_went_comes_back_within_half_an_hour) {
    const Secret token(std::string("演示会话"));
    const auto address = run(begin_identity(services(), service_, account_, token));
    ASSERT_TRUE(address) << address.error().describe();
    EXPECT_EQ(*address, "https://identity.example/go");
    ASSERT_TRUE(service_.told());
    EXPECT_EQ(service_.told()->document, resident("19900307", 123));
    EXPECT_EQ(audit_count(domain::EventKind::identity_service_asked), 1);
    const std::string state = service_.state();
    EXPECT_TRUE(is_identity_state(services(), account_, token, state));
    const Secret other(std::string("别的会话"));
    EXPECT_FALSE(is_identity_state(services(), account_, other, state));
    EXPECT_FALSE(is_identity_state(services(), account_, token, "9" + state));
    EXPECT_FALSE(is_identity_state(services(), account_, token, ""));
    clock_.pass(std::chrono::minutes(30));
    EXPECT_FALSE(is_identity_state(services(), account_, token, state));
}

TEST_F(IdentityProofs, whom_the_service_does_not_know_goes_to_the_office) {
    service_.know_nobody();
    const Secret token(std::string("演示会话"));
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(run(begin_identity(services(), service_, account_, token)).error().code(),
                  ErrorCode::binding_needs_office);
    }
    EXPECT_EQ(run(begin_identity(services(), service_, account_, token)).error().code(),
              ErrorCode::too_many_requests);
}

}  // namespace
}  // namespace yinxin::service
