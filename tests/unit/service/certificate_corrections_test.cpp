// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/certificate_corrections.hpp"

#include "certificate_office.hpp"
#include "test_places.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/domain/licence_id.hpp"
#include "yinxin/service/bindings.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/service/copies.hpp"
#include "yinxin/service/endorsements.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/person_corrections.hpp"

namespace yinxin::service {
namespace {

using domain::CorrectionForm;
using domain::FaceItem;

class CertificateCorrections : public CertificateOffice {
  protected:
    CorrectionWish correction(const test::Held& held) {
        CorrectionWish wish;
        const auto record = present(held);
        wish.tag = tag_of(record);
        wish.form = domain::form_of(record.face);
        wish.change = CertificateOffice::wish();
        return wish;
    }
    CorrectionWish renamed(const test::Held& held, std::string name) {
        CorrectionWish wish = correction(held);
        wish.form.name = std::move(name);
        return wish;
    }
    Result<domain::ProposalId> propose_it(const CorrectionWish& wish) {
        return house_->run(propose_correction(house_->services(), clerk_, key_of(held_), wish));
    }
    void correct(const CorrectionWish& wish) {
        const auto id = propose_it(wish);
        ASSERT_TRUE(id) << id.error().describe();
        const auto state = approve(approver_, *id);
        ASSERT_TRUE(state) << state.error().describe();
        EXPECT_EQ(domain::key(*state), domain::key(State::applied));
    }
    /// Changes one field of the form and asks.
    std::string wrong_field_of(std::string CorrectionForm::* field, std::string value) {
        CorrectionWish wish = correction(held_);
        wish.form.*field = std::move(value);
        return wrong_field(propose_it(wish));
    }
    std::vector<storage::PersonNameFact> names() {
        return test::sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::list_person_names(reader, house_->keys(), held_.holder);
        }));
    }
    std::vector<storage::PersonDocumentFact> documents() {
        return test::sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::list_person_documents(reader, house_->keys(), held_.holder);
        }));
    }
    BindingState binding() {
        return test::sure(house_->run(binding_state(house_->services(), held_.actor.account)));
    }
    /// Another valid resident number of the same birth and sex.
    static std::string other_number() {
        const std::string body = "11010519900307" + std::string("888");
        return body + domain::gb11643_check(body);
    }
    std::string last_code() { return messages("bind").front().message.parameters.at("code"); }

    test::Held held_ = house_->add_holder();
};

TEST_F(CertificateCorrections, a_new_version_takes_over_and_the_old_one_stays_as_changed) {
    const auto before = present(held_);
    correct(renamed(held_, "王改正"));
    const auto after = present(held_);
    EXPECT_EQ(after.version, 2);
    EXPECT_EQ(after.face.name, "王改正");
    EXPECT_EQ(after.face.certificate_no, before.face.certificate_no);
    EXPECT_EQ(after.status, Status::valid);
    EXPECT_TRUE(storage::check_approval(after, *house_->seals().approval))
        << "signed by the approval key";
    const auto versions = test::sure(house_->store().read_now([&](storage::Reader& reader) {
        return storage::list_versions(reader, house_->keys(), held_.holder, held_.line);
    }));
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[1].status, Status::superseded);
    EXPECT_EQ(versions[1].face, before.face);
    EXPECT_EQ(history(held_).front().status, Status::superseded);
    EXPECT_EQ(events(domain::EventKind::certificate_corrected), 1);
}

