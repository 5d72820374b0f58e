// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_certificates.hpp"

#include "yinxin/domain/licence_id.hpp"
#include "yinxin/domain/result_face.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using domain::CertificateKind;
using domain::FaceData;
using domain::QualificationEdition;
using storage::BatchState;
using storage::NewCertificate;

/// From approval to issue a batch takes at most this long; younger years are not finished.
constexpr Days longest_issue{150};
/// Batches that are not out yet were approved so long ago.
constexpr Days recent_approval{20};

bool is_coming(BatchState state) {
    return state != BatchState::released && state != BatchState::recalled &&
           state != BatchState::stopped;
}

int year_of(CivilDay day) {
    return static_cast<int>(std::chrono::year_month_day(day).year());
}

void put_person(FaceData& face, const DemoPerson& person) {
    face.name = person.name.value;
    if (person.document.type == domain::IdDocumentType::passport) face.latin_name = face.name;
    face.sex = person.sex;
    const std::chrono::year_month_day birth(person.birth);
    face.birth = birth.year() / birth.month();
    face.id_type = person.document.type;
    face.id_number = person.document.number;
    face.photo_sha256 = person.photo_sha256;
}

/// A code as asked for, or a drawn one where none is; nothing where the edition has none.
const domain::NamedCode* choose(const std::vector<domain::NamedCode>& codes,
                                const std::string& wanted,
                                DemoRandom& random) {
    if (codes.empty()) return nullptr;
    for (const domain::NamedCode& code : codes) {
        if (code.code == wanted) return &code;
    }
    return &codes[random.below(codes.size())];
}

}  // namespace

int DemoCertificates::newest_year() const {
    return year_of(civil_day(now_) - longest_issue);
}

int DemoCertificates::coming_year() const {
    return year_of(civil_day(now_) - recent_approval);
}

int DemoCertificates::number_of(std::string_view qualification_id) const {
    const auto& items = reference_.catalogue.items();
    const auto found = std::ranges::find(items, qualification_id, &domain::Qualification::id);
    return static_cast<int>(found - items.begin()) + 1;
}

DemoCertificates::Batch DemoCertificates::open_batch(const DemoAward& award,
                                                     const std::string& issuer_id) {
    const CivilDay today = civil_day(now_);
    Batch batch;
    if (is_coming(award.batch_state)) {
        batch.approved_on = today - recent_approval;
        batch.issued_on = today - Days(5);
    } else {
        // In the first half of the year, so that all of a year is out when the year counts.
        batch.approved_on = make_day(award.year,
                                     static_cast<unsigned>(random_.between(1, 6)),
                                     static_cast<unsigned>(random_.between(1, 28)));
        batch.approved_on = std::min(batch.approved_on, today - longest_issue);
        batch.issued_on = batch.approved_on + Days(random_.between(40, 140));
    }
    const bool is_new = award.year >= newest_year();
    const Instant changed = start_of(batch.issued_on) + std::chrono::hours(10);
    batch.row = {make_id<BatchId>(),
                 issuer_id,
                 award.qualification_id,
                 award.year,
                 award.batch_state,
                 0,
                 changed,
                 std::nullopt};
    if (is_new && award.batch_state == BatchState::released) batch.row.announced_at = changed;
    return batch;
}

DemoCertificates::Batch& DemoCertificates::batch_for(const DemoAward& award,
                                                     const std::string& issuer_id) {
    const BatchKey key{award.qualification_id, award.year, award.batch_state};
    const auto found = batches_.find(key);
    if (found != batches_.end()) return found->second;
    return batches_.emplace(key, open_batch(award, issuer_id)).first->second;
}

void DemoCertificates::put_numbers(FaceData& face) {
    const int serial = ++serial_;
    const int item = number_of(face.qualification_id);
    const int year = year_of(face.approved_on);
    face.certificate_no = fmt::format("YS{:04}{:02}{:07}", year, item, serial);
    face.management_no = face.kind == CertificateKind::query_result_proof
                             ? fmt::format("CX{:04}99{:02}{:08}", year, item, serial)
                             : fmt::format("{:04}009999{:02}{:08}", year, item, serial);
}

Result<void> DemoCertificates::put_licence_id(FaceData& face) const {
    const int item = number_of(face.qualification_id);
    YX_TRY(const domain::LicenceId id,
           domain::make_licence_id(face.issuer_uscc + fmt::format("{:03}", item),
                                   face.issuer_uscc,
                                   face.certificate_no,
                                   face.version));
    face.licence_id = domain::format(id);
    return ok();
}

