// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/bindings.hpp"

#include "account_world.hpp"

namespace yinxin::service {
namespace {

using storage::FactState;

class BindingsTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
    }
    /// 张演 as the register knows him, with one released certificate.
    HolderId make_zhang(const char* batch = "released") {
        const HolderId holder =
            make_person(person_name("张演"), resident("19900307", 123), exam_mobile_);
        make_certificate(holder, "2023060011000001", batch);
        return holder;
    }
    /// A person who was 张演 with one number and is 张衍 with another.
    HolderId make_corrected() {
        storage::NewPerson person;
        person.names = {{person_name("张演"), FactState::former, clock_.now()},
                        {person_name("张衍"), FactState::current, clock_.now()}};
        person.documents = {{resident("19900307", 123), FactState::former, clock_.now()},
                            {resident("19900308", 123), FactState::current, clock_.now()}};
        person.mobile = exam_mobile_;
        const HolderId holder = make_person(person);
        make_certificate(holder, "2023060011000002", "released");
        return holder;
    }
    BindingState state() {
        auto found = run(binding_state(services(), account_));
        EXPECT_TRUE(found) << found.error().describe();
        return *found;
    }
    Result<void> begin(const std::string& number, const std::string& year = "") {
        return run(begin_binding(services(), account_, BindingClaim{number, year}, origin()));
    }
    Result<void> rebind(const std::string& name, const std::string& number) {
        return run(begin_rebinding(services(), account_, name, number, origin()));
    }
    Result<HolderId> confirm(const std::string& code) {
        return run(confirm_binding(services(), account_, code));
    }

    AccountId account_;
    domain::Mobile exam_mobile_ = mobile("13700009999");
};

TEST_F(BindingsTest, an_account_for_checking_says_whose_it_is_before_it_binds) {
    make_zhang();
    account_ = make_verifier("only.checks", mobile("13800005678"));
    EXPECT_EQ(state().stage, BindingStage::not_stated);
    const auto early = begin("2023060011000001");
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code(), ErrorCode::binding_required);
    const auto type = domain::IdDocumentType::resident_identity_card;
    const auto wrong = run(state_person(services(), account_, type, "1101051990030712", "张演"));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().params().at("field"), "id_number");
    ASSERT_TRUE(
        run(state_person(services(), account_, type, resident("19900307", 123).number, "张演")));
    EXPECT_EQ(state().stage, BindingStage::can_bind);
    ASSERT_TRUE(begin("2023060011000001"));
    EXPECT_TRUE(confirm(last_code()));
    const auto late =
        run(state_person(services(), account_, type, resident("19900308", 123).number, "张衍"));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), ErrorCode::already_bound);
}

TEST_F(BindingsTest, whose_an_account_is_can_be_said_three_times_a_day) {
    const auto type = domain::IdDocumentType::resident_identity_card;
    const auto say = [&](int order) {
        return run(
            state_person(services(), account_, type, resident("19900307", order).number, "张演"));
    };
    for (int i = 0; i < statements_per_day; ++i) {
        EXPECT_TRUE(say(200 + i)) << i;
        clock_.pass(std::chrono::seconds(1));
    }
    const auto fourth = say(300);
    ASSERT_FALSE(fourth);
    EXPECT_EQ(fourth.error().code(), ErrorCode::too_many_requests);
    static constexpr storage::Statement former{
        "test.former", "SELECT COUNT(account_id) FROM account_former_identity"};
    static constexpr storage::Statement found{
        "test.found", "SELECT COUNT(account_id) FROM lookup_account_document"};
    clock_.pass(std::chrono::hours(25));
    EXPECT_TRUE(say(300));
    EXPECT_EQ(rows<std::int64_t>(former).front(), statements_per_day + 1);
    EXPECT_EQ(rows<std::int64_t>(found).front(), 1);
}

TEST_F(BindingsTest, the_management_number_and_the_code_to_the_exam_mobile_bind) {
    const HolderId holder = make_zhang();
    EXPECT_EQ(state().stage, BindingStage::can_bind);
    ASSERT_TRUE(begin(" 2023060011000001 "));
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].mobile, domain::written(exam_mobile_));
    const auto bound = confirm(last_code());
    ASSERT_TRUE(bound) << bound.error().describe();
    EXPECT_EQ(*bound, holder);
    EXPECT_EQ(state().stage, BindingStage::bound);
    EXPECT_EQ(state().holders, std::vector{holder});
    EXPECT_EQ(messages()[0].message.name, "bound");
    EXPECT_EQ(messages()[0].mobile, domain::written(exam_mobile_));
    EXPECT_EQ(audit_count(domain::EventKind::person_bound), 1);
    const auto again = begin("2023060011000001");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), ErrorCode::already_bound);
}