TEST_F(CertificateCorrections, the_licence_identifier_gets_the_next_version) {
    storage::NewCertificate fresh;
    const auto like = present(held_);
    fresh.holder = held_.holder;
    fresh.line = make_id<LineId>();
    fresh.batch = like.batch;
    fresh.policy_id = like.policy_id;
    fresh.face = like.face;
    fresh.face.certificate_no = "YX77";
    fresh.face.management_no = "202577";
    fresh.face.licence_id = domain::format(*domain::make_licence_id(
        fresh.face.issuer_uscc + "001", fresh.face.issuer_uscc, fresh.face.certificate_no, 1));
    fresh.face_signature =
        test::sure(storage::approve(fresh.holder, fresh.line, fresh.face, house_->approval_key()));
    fresh.status_at = fresh.created_at = house_->clock.now();
    test::sure(house_->store().write_now([&](storage::Transaction& t) {
        return storage::insert_certificate(t, house_->keys(), fresh);
    }));
    held_.line = fresh.line;
    correct(renamed(held_, "王改正"));
    const auto id = domain::parse_licence_id(present(held_).face.licence_id);
    ASSERT_TRUE(id) << id.error().describe();
    EXPECT_EQ(id->version, 2);
    EXPECT_EQ(id->serial, "YX77");
}

TEST_F(CertificateCorrections, the_person_keeps_the_former_name_as_an_alias) {
    correct(renamed(held_, "王改正"));
    ASSERT_EQ(names().size(), 2U);
    EXPECT_EQ(names()[0].name.value, "王改正");
    EXPECT_EQ(names()[0].state, storage::FactState::current);
    EXPECT_EQ(names()[1].name.value, "王演示");
    EXPECT_EQ(names()[1].state, storage::FactState::former);
    // And back again: no name stands twice.
    correct(renamed(held_, "王演示"));
    ASSERT_EQ(names().size(), 2U);
    EXPECT_EQ(names()[0].name.value, "王演示");
}

TEST_F(CertificateCorrections, the_former_number_still_leads_to_the_person) {
    const domain::IdNumber former{domain::IdDocumentType::resident_identity_card,
                                  present(held_).face.id_number};
    CorrectionWish wish = correction(held_);
    wish.form.id_number = other_number();
    wish.form.birth = "1990-03";
    wish.form.sex = "unspecified";
    correct(wish);
    ASSERT_EQ(documents().size(), 2U);
    EXPECT_EQ(documents()[0].document.number, other_number());
    EXPECT_EQ(documents()[0].state, storage::FactState::current);
    EXPECT_EQ(documents()[1].document, former);
    const auto found = test::sure(house_->store().read_now([&](storage::Reader& reader) {
        return storage::find_persons_by_document(reader, house_->keys(), former);
    }));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].holder, held_.holder);
    EXPECT_EQ(found[0].state, storage::FactState::former);
    EXPECT_TRUE(binding().number_changed);
}

TEST_F(CertificateCorrections, the_old_account_is_led_to_binding_again_and_loses_nothing) {
    house_->endorse(held_, {.days = 7});
    house_->clock.advance(Days(20));  // over: it counts
    const CopyId open = house_->endorse(held_);
    correct(renamed(held_, "王改正"));

    EXPECT_TRUE(
        test::sure(house_->run(list_certificates(house_->services(), {held_.actor.account, {}})))
            .empty());
    const BindingState state = binding();
    EXPECT_EQ(state.stage, BindingStage::changed);
    EXPECT_TRUE(state.name_changed);
    EXPECT_FALSE(state.number_changed);

    const Origin origin{"192.0.2.7", "test"};
    test::sure(house_->run(begin_rebinding(
        house_->services(), held_.actor.account, "王改正", present(held_).face.id_number, origin)));
    const HolderId again = test::sure(
        house_->run(confirm_binding(house_->services(), held_.actor.account, last_code())));
    EXPECT_EQ(again, held_.holder);
    const auto list = test::sure(house_->run(list_certificates(house_->services(), held_.actor)));
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].certificate.version, 2);
    EXPECT_EQ(list[0].used, 1) << "the one that was over counts, the one the office ended does not";
    EXPECT_TRUE(list[0].checked_before) << "the new data are to be checked again";
    EXPECT_FALSE(list[0].data_checked_at);
    const auto row =
        house_->one<std::string>("SELECT failure_code FROM endorsement WHERE copy_id = $1", open);
    EXPECT_EQ(row, "certificate.superseded");
}

