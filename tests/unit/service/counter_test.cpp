// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/counter.hpp"

#include "certificate_office.hpp"

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/certificate_corrections.hpp"
#include "yinxin/service/certificate_dossier.hpp"
#include "yinxin/service/identity_cases.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/storage/account_mail.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/notices.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using storage::BindingOutcome;

class Counter : public CertificateOffice {
  protected:
    CounterQuestion question(const test::Held& held) {
        CounterQuestion question;
        question.number = present(held).face.management_no;
        question.reason = "王演示来电称列表为空";
        return question;
    }
    Result<CounterLook> open(const domain::StaffActor& actor, const CounterQuestion& question) {
        return house_->run(open_counter(house_->services(), actor, question));
    }
    Result<CounterView> load(const domain::StaffActor& actor, CounterLook look) {
        return house_->run(load_counter(house_->services(), actor, look));
    }
    CounterView view(const test::Held& held) {
        return test::sure(load(clerk_, test::sure(open(clerk_, question(held)))));
    }
    void publish_notice() {
        test::sure(house_->store().write_now([&](storage::Transaction& t) {
            return storage::insert_notice(
                t, {1, house_->clock.now(), "服务须知", "Notice", "一", "One"});
        }));
    }
    void unbind(const test::Held& held) {
        test::sure(house_->store().write_now([&](storage::Transaction& t) {
            return storage::end_binding(t, held.actor.account, held.holder, house_->clock.now());
        }));
    }
    std::vector<BindingOutcome> outcomes(const CounterAccount& account) {
        std::vector<BindingOutcome> all;
        for (const auto& attempt : account.attempts) {
            all.push_back(attempt.outcome);
        }
        return all;
    }

    Origin origin_{"192.0.2.7", "test"};
    test::Held held_ = house_->add_holder();
};

TEST_F(Counter, says_what_the_callers_list_shows) {
    house_->endorse(held_);
    const CounterView seen = view(held_);
    EXPECT_EQ(seen.name, "王演示");
    EXPECT_EQ(seen.reason, "王演示来电称列表为空");
    ASSERT_EQ(seen.accounts.size(), 1U);
    EXPECT_EQ(seen.accounts[0].list, CounterList::shows);
    EXPECT_EQ(seen.accounts[0].shown, 1);
    ASSERT_EQ(seen.certificates.size(), 1U);
    ASSERT_TRUE(seen.certificates[0].facts);
    EXPECT_EQ(seen.certificates[0].facts->used, 1);
    ASSERT_EQ(seen.certificates[0].copies.size(), 1U);
    EXPECT_FALSE(seen.certificates[0].copies[0].job) << "done jobs are no trouble";
}

TEST_F(Counter, nothing_that_names_the_caller_is_shown_in_full) {
    const CounterView seen = view(held_);
    const std::string number = present(held_).face.id_number;
    EXPECT_EQ(seen.masked_number, domain::masked({{}, number}));
    EXPECT_EQ(seen.masked_mobile.find("****") != std::string::npos, true);
    EXPECT_NE(seen.accounts[0].masked_login.find("***"), std::string::npos);
    EXPECT_EQ(seen.accounts[0].masked_login.size(), 6U);
}

TEST_F(Counter, every_look_is_one_event_without_the_reason_and_a_row_with_it) {
    const auto look = test::sure(open(clerk_, question(held_)));
    EXPECT_EQ(events(domain::EventKind::counter_viewed), 0) << "nothing was seen yet";
    test::sure(load(clerk_, look));
    EXPECT_EQ(events(domain::EventKind::counter_viewed), 1);
    test::sure(load(clerk_, look));
    EXPECT_EQ(events(domain::EventKind::counter_viewed), 2) << "a reload is a look";
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE facts LIKE '%来电%'"), 0);
    const auto looks = test::sure(house_->store().read_now([&](storage::Reader& reader) {
        return storage::list_person_looks(reader, house_->keys(), held_.holder, 10);
    }));
    ASSERT_EQ(looks.size(), 1U);
    EXPECT_EQ(looks[0].reason, "王演示来电称列表为空");
    EXPECT_EQ(looks[0].staff, clerk_.id);
    EXPECT_EQ(looks[0].issuer_id, authority);
}

TEST_F(Counter, a_look_is_for_who_opened_it_and_for_half_an_hour) {
    const auto look = test::sure(open(clerk_, question(held_)));
    EXPECT_EQ(failure(load(approver_, look)), ErrorCode::not_found);
    house_->clock.advance(look_lasts - std::chrono::seconds(1));
    EXPECT_TRUE(load(clerk_, look));
    house_->clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(failure(load(clerk_, look)), ErrorCode::not_found);
    EXPECT_EQ(failure(parse_counter_look("1-0")), ErrorCode::not_found);
    EXPECT_EQ(failure(parse_counter_look("01-2")), ErrorCode::not_found);
    EXPECT_EQ(failure(parse_counter_look("x")), ErrorCode::not_found);
}

