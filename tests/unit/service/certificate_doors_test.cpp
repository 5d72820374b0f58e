// SPDX-License-Identifier: Apache-2.0
// Every door through which anybody learns of a certificate or its copies, asked right before and
// right after a change of the office: no door may be behind.
#include "certificate_office.hpp"
#include "human_work.hpp"

#include "yinxin/service/api_calls.hpp"
#include "yinxin/service/api_checks.hpp"
#include "yinxin/service/api_clients.hpp"
#include "yinxin/service/certificate_corrections.hpp"
#include "yinxin/service/comparison.hpp"
#include "yinxin/service/copies.hpp"
#include "yinxin/service/endorsements.hpp"
#include "yinxin/service/queries.hpp"
#include "yinxin/service/verification.hpp"
#include "yinxin/signing/offline_code.hpp"
#include "yinxin/storage/accounts.hpp"

#include <map>

namespace yinxin::service {
namespace {

using Answers = std::map<std::string, std::string>;

class CertificateDoors : public CertificateOffice {
  protected:
    void SetUp() override {
        copy_ = house_->endorse(held_);
        const auto sha256 =
            house_->one<Bytes>("SELECT sha256 FROM copy_file WHERE holder_id = $1 AND copy_id = $2",
                               held_.holder,
                               copy_);
        crypto::Digest32 name{};
        std::ranges::copy(sha256, name.begin());
        file_ = test::sure(house_->blobs().get(name));
        token_ = house_->one<std::string>("SELECT token FROM copy WHERE copy_id = $1", copy_);
        copy_no_ = house_->one<std::string>("SELECT copy_no FROM copy WHERE copy_id = $1", copy_);
        face_ = present(held_).face;
        verifier_ = house_->add_person("钱演示");
        key_ = test::sure(house_->store().write_now([&](storage::Transaction& t) {
                   return add_client(t,
                                     {"演示建设集团",
                                      domain::ClientMode::live,
                                      {domain::ClientScope::status, domain::ClientScope::verify},
                                      {},
                                      {},
                                      {}},
                                     {},
                                     house_->clock.now());
               })).text;
        signing::OfflineClaims claims;
        claims.service = house_->public_url();
        claims.copy_no = copy_no_;
        claims.made_at = house_->clock.now();
        offline_ = test::sure(signing::sign_offline_code(claims, *house_->seals().offline));
    }

    template <class T>
    static std::string outcome(const Result<T>& result) {
        return result ? "open" : std::string(dotted_name(result.error().code()));
    }
    ApiCall call() {
        return test::sure(
            house_
                ->run(open_call(
                    house_->services(),
                    {key_, "192.0.2.7", domain::ClientScope::status, "test", "入职资格审核"}))
                .call);
    }
    static std::string verdict_of(const verify::Report& report) {
        return std::string(domain::key(report.verdict)) + " " +
               std::string(verify::deciding_code(report));
    }
    /// The query of a verifier with the three fields printed on the copy.
    std::string query() {
        house_->clock.advance(std::chrono::seconds(61));  // a message a minute to one mobile
        auto& services = house_->services();
        const HumanChallenge asked =
            new_human_challenge(services.keys, verifier_.account, house_->clock.now());
        test::sure(house_->run(
            begin_query(services,
                        verifier_.account,
                        {face_.name, face_.id_number, face_.management_no, "招聘岗位核验"},
                        {asked.text, work_for(asked.text), ""},
                        {"192.0.2.7", "test"})));
        const std::string code = messages("query").front().message.parameters.at("code");
        const auto token = test::sure(house_->run(confirm_query(
            services,
            verifier_.account,
            {.kind = storage::CheckerKind::account, .id = verifier_.account.str(), .name = "qi***"},
            code)));
        return test::sure(house_->run(load_query_answer(services, verifier_.account, token)))
            .answer.outcome();
    }
    std::string list() {
        const auto all =
            test::sure(house_->run(list_certificates(house_->services(), held_.actor)));
        if (all.empty()) return "empty";
        return std::string(domain::key(all[0].certificate.status)) +
               (all[0].current(house_->clock.now()) == nullptr ? ", no copy" : ", copy");
    }
    std::string page() {
        const auto facts =
            house_->run(load_certificate(house_->services(), held_.actor, held_.line));
        if (!facts) return outcome(facts);
        return std::string(domain::key(facts->certificate.status));
    }
    std::string compare() {
        const auto seen = test::sure(
            house_->run(compare_by_token(house_->services(), token_, storage::Door::page)));
        switch (seen.verdict) {
            case ComparisonVerdict::current:
                return "current";
            case ComparisonVerdict::suspended:
                return "suspended";
            case ComparisonVerdict::revoked:
                return "revoked";
            case ComparisonVerdict::cancelled:
                return "cancelled";
            case ComparisonVerdict::superseded:
                return "superseded";
            default:
                return "another";
        }
    }
    std::string photo_after_match() {
        const auto match = test::sure(
            house_->run(match_copy(house_->services(),
                                   token_,
                                   face_.name,
                                   domain::last_four({face_.id_type, face_.id_number}))));
        EXPECT_TRUE(match.is_match) << "the paper still says what it says";
        return match.photo.empty() ? "none" : "shown";
    }
    std::string upload() {
        FileQuestion question;
        question.file = file_;
        return verdict_of(
            test::sure(house_->run(verify_file(house_->services(), std::move(question)))));
    }
    std::string api_number() {
        const auto standing = house_->run(ask_certificate(
            house_->services(), call(), {face_.management_no, present(held_).face.name}));
        if (!standing) return outcome(standing);
        return std::string(domain::key(standing->status));
    }
    std::string api_copy() {
        return verdict_of(
            test::sure(house_->run(ask_copy(house_->services(), call(), {copy_no_, {}, {}})))
                .report);
    }
    std::string offline_code() {
        return verdict_of(
            test::sure(house_->run(ask_code(house_->services(), call(), {offline_, {}}))).report);
    }
    std::string apply() {
        domain::EndorsementTerms terms;
        terms.days = 30;
        terms.recipient = "演示单位" + std::to_string(++applications_);
        return outcome(
            house_->run(preview_application(house_->services(), held_.actor, held_.line, terms)));
    }