TEST_F(CertificateCorrections, an_account_that_says_the_right_name_already_stays_bound) {
    const test::Held other = house_->add_holder({}, "王改正");
    // Both accounts see the certificate; only one calls its holder what was corrected.
    test::sure(house_->store().write_now([&](storage::Transaction& t) {
        return storage::bind_account(t,
                                     other.actor.account,
                                     held_.holder,
                                     storage::BindingProof::office,
                                     house_->clock.now());
    }));
    correct(renamed(held_, "王改正"));
    EXPECT_EQ(binding().stage, BindingStage::changed);
    const auto state =
        test::sure(house_->run(binding_state(house_->services(), other.actor.account)));
    EXPECT_EQ(state.holders.size(), 2U);
    EXPECT_EQ(messages("certificate_changed").size(), 2U) << "both were told before";
}

TEST_F(CertificateCorrections, what_does_not_name_the_person_ends_no_binding) {
    CorrectionWish wish = correction(held_);
    wish.form.specialty = "01";
    correct(wish);
    EXPECT_EQ(binding().stage, BindingStage::bound);
    EXPECT_NE(present(held_).face.specialty.zh, "");
    EXPECT_EQ(present(held_).face.specialty_code, "01");
}

TEST_F(CertificateCorrections, a_correction_does_not_lift_a_suspension) {
    change(held_, Kind::suspend_certificate);
    correct(renamed(held_, "王改正"));
    EXPECT_EQ(status(held_), "suspended");
    EXPECT_EQ(present(held_).version, 2);
}

TEST_F(CertificateCorrections, nothing_corrected_is_refused) {
    EXPECT_EQ(wrong_field(propose_it(correction(held_))), "form");
}

TEST_F(CertificateCorrections, each_refusal_names_its_field) {
    EXPECT_EQ(wrong_field_of(&CorrectionForm::name, ""), "name");
    EXPECT_EQ(wrong_field_of(&CorrectionForm::name, "王𓀀"), "name") << "no font has it";
    EXPECT_EQ(wrong_field_of(&CorrectionForm::id_number, "123"), "id_number");
    EXPECT_EQ(wrong_field_of(&CorrectionForm::specialty, "no such"), "specialty");
    EXPECT_EQ(wrong_field_of(&CorrectionForm::approved_on, "1995-01-01"), "approved_on")
        << "before the catalogue's first edition";
    const test::Held other = house_->add_holder();
    EXPECT_EQ(wrong_field_of(&CorrectionForm::management_no, present(other).face.management_no),
              "management_no");
    CorrectionWish wish = renamed(held_, "王改正");
    wish.photo = to_bytes("not a photo");
    EXPECT_EQ(wrong_field(propose_it(wish)), "photo");
    wish = renamed(held_, "王改正");
    wish.change.reason = "";
    EXPECT_EQ(wrong_field(propose_it(wish)), "reason");
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM proposal"), 0);
}

TEST_F(CertificateCorrections,
       a_number_somebody_else_has_wants_a_word_and_is_shown_to_the_second_person) {
    const test::Held other = house_->add_holder({}, "李演示");
    CorrectionWish wish = correction(held_);
    wish.form.id_number = present(other).face.id_number;
    wish.form.birth = "1950-03";  // as the numbers of these tests say
    wish.form.sex = "unspecified";
    const auto refused = propose_it(wish);
    EXPECT_EQ(wrong_field(refused), "id_number");
    EXPECT_EQ(failure(refused), ErrorCode::conflict);
    wish.shares_number_knowingly = true;
    const auto id = propose_it(wish);
    ASSERT_TRUE(id) << id.error().describe();
    const auto view = test::sure(house_->run(find_proposal(house_->services(), approver_, *id)));
    const auto shown = test::sure(house_->run(find_correction(house_->services(), view)));
    EXPECT_TRUE(shown.shares_number);
    EXPECT_EQ(domain::differences(shown.before, shown.after),
              (std::vector<FaceItem>{FaceItem::id_number, FaceItem::sex, FaceItem::birth}));
    // Once the other's number is corrected as well, two swapped numbers are right.
    test::sure(approve(approver_, *id));
    CorrectionWish swap;
    const auto record = present(other);
    swap.tag = tag_of(record);
    swap.form = domain::form_of(record.face);
    swap.form.id_number = shown.before.id_number;
    swap.form.birth = "1950-03";
    swap.form.sex = "unspecified";
    swap.change = CertificateOffice::wish();
    EXPECT_TRUE(house_->run(
        propose_correction(house_->services(), clerk_, {other.holder, other.line}, swap)));
}