TEST_F(Counter, only_the_own_authority_and_only_those_who_may) {
    EXPECT_EQ(failure(open(stranger_, question(held_))), ErrorCode::not_found);
    EXPECT_EQ(events(domain::EventKind::counter_viewed), 1) << "a search that found nobody too";
    const auto editor = add_staff("editor", {Role::editor});
    EXPECT_EQ(failure(open(editor, question(held_))), ErrorCode::forbidden);
    EXPECT_TRUE(open(add_staff("correspondent", {Role::correspondent}), question(held_)));
    const auto chief = add_staff("chief", {Role::approver}, "");
    EXPECT_TRUE(open(chief, question(held_)));
}

TEST_F(Counter, certificates_of_another_authority_are_not_shown) {
    const LineId other =
        house_->add_certificate(held_.actor, {.qualification = "banker", .specialty = "01"});
    const CounterView seen = view(held_);
    ASSERT_EQ(seen.certificates.size(), 1U);
    EXPECT_NE(seen.certificates[0].record.line, other);
    EXPECT_EQ(seen.accounts[0].shown, 1);
    // And the other way round.
    const auto look = test::sure(open(stranger_, [&] {
        CounterQuestion question;
        question.id_number = present(held_).face.id_number;
        question.reason = "来电";
        return question;
    }()));
    const CounterView theirs = test::sure(load(stranger_, look));
    ASSERT_EQ(theirs.certificates.size(), 1U);
    EXPECT_EQ(theirs.certificates[0].record.line, other);
}

TEST_F(Counter, asks_for_a_number_and_a_reason) {
    CounterQuestion nothing;
    nothing.reason = "来电";
    EXPECT_EQ(wrong_field(open(clerk_, nothing)), "number");
    CounterQuestion unreasoned = question(held_);
    unreasoned.reason = " x ";
    EXPECT_EQ(wrong_field(open(clerk_, unreasoned)), "reason");
    CounterQuestion slip;
    slip.id_number = "110105199003071240";
    slip.reason = "来电";
    EXPECT_EQ(wrong_field(open(clerk_, slip)), "id_number");
    CounterQuestion unknown = question(held_);
    unknown.number = "2099000000000001";
    EXPECT_EQ(failure(open(clerk_, unknown)), ErrorCode::not_found);
}

TEST_F(Counter, says_that_an_account_is_not_bound_and_how_its_tries_went) {
    unbind(held_);
    const auto begin = [&](std::string number) {
        house_->clock.advance(std::chrono::minutes(2));
        return house_->run(begin_binding(
            house_->services(), held_.actor.account, {std::move(number), ""}, origin_));
    };
    test::sure(begin("2025000000000001"));
    test::sure(begin(present(held_).face.management_no));
    EXPECT_FALSE(house_->run(confirm_binding(house_->services(), held_.actor.account, "000000")));
    CounterView seen = view(held_);
    ASSERT_EQ(seen.accounts.size(), 1U);
    EXPECT_EQ(seen.accounts[0].list, CounterList::not_bound);
    EXPECT_TRUE(seen.accounts[0].binding_ended_at);
    const std::vector<BindingOutcome> expected{
        BindingOutcome::code_wrong, BindingOutcome::code_sent, BindingOutcome::proof_wrong};
    EXPECT_EQ(outcomes(seen.accounts[0]), expected);
    ASSERT_FALSE(seen.messages.empty());
    EXPECT_EQ(seen.messages[0].name, "bind");
    EXPECT_EQ(seen.messages[0].state, "sent");
}

TEST_F(Counter, lists_what_went_by_mail_beside_what_went_to_the_mobile) {
    const domain::MailAddress address{"li.na@example.com"};
    test::sure(house_->store().write_now([&](storage::Transaction& transaction) -> Result<void> {
        const Instant now = house_->clock.now();
        YX_CHECK(storage::put_account_mail(
            transaction, house_->services().keys, held_.actor.account, address, now));
        return queue_message(
            transaction, house_->services(), address, {"copy_ready", {}, Language::zh}, now);
    }));
    const CounterView seen = view(held_);
    const auto mail =
        std::ranges::find(seen.messages, "copy_ready", &storage::MessageStanding::name);
    ASSERT_NE(mail, seen.messages.end());
    EXPECT_EQ(mail->masked_recipient, "l***@example.com");
}