Result<void> DemoCertificates::approve(NewCertificate& certificate) const {
    YX_TRY(certificate.face_signature,
           storage::approve(certificate.holder, certificate.line, certificate.face, approval_));
    return ok();
}

Result<NewCertificate> DemoCertificates::award(const DemoPerson& person, const DemoAward& award) {
    const QualificationEdition* edition =
        reference_.catalogue.find_edition(award.qualification_id, award.year);
    if (edition == nullptr) return Error(ErrorCode::not_found, award.qualification_id);
    Batch& batch = batch_for(award, edition->issuer_id);
    NewCertificate certificate;
    certificate.holder = person.holder;
    certificate.line = make_id<LineId>();
    certificate.batch = batch.row.id;
    certificate.policy_id = edition->policy_id;
    certificate.created_at = batch.row.changed_at;
    certificate.status_at = batch.row.changed_at;
    FaceData& face = certificate.face;
    face.kind = award.kind;
    put_person(face, person);
    domain::put_title(face, *edition);
    face.qualification_id = award.qualification_id;
    face.qualification = edition->name;
    if (const auto* level = choose(edition->levels, award.level_code, random_)) {
        face.level_code = level->code;
        face.level = level->name;
    }
    if (const auto* specialty = choose(edition->specialties, award.specialty_code, random_)) {
        face.specialty_code = specialty->code;
        face.specialty = specialty->name;
    }
    face.approved_on = batch.approved_on;
    face.issued_on = batch.issued_on;
    const domain::Issuer& issuer = reference_.issuers.at(edition->issuer_id);
    face.issuer_id = issuer.id;
    face.issuer_uscc = issuer.uscc.value;
    face.issuer = issuer.name;
    for (const std::string& authority : edition->authorities) {
        face.authorities.push_back(reference_.authorities.at(authority).name);
    }
    face.seal_type = edition->seal_type;
    put_numbers(face);
    YX_CHECK(put_licence_id(face));
    YX_CHECK(approve(certificate));
    ++batch.row.certificate_count;
    return certificate;
}

Result<NewCertificate> DemoCertificates::correct(const NewCertificate& before,
                                                 const DemoPerson& person,
                                                 Instant at) {
    NewCertificate next = before;
    next.status = domain::CertificateStatus::valid;
    next.status_reason.clear();
    next.status_at = at;
    next.created_at = at;
    next.face.version = before.face.version + 1;
    put_person(next.face, person);
    YX_CHECK(put_licence_id(next.face));
    YX_CHECK(approve(next));
    return next;
}

DemoAward DemoCertificates::draw_award(CivilDay birth) {
    const auto& items = reference_.catalogue.items();
    for (;;) {
        const domain::Qualification& item = items[random_.below(items.size())];
        const int from = std::max(item.editions.front().valid_from_year, year_of(birth) + 22);
        if (from > newest_year()) continue;
        DemoAward award;
        award.qualification_id = item.id;
        // Two thirds of all certificates are of the last eight years.
        const int recent = std::max(from, newest_year() - 8);
        award.year = random_.between(random_.chance(66) ? recent : from, newest_year());
        return award;
    }
}

std::vector<storage::BatchRow> DemoCertificates::batches() const {
    std::vector<storage::BatchRow> rows;
    for (const auto& [key, batch] : batches_) {
        rows.push_back(batch.row);
    }
    return rows;
}

void DemoCertificates::announce_coming_batches() {
    const auto& items = reference_.catalogue.items();
    constexpr std::array stages{BatchState::scoring, BatchState::checking, BatchState::approved};
    for (std::size_t i = 0; i < stages.size() && i < items.size(); ++i) {
        const domain::Qualification& item = items[items.size() - 1 - i];
        DemoAward award;
        award.qualification_id = item.id;
        award.year = coming_year();
        award.batch_state = stages[i];
        Batch& batch = batch_for(award, item.editions.back().issuer_id);
        batch.row.announced_at = now_ - Days(3 * static_cast<int>(i) + 2);
        batch.row.changed_at = *batch.row.announced_at;
    }
}

bool DemoCertificates::is_exempt(const NewCertificate& certificate) const {
    const domain::EndorsementPolicy* policy = reference_.find_policy(certificate.policy_id);
    const domain::Issuer* issuer = reference_.find_issuer(certificate.face.issuer_id);
    return policy != nullptr && issuer != nullptr &&
           !domain::needs_endorsement(*policy, certificate.face.issued_on, issuer->kind);
}

}  // namespace yinxin::cli