    /// What every door answers now.
    Answers ask_all() {
        auto& services = house_->services();
        Answers answers;
        answers["list"] = list();
        answers["page"] = page();
        answers["view"] = outcome(house_->run(draw_copy(services, held_.actor, copy_)));
        answers["download"] = outcome(house_->run(open_file(services, held_.actor, copy_)));
        answers["link"] = outcome(house_->run(make_download_link(services, held_.actor, copy_)));
        answers["apply"] = apply();
        answers["compare"] = compare();
        answers["photo"] = photo_after_match();
        answers["upload"] = upload();
        answers["query"] = query();
        answers["api number"] = api_number();
        answers["api copy"] = api_copy();
        answers["offline code"] = offline_code();
        return answers;
    }
    static Answers while_valid() {
        return {{"list", "valid, copy"},
                {"page", "valid"},
                {"view", "open"},
                {"download", "open"},
                {"link", "open"},
                {"apply", "open"},
                {"compare", "current"},
                {"photo", "shown"},
                {"upload", "VALID verdict.valid"},
                {"query", "valid"},
                {"api number", "valid"},
                {"api copy", "VALID verdict.valid"},
                {"offline code", "VALID verdict.valid"}};
    }
    static Answers while_not(const std::string& status) {
        const std::string verdict = "REVOKED certificate." + status;
        return {{"list", status + ", no copy"},
                {"page", status},
                {"view", "certificate.not_valid"},
                {"download", "certificate.not_valid"},
                {"link", "certificate.not_valid"},
                {"apply", "certificate.not_valid"},
                {"compare", status},
                {"photo", "none"},
                {"upload", verdict},
                {"query", status},
                {"api number", status},
                {"api copy", verdict},
                {"offline code", verdict}};
    }

    test::Held held_ = house_->add_holder();
    CopyId copy_;
    Bytes file_;
    std::string token_;
    std::string copy_no_;
    std::string offline_;
    domain::FaceData face_;
    Actor verifier_;
    Secret key_;
    int applications_ = 0;
};

TEST_F(CertificateDoors, every_door_knows_of_a_suspension_and_of_its_end_at_the_next_request) {
    EXPECT_EQ(ask_all(), while_valid());
    change(held_, Kind::suspend_certificate);
    EXPECT_EQ(ask_all(), while_not("suspended"));
    change(held_, Kind::restore_certificate);
    EXPECT_EQ(ask_all(), while_valid());
}

TEST_F(CertificateDoors, every_door_knows_of_an_emergency_stop_by_one_person) {
    test::sure(stop(approver_, held_));
    EXPECT_EQ(ask_all(), while_not("suspended"));
}

TEST_F(CertificateDoors, every_door_knows_of_a_revocation) {
    change(held_, Kind::revoke_certificate);
    EXPECT_EQ(ask_all(), while_not("revoked"));
}

TEST_F(CertificateDoors, every_door_knows_of_a_cancellation) {
    change(held_, Kind::cancel_certificate);
    EXPECT_EQ(ask_all(), while_not("cancelled"));
}

TEST_F(CertificateDoors, every_door_knows_of_a_correction_and_old_copies_are_superseded) {
    CorrectionWish wish;
    wish.tag = tag_of(present(held_));
    wish.form = domain::form_of(face_);
    wish.form.specialty = "01";
    wish.change = CertificateOffice::wish();
    const auto id = test::sure(
        house_->run(propose_correction(house_->services(), clerk_, key_of(held_), wish)));
    EXPECT_EQ(ask_all(), while_valid()) << "a proposal changes nothing";
    EXPECT_EQ(test::sure(approve(approver_, id)), State::applied);
    Answers expected = while_not("superseded");
    // What is asked about the certificate itself is answered by the version in force.
    expected["list"] = "valid, no copy";
    expected["page"] = "valid";
    expected["apply"] = "certificate.data_check_required";
    expected["query"] = "valid";
    expected["api number"] = "valid";
    EXPECT_EQ(ask_all(), expected);
}

TEST_F(CertificateDoors, a_change_for_later_is_known_at_every_door_at_its_second) {
    const Instant at = house_->clock.now() + std::chrono::hours(24);
    ChangeWish later = wish();
    later.effective_at = at;
    const auto id = test::sure(propose(clerk_, held_, Kind::revoke_certificate, later));
    EXPECT_EQ(test::sure(approve(approver_, id)), State::approved);
    house_->clock.set(at - std::chrono::minutes(2));  // the query takes its minute
    look_at_clock();
    EXPECT_EQ(ask_all(), while_valid());
    house_->clock.set(at - std::chrono::seconds(1));
    look_at_clock();
    EXPECT_EQ(compare(), "current");
    EXPECT_EQ(upload(), "VALID verdict.valid");
    house_->clock.set(at);
    look_at_clock();
    EXPECT_EQ(ask_all(), while_not("revoked"));
}

}  // namespace
}  // namespace yinxin::service