TEST_F(Counter, says_that_the_exam_record_has_no_mobile) {
    unbind(held_);
    house_->change("DELETE FROM person_mobile WHERE holder_id = $1", held_.holder);
    EXPECT_FALSE(house_->run(begin_binding(house_->services(),
                                           held_.actor.account,
                                           {present(held_).face.management_no, ""},
                                           origin_)));
    const CounterView seen = view(held_);
    EXPECT_TRUE(seen.masked_mobile.empty());
    EXPECT_EQ(outcomes(seen.accounts[0]), std::vector<BindingOutcome>{BindingOutcome::no_mobile});
    test::sure(house_->run(request_office_confirmation(
        house_->services(), held_.actor.account, {authority, "演示：报名时的手机已经停用。", {}})));
    EXPECT_TRUE(view(held_).accounts[0].is_with_office);
}

TEST_F(Counter, says_that_the_name_was_corrected) {
    CorrectionWish wish;
    wish.tag = tag_of(present(held_));
    wish.form = domain::form_of(present(held_).face);
    wish.form.name = "王改正";
    wish.change = CertificateOffice::wish();
    const auto id = test::sure(
        house_->run(propose_correction(house_->services(), clerk_, key_of(held_), wish)));
    test::sure(approve(approver_, id));
    const CounterView seen = view(held_);
    EXPECT_EQ(seen.name, "王改正");
    EXPECT_EQ(seen.former_names, std::vector<std::string>{"王演示"});
    EXPECT_EQ(seen.accounts[0].list, CounterList::changed);
    EXPECT_TRUE(seen.accounts[0].name_changed);
    EXPECT_FALSE(seen.accounts[0].number_changed);
}

TEST_F(Counter, says_that_the_batch_is_not_out) {
    const test::Held hidden = house_->add_holder({.batch = storage::BatchState::approved});
    const CounterView seen = view(hidden);
    EXPECT_EQ(seen.accounts[0].list, CounterList::not_out);
    EXPECT_FALSE(seen.certificates[0].facts) << "the holder does not see it";
}

TEST_F(Counter, says_that_the_notice_is_not_agreed_to) {
    publish_notice();
    EXPECT_EQ(view(held_).accounts[0].list, CounterList::not_agreed);
    house_->change(
        "INSERT INTO consent (account_id, notice_id, version, accepted_at, address) "
        "VALUES ($1, 'service', 1, 0, '')",
        held_.actor.account);
    EXPECT_EQ(view(held_).accounts[0].list, CounterList::shows);
}

TEST_F(Counter, says_that_an_account_calls_its_owner_otherwise) {
    const domain::IdNumber number{domain::IdDocumentType::resident_identity_card,
                                  present(held_).face.id_number};
    test::sure(house_->store().write_now([&](storage::Transaction& t) {
        storage::NewAccount account;
        account.login_name = "misspelt";
        account.password_hash = "$none";
        account.person = storage::StatedPerson{{"汪演示"}, number};
        account.mobile = *domain::parse_mobile("13900009999");
        account.created_at = house_->clock.now();
        return storage::insert_account(t, house_->keys(), account);
    }));
    const CounterView seen = view(held_);
    ASSERT_EQ(seen.accounts.size(), 2U);
    EXPECT_EQ(seen.accounts[1].list, CounterList::other_person);
    EXPECT_FALSE(seen.accounts[1].bound_at);
}

TEST_F(Counter, shows_a_job_in_trouble_with_its_reason_and_next_try) {
    house_->apply(held_);
    house_->change("UPDATE seal SET state = 'suspended'");
    EXPECT_EQ(house_->press().put_back, 1);
    const CounterView seen = view(held_);
    const auto& copy = seen.certificates.at(0).copies.at(0);
    ASSERT_TRUE(copy.job);
    EXPECT_EQ(copy.job->state, "waiting");
    EXPECT_EQ(copy.job->attempts, 1);
    EXPECT_EQ(copy.job->error_code, "signing.seal_not_in_use");
    EXPECT_GT(copy.job->run_after, house_->clock.now());
}

TEST_F(Counter, several_people_under_one_number_want_the_management_number) {
    const test::Held other = house_->add_holder({}, "李演示");
    const domain::IdNumber number{domain::IdDocumentType::resident_identity_card,
                                  present(held_).face.id_number};
    test::sure(house_->store().write_now([&](storage::Transaction& t) {
        return t.execute(storage::sql::person::insert_lookup_document,
                         house_->keys().index.of("id-number/resident_identity_card", number.number),
                         other.holder,
                         storage::FactState::former);
    }));
    CounterQuestion question;
    question.id_number = number.number;
    question.reason = "来电";
    const auto opened = open(clerk_, question);
    EXPECT_EQ(failure(opened), ErrorCode::conflict);
    EXPECT_EQ(wrong_field(opened), "id_number");
}