TEST_F(BindingsTest, the_year_of_an_examination_is_as_good) {
    make_zhang();
    ASSERT_TRUE(begin("", "2023"));
    EXPECT_TRUE(confirm(last_code()));
}

TEST_F(BindingsTest, a_wrong_proof_answers_the_same_sends_nothing_and_no_code_fits) {
    make_zhang();
    ASSERT_TRUE(begin("2023060011999999"));
    EXPECT_TRUE(messages().empty());
    const auto page = run(find_binding_request(services(), account_));
    ASSERT_TRUE(page);
    EXPECT_EQ(page->masked_recipient, "");
    const auto guess = confirm("123456");
    ASSERT_FALSE(guess);
    EXPECT_EQ(guess.error().code(), ErrorCode::code_wrong);
    EXPECT_EQ(state().stage, BindingStage::can_bind);
    ASSERT_TRUE(begin("", "2019"));
    EXPECT_TRUE(messages().empty());
    EXPECT_EQ(audit_count(domain::EventKind::person_binding_refused), 3);
}

TEST_F(BindingsTest, a_wrong_code_binds_nobody) {
    make_zhang();
    ASSERT_TRUE(begin("2023060011000001"));
    EXPECT_FALSE(confirm(other_than(last_code())));
    EXPECT_TRUE(state().holders.empty());
    EXPECT_TRUE(confirm(last_code()));
}

TEST_F(BindingsTest, somebody_elses_management_number_proves_nothing) {
    make_zhang();
    const HolderId other =
        make_person(person_name("李示"), resident("19851111", 7), mobile("13600000001"));
    make_certificate(other, "2023060011000077", "released");
    ASSERT_TRUE(begin("2023060011000077"));
    EXPECT_TRUE(messages().empty());
}

TEST_F(BindingsTest, the_number_with_another_name_is_nobody) {
    make_person(person_name("王范"), resident("19900307", 123), exam_mobile_);
    EXPECT_EQ(state().stage, BindingStage::nothing_found);
}

TEST_F(BindingsTest, an_unreleased_batch_never_shows) {
    make_zhang("approved");
    EXPECT_EQ(state().stage, BindingStage::nothing_found);
    ASSERT_TRUE(begin("2023060011000001"));
    EXPECT_TRUE(messages().empty());
}

TEST_F(BindingsTest, after_five_wrong_proofs_only_the_office_can_help) {
    make_zhang();
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(begin("202306001100009" + std::to_string(i))) << i;
    }
    const auto sixth = begin("2023060011000001");
    ASSERT_FALSE(sixth);
    EXPECT_EQ(sixth.error().code(), ErrorCode::binding_needs_office);
    EXPECT_FALSE(state().is_with_office);
    clock_.pass(std::chrono::hours(24));
    EXPECT_TRUE(begin("2023060011000001"));
}

TEST_F(BindingsTest, without_a_mobile_on_the_record_the_office_must_confirm) {
    const HolderId holder =
        make_person(person_name("张演"), resident("19900307", 123), std::nullopt);
    make_certificate(holder, "2023060011000001", "released");
    const auto begun = begin("2023060011000001");
    ASSERT_FALSE(begun);
    EXPECT_EQ(begun.error().code(), ErrorCode::binding_needs_office);
    EXPECT_EQ(audit_count(domain::EventKind::person_binding_refused), 1);
}

TEST_F(BindingsTest, a_corrected_name_is_followed_with_a_word_by_the_account_it_was_bound_to) {
    storage::NewPerson person;
    person.names = {{person_name("张演"), FactState::former, clock_.now()},
                    {person_name("张衍"), FactState::current, clock_.now()}};
    person.documents = {{resident("19900307", 123), FactState::current, clock_.now()}};
    person.mobile = exam_mobile_;
    const HolderId holder = make_person(person);
    make_certificate(holder, "2023060011000002", "released");
    // Never bound: the corrected name takes the proof of everybody.
    EXPECT_EQ(state().stage, BindingStage::changed);
    EXPECT_TRUE(state().corrected_name.empty());
    EXPECT_EQ(run(follow_corrected_name(services(), account_)).error().code(), ErrorCode::conflict);

    ASSERT_TRUE(write([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::bind_account(
            transaction, account_, holder, storage::BindingProof::exam_platform, clock_.now()));
        return storage::end_binding(transaction, account_, holder, clock_.now());
    }));
    EXPECT_EQ(state().corrected_name, "张衍");
    ASSERT_TRUE(run(follow_corrected_name(services(), account_)));
    EXPECT_EQ(state().stage, BindingStage::bound);
    EXPECT_EQ(state().name, "张衍");
    EXPECT_EQ(messages().front().message.name, "bound");
    EXPECT_FALSE(run(follow_corrected_name(services(), account_)));
}