TEST_F(CertificateCorrections, a_form_of_an_older_version_is_refused) {
    const CorrectionWish old = renamed(held_, "王改正");
    change(held_, Kind::suspend_certificate);
    EXPECT_EQ(failure(propose_it(old)), ErrorCode::proposal_outdated);
}

TEST_F(CertificateCorrections, a_correction_of_another_version_fails_when_it_is_approved) {
    const auto id = test::sure(propose_it(renamed(held_, "王改正")));
    test::sure(stop(second_, held_));
    EXPECT_EQ(test::sure(approve(approver_, id)), State::failed);
    EXPECT_EQ(present(held_).version, 1);
}

TEST_F(CertificateCorrections, without_the_approval_key_nothing_is_issued_and_the_proposal_waits) {
    const auto id = test::sure(propose_it(renamed(held_, "王改正")));
    const auto* key = house_->services().approver;
    house_->services().approver = nullptr;
    EXPECT_EQ(failure(approve(approver_, id)), ErrorCode::key_unavailable);
    EXPECT_EQ(state_of(id), State::open);
    house_->services().approver = key;
    EXPECT_EQ(test::sure(approve(approver_, id)), State::applied);
}

TEST_F(CertificateCorrections, another_photo_is_kept_and_printed) {
    // The same picture with a comment behind its start: another file.
    Bytes photo = test::sure(read_file(YX_SOURCE_DIR "/tests/unit/documents/data/portrait.jpg"));
    const Bytes comment{0xFF, 0xFE, 0x00, 0x04, 'y', 'x'};
    photo.insert(photo.begin() + 2, comment.begin(), comment.end());
    CorrectionWish wish = correction(held_);
    wish.photo = photo;
    correct(wish);
    const std::string name = present(held_).face.photo_sha256;
    EXPECT_EQ(name, to_hex(crypto::sha256(photo)));
    EXPECT_EQ(test::sure(load_photo(house_->services(), present(held_).face)), photo);
}

TEST_F(CertificateCorrections, a_number_the_line_had_before_may_come_back) {
    const std::string first = present(held_).face.management_no;
    CorrectionWish wish = correction(held_);
    wish.form.management_no = "2025999988887777";
    correct(wish);
    wish = correction(held_);
    wish.form.management_no = first;
    correct(wish);
    EXPECT_EQ(present(held_).version, 3);
    EXPECT_EQ(present(held_).face.management_no, first);
    const auto led = test::sure(house_->store().read_now([&](storage::Reader& reader) {
        return storage::find_line_by_management_no(reader, "2025999988887777");
    }));
    ASSERT_TRUE(led);
    EXPECT_EQ(*led, key_of(held_)) << "old lists still lead here";
}

TEST_F(CertificateCorrections, the_new_version_can_be_endorsed) {
    correct(renamed(held_, "王改正"));
    test::sure(house_->run(confirm_data(house_->services(), held_.actor, held_.line, 2)));
    EXPECT_NO_THROW(house_->endorse(held_));
}

TEST_F(CertificateCorrections, the_corrected_page_can_be_looked_at_before_the_decision) {
    const auto id = test::sure(propose_it(renamed(held_, "王改正")));
    const auto svg = house_->run(draw_correction(house_->services(), approver_, id));
    ASSERT_TRUE(svg) << svg.error().describe();
    EXPECT_NE(svg->find("<svg"), std::string::npos);
    EXPECT_EQ(failure(house_->run(draw_correction(house_->services(), stranger_, id))),
              ErrorCode::not_found);
}

}  // namespace
}  // namespace yinxin::service