/// The office's page of one certificate and the way to it.
class Dossier : public Counter {
  protected:
    std::vector<storage::CertificateRecord> search(const domain::StaffActor& actor,
                                                   CertificateSearch search) {
        return test::sure(
            house_->run(search_certificates(house_->services(), actor, std::move(search))));
    }
    CertificateDossier open_page(const domain::StaffActor& actor, std::optional<int> version = {}) {
        return test::sure(
            house_->run(open_dossier(house_->services(), actor, key_of(held_), version)));
    }
    static ChangeBar bar(const CertificateDossier& dossier, Kind kind) {
        return std::ranges::find(dossier.options, kind, &ChangeOption::kind)->bar;
    }
};

TEST_F(Dossier, is_found_by_each_of_its_numbers_and_by_the_document) {
    const CopyId copy = house_->endorse(held_);
    const auto face = present(held_).face;
    const auto copy_no =
        house_->one<std::string>("SELECT copy_no FROM copy WHERE copy_id = $1", copy);
    const auto code =
        house_->one<std::string>("SELECT copy_code FROM copy WHERE copy_id = $1", copy);
    for (const std::string& number : {face.management_no,
                                      face.certificate_no,
                                      copy_no,
                                      code,
                                      " " + face.certificate_no + " "}) {
        const auto found = search(clerk_, {number, {}, {}});
        ASSERT_EQ(found.size(), 1U) << number;
        EXPECT_EQ(found[0].line, held_.line);
    }
    EXPECT_EQ(search(clerk_, {"", {}, face.id_number}).size(), 1U);
    EXPECT_TRUE(search(stranger_, {face.management_no, {}, {}}).empty());
    EXPECT_TRUE(search(stranger_, {"", {}, face.id_number}).empty());
    EXPECT_EQ(events(domain::EventKind::counter_viewed), 8);
    EXPECT_EQ(failure(house_->run(search_certificates(house_->services(), clerk_, {}))),
              ErrorCode::invalid_input);
}

TEST_F(Dossier, opening_it_is_a_look_that_the_holder_can_be_shown) {
    open_page(clerk_);
    EXPECT_EQ(events(domain::EventKind::counter_viewed), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM person_look WHERE page = 'certificate'"), 1);
    EXPECT_EQ(failure(house_->run(
                  open_dossier(house_->services(), stranger_, key_of(held_), std::nullopt))),
              ErrorCode::not_found);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM person_look"), 1) << "nothing was seen";
}

TEST_F(Dossier, says_what_may_be_done_next_and_why_not_the_rest) {
    CertificateDossier dossier = open_page(clerk_);
    EXPECT_EQ(bar(dossier, Kind::suspend_certificate), ChangeBar::none);
    EXPECT_EQ(bar(dossier, Kind::restore_certificate), ChangeBar::status);
    EXPECT_EQ(bar(dossier, Kind::confirm_stop), ChangeBar::none);
    EXPECT_EQ(bar(open_page(approver_), Kind::suspend_certificate), ChangeBar::role);
    EXPECT_EQ(bar(open_page(approver_), Kind::confirm_stop), ChangeBar::none);
    const auto id = test::sure(propose(held_, Kind::suspend_certificate));
    dossier = open_page(clerk_);
    EXPECT_EQ(bar(dossier, Kind::suspend_certificate), ChangeBar::waiting);
    EXPECT_EQ(
        std::ranges::find(dossier.options, Kind::suspend_certificate, &ChangeOption::kind)->waiting,
        id);
    test::sure(approve(approver_, id));
    change(held_, Kind::revoke_certificate);
    for (const ChangeOption& option : open_page(clerk_).options) {
        EXPECT_EQ(option.bar, ChangeBar::status) << domain::key(option.kind);
    }
}

TEST_F(Dossier, keeps_every_version_with_what_happened_to_it) {
    house_->supersede(held_, "王改正");
    const CertificateDossier first = open_page(clerk_, 1);
    EXPECT_EQ(first.shown.version, 1);
    EXPECT_EQ(first.shown.status, Status::superseded);
    EXPECT_EQ(first.present.version, 2);
    EXPECT_EQ(first.versions.size(), 2U);
    EXPECT_EQ(failure(house_->run(open_dossier(house_->services(), clerk_, key_of(held_), 3))),
              ErrorCode::not_found);
    EXPECT_TRUE(house_->run(draw_version(house_->services(), clerk_, key_of(held_), 1)));
    EXPECT_FALSE(house_->run(draw_version(house_->services(), stranger_, key_of(held_), 1)));
}

}  // namespace
}  // namespace yinxin::service