TEST_F(BindingsTest, a_corrected_number_is_not_followed_with_a_word) {
    storage::NewPerson person;
    person.names = {{person_name("张演"), FactState::current, clock_.now()}};
    person.documents = {{resident("19900307", 123), FactState::former, clock_.now()},
                        {resident("19900308", 123), FactState::current, clock_.now()}};
    const HolderId holder = make_person(person);
    make_certificate(holder, "2023060011000002", "released");
    ASSERT_TRUE(write([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::bind_account(
            transaction, account_, holder, storage::BindingProof::exam_platform, clock_.now()));
        return storage::end_binding(transaction, account_, holder, clock_.now());
    }));
    EXPECT_EQ(state().stage, BindingStage::changed);
    EXPECT_TRUE(state().corrected_name.empty());
    EXPECT_FALSE(run(follow_corrected_name(services(), account_)));
}

TEST_F(BindingsTest, somebody_whose_name_and_number_were_corrected_is_led_to_rebinding) {
    const HolderId holder = make_corrected();
    const BindingState before = state();
    EXPECT_EQ(before.stage, BindingStage::changed);
    EXPECT_TRUE(before.name_changed);
    EXPECT_TRUE(before.number_changed);
    EXPECT_EQ(before.name, "张演");

    ASSERT_TRUE(rebind("张衍", resident("19900308", 123).number));
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(state().stage, BindingStage::changed);
    const auto bound = confirm(last_code());
    ASSERT_TRUE(bound) << bound.error().describe();
    EXPECT_EQ(*bound, holder);
    EXPECT_EQ(state().stage, BindingStage::bound);
    EXPECT_EQ(state().name, "张衍");
    static constexpr storage::Statement former{
        "test.former", "SELECT COUNT(account_id) FROM account_former_identity"};
    EXPECT_EQ(rows<std::int64_t>(former).front(), 1);
}

TEST_F(BindingsTest, a_wrong_correction_answers_the_same_and_changes_nothing) {
    make_corrected();
    ASSERT_TRUE(rebind("张沿", resident("19900308", 123).number));
    ASSERT_TRUE(rebind("张衍", resident("19900309", 123).number));
    EXPECT_TRUE(messages().empty());
    EXPECT_FALSE(confirm("123456"));
    EXPECT_EQ(state().name, "张演");
}

TEST_F(BindingsTest, the_management_number_does_not_replace_the_correction) {
    make_corrected();
    ASSERT_TRUE(begin("2023060011000002"));
    EXPECT_TRUE(messages().empty());
}

TEST_F(BindingsTest, a_number_in_another_document_type_can_be_the_corrected_one) {
    storage::NewPerson person;
    person.names = {{person_name("张演"), FactState::current, clock_.now()}};
    const auto passport = domain::parse_id_number(domain::IdDocumentType::passport, "E12345678");
    ASSERT_TRUE(passport);
    person.documents = {{resident("19900307", 123), FactState::former, clock_.now()},
                        {*passport, FactState::current, clock_.now()}};
    person.mobile = exam_mobile_;
    make_certificate(make_person(person), "2023060011000003", "released");
    EXPECT_FALSE(state().name_changed);
    EXPECT_TRUE(state().number_changed);
    ASSERT_TRUE(rebind("张演", "E12345678"));
    EXPECT_EQ(messages().size(), 1U);
}

TEST_F(BindingsTest, what_is_no_number_and_no_year_is_named_by_its_field) {
    const auto nothing = begin("", " ");
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().params().at("field"), "management_number");
    const auto year = begin("", "last year");
    ASSERT_FALSE(year);
    EXPECT_EQ(year.error().params().at("field"), "exam_year");
    const auto name = rebind("", "110105199003081233");
    ASSERT_FALSE(name);
    EXPECT_EQ(name.error().params().at("field"), "name");
    const auto number = rebind("张衍", "1");
    ASSERT_FALSE(number);
    EXPECT_EQ(number.error().params().at("field"), "id_number");
}

TEST_F(BindingsTest, the_exam_mobile_is_not_flooded_and_the_answer_does_not_tell) {
    make_zhang();
    for (int i = 0; i < 7; ++i) {
        ASSERT_TRUE(begin("2023060011000001")) << i;
    }
    EXPECT_EQ(messages().size(), 5U);
}

TEST_F(BindingsTest, another_code_can_be_asked_for) {
    make_zhang();
    ASSERT_TRUE(begin("2023060011000001"));
    EXPECT_FALSE(run(resend_binding_code(services(), account_)));
    clock_.pass(code_resend_wait);
    ASSERT_TRUE(run(resend_binding_code(services(), account_)));
    EXPECT_EQ(messages().size(), 2U);
    EXPECT_TRUE(confirm(last_code()));
}

}  // namespace
}  // namespace yinxin::service
