// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/applicant_cases.hpp"

#include "account_world.hpp"

#include "yinxin/service/mobile_recovery.hpp"

namespace yinxin::service {
namespace {

constexpr const char* applicants_mobile = "13900005678";

class ApplicantCases : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        const auto made = write([&](storage::Transaction& transaction) {
            const RecoveryApplicant applicant{
                {{person_name("张演"), resident("19900307", 123)}, mobile(applicants_mobile)},
                identity_owner(Secret(std::string("演示票据")))};
            return request_office_recovery(
                transaction, services(), applicant, {"demo", "演示：手机丢了。", {}}, clock_.now());
        });
        ASSERT_TRUE(made) << made.error().describe();
        id_ = *made;
    }
    Result<CodeTicket> ask(const std::string& reference) {
        return run(request_case_code(services(), reference, origin()));
    }
    Secret open() {
        const auto ticket = ask(id_.str());
        EXPECT_TRUE(ticket) << ticket.error().describe();
        const auto opened = run(open_applicant_case(services(), ticket->token, last_code()));
        EXPECT_TRUE(opened) << opened.error().describe();
        return *opened;
    }
    IdentityStory story(const Secret& ticket) {
        auto shown = run(load_applicant_case(services(), ticket));
        EXPECT_TRUE(shown) << shown.error().describe();
        return *shown;
    }
    void ask_for_more() {
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return storage::set_identity_asked(transaction, id_);
        }));
    }

    domain::IdentityCaseId id_;
};

TEST_F(ApplicantCases, the_number_and_the_mobile_open_the_request) {
    const Secret ticket = open();
    const IdentityStory shown = story(ticket);
    EXPECT_EQ(shown.request.id, id_);
    ASSERT_EQ(shown.parts.size(), 1U);
    EXPECT_EQ(shown.parts[0].text, "演示：手机丢了。");
}

TEST_F(ApplicantCases, a_number_of_nobody_looks_the_same_and_opens_nothing) {
    const auto ticket = ask("123456789012345678");
    ASSERT_TRUE(ticket);
    EXPECT_TRUE(ticket->masked_mobile.empty());
    EXPECT_TRUE(messages().empty());
    EXPECT_FALSE(run(open_applicant_case(services(), ticket->token, "000000")));
    EXPECT_EQ(ask("abc").error().code(), ErrorCode::invalid_input);
    // The request that exists does not show its mobile either.
    EXPECT_TRUE(ask(id_.str())->masked_mobile.empty());
}

TEST_F(ApplicantCases, a_reply_puts_the_request_back_into_the_queue) {
    ask_for_more();
    const Secret ticket = open();
    EXPECT_EQ(story(ticket).request.state, domain::IdentityCaseState::asked);
    const auto added =
        run(add_to_applicant_case(services(), ticket, {"", "演示：补充身份证照片。", {}}));
    ASSERT_TRUE(added) << added.error().describe();
    const IdentityStory after = story(ticket);
    EXPECT_EQ(after.request.state, domain::IdentityCaseState::open);
    ASSERT_EQ(after.parts.size(), 2U);
    EXPECT_EQ(after.parts[1].kind, domain::IdentityMessageKind::reply);
    EXPECT_EQ(audit_count(domain::EventKind::identity_requested), 2);
}

TEST_F(ApplicantCases, the_ticket_ends_after_an_hour_and_another_one_opens_nothing) {
    const Secret ticket = open();
    EXPECT_EQ(run(load_applicant_case(services(), Secret(std::string("none")))).error().code(),
              ErrorCode::code_expired);
    clock_.pass(std::chrono::minutes(60));
    EXPECT_EQ(run(load_applicant_case(services(), ticket)).error().code(), ErrorCode::code_expired);
}

TEST_F(ApplicantCases, codes_for_one_number_are_limited) {
    for (int i = 0; i < case_codes_per_reference; ++i) {
        EXPECT_TRUE(ask("123456789012345678")) << i;
    }
    EXPECT_EQ(ask("123456789012345678").error().code(), ErrorCode::too_many_requests);
}

}  // namespace
}  // namespace yinxin::service
