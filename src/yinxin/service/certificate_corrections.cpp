// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/certificate_corrections.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/documents/photo.hpp"
#include "yinxin/domain/licence_id.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/person_corrections.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::FaceData;
using domain::FaceItem;
using domain::ProposalId;
using domain::ProposalKind;
using domain::StaffActor;
using storage::CertificateRecord;
using storage::LineKey;
using storage::Reader;
using storage::Transaction;

int year_of(CivilDay day) {
    return static_cast<int>(std::chrono::year_month_day(day).year());
}

Error of_item(Error error, FaceItem item) {
    return std::move(error).with("field", std::string(domain::key(item)));
}

Result<void> check_photo(BytesView photo) {
    const auto header = documents::read_jpeg_header(photo);
    if (!header) return of_item(header.error(), FaceItem::photo);
    const auto fits = [](int side) { return side >= least_photo_side && side <= most_photo_side; };
    if (photo.size() > most_photo_bytes || !fits(header->width) || !fits(header->height)) {
        return of_item(Error(ErrorCode::photo_unreadable, "size"), FaceItem::photo);
    }
    return ok();
}

/// The identifier of the same licence with the face's version; none stays none.
Result<void> put_licence_id(FaceData& face) {
    if (face.licence_id.empty()) return ok();
    YX_TRY(domain::LicenceId id, domain::parse_licence_id(face.licence_id));
    YX_TRY(id, domain::make_licence_id(id.type_code, id.issuer_code, id.serial, face.version));
    face.licence_id = domain::format(id);
    return ok();
}

/// A corrected face with the policy it falls under.
struct Corrected {
    FaceData face;
    std::string policy_id;
};

Result<Corrected> correct_face(const Services& services,
                               const CertificateRecord& record,
                               const domain::CorrectionForm& form,
                               CivilDay today) {
    const config::Reference& reference = *services.reference;
    const FaceData& before = record.face;
    YX_TRY(FaceData face, domain::read_correction(before, form, today));
    const auto* was =
        reference.catalogue.find_edition(before.qualification_id, year_of(before.approved_on));
    const auto* now =
        reference.catalogue.find_edition(before.qualification_id, year_of(face.approved_on));
    if (now == nullptr) {
        return of_item(Error(ErrorCode::invalid_input, "no edition"), FaceItem::approved_on);
    }
    YX_TRY(face, domain::fit_to_edition(std::move(face), before, {was, *now}));
    Corrected corrected{std::move(face), record.policy_id};
    if (was != now) {
        corrected.policy_id = now->policy_id;
        corrected.face.authorities.clear();
        for (const std::string& id : now->authorities) {
            const auto found = reference.authorities.find(id);
            if (found == reference.authorities.end()) {
                return Error(ErrorCode::config_invalid, "authority " + id);
            }
            corrected.face.authorities.push_back(found->second.name);
        }
    }
    if (domain::differences(before, corrected.face).empty()) {
        return Error(ErrorCode::invalid_input, "nothing was corrected").with("field", "form");
    }
    corrected.face.version = before.version + 1;
    YX_CHECK(put_licence_id(corrected.face));
    return corrected;
}

domain::IdNumber document_of(const FaceData& face) {
    return {face.id_type, face.id_number};
}

/// Whether somebody else has the number now.
Result<bool> is_of_another(Reader& reader,
                           const Services& services,
                           HolderId holder,
                           const FaceData& face) {
    YX_TRY(const auto matches,
           storage::find_persons_by_document(reader, services.keys, document_of(face)));
    return std::ranges::any_of(matches, [holder](const storage::PersonMatch& match) {
        return match.holder != holder && match.state == storage::FactState::current;
    });
}

Result<void> check_numbers(Reader& reader,
                           const Services& services,
                           const CertificateRecord& record,
                           const FaceData& face,
                           bool shares_number_knowingly) {
    if (face.management_no != record.face.management_no) {
        YX_TRY(const auto found, storage::find_line_by_management_no(reader, face.management_no));
        if (found && *found != LineKey{record.holder, record.line}) {
            return of_item(Error(ErrorCode::conflict, "number taken"), FaceItem::management_no);
        }
    }
    const bool is_same = document_of(face) == document_of(record.face);
    if (is_same || shares_number_knowingly) return ok();
    YX_TRY(const bool is_shared, is_of_another(reader, services, record.holder, face));
    if (!is_shared) return ok();
    return of_item(Error(ErrorCode::conflict, "number of another person"), FaceItem::id_number);
}

Result<std::string> draw(const Services& services, const FaceData& face) {
    YX_TRY(Bytes photo, load_photo(services, face));
    return documents::draw_svg(
        issuing::compose_preview(face, letterhead_of(services), std::move(photo)),
        services.stationery);
}

/// A name that cannot be printed stops here, not in the press.
Result<void> try_to_draw(const Services& services, const FaceData& face) {
    const auto drawn = draw(services, face);
    if (drawn) return ok();
    switch (drawn.error().code()) {
        case ErrorCode::glyph_missing:
        case ErrorCode::text_does_not_fit:
            return of_item(drawn.error(), FaceItem::name);
        case ErrorCode::photo_unreadable:
            return of_item(drawn.error(), FaceItem::photo);
        default:
            return drawn.error();
    }
}

Result<CertificateRecord> read_present(Reader& reader,
                                       const Services& services,
                                       const StaffActor& actor,
                                       LineKey key,
                                       const std::string& tag) {
    YX_CHECK(require(actor, domain::act_to_propose(ProposalKind::correct_certificate)));
    YX_TRY(CertificateRecord record, find_in_scope(reader, services, actor, key));
    YX_CHECK(domain::check_change(record.status, ProposalKind::correct_certificate));
    if (tag_of(record) != tag) return Error(ErrorCode::proposal_outdated, key.str());
    return record;
}

/// Keeps the photo and says under which name.
Task<Result<std::string>> keep_photo(Services& services, Bytes photo) {
    auto keep = [&services, photo = std::move(photo)]() -> Result<std::string> {
        YX_CHECK(check_photo(photo));
        const crypto::Digest32 name = crypto::sha256(photo);
        YX_CHECK(services.blobs.put(name, photo));
        return to_hex(name);
    };
    co_return co_await flow::on_pool(pool_of_files(services), std::move(keep));
}

Result<FaceData> proposed_face(const ProposalFacts& facts) {
    const auto found = facts.find("face");
    if (found == facts.end()) return Error(ErrorCode::malformed, "no corrected face");
    return domain::parse_canonical_text(found->second);
}

/// Ends the bindings of accounts that call the person what was corrected: their owners bind again
/// with the corrected data (docs/choices.md#c24). An account whose number never was this person's
/// must not stay in.
Result<int> end_outdated_bindings(Transaction& transaction,
                                  const Services& services,
                                  HolderId holder,
                                  const storage::IdentityCorrection& correction,
                                  Instant at) {
    YX_TRY(const auto accounts, storage::list_holder_accounts(transaction, holder));
    int ended = 0;
    for (const storage::HolderAccount& bound : accounts) {
        if (bound.ended_at) continue;
        YX_TRY(const auto row, storage::find_account(transaction, bound.account));
        YX_TRY(const auto identity, storage::open_identity(services.keys, row));
        if (!identity.person) continue;
        const storage::StatedPerson& stated = *identity.person;
        const bool has_former_name = correction.changes_name() &&
                                     domain::same_name(stated.name, correction.former_name) &&
                                     !domain::same_name(stated.name, correction.name);
        const bool has_former_number =
            correction.changes_document() && stated.document == correction.former_document;
        if (!has_former_name && !has_former_number) continue;
        YX_CHECK(storage::end_binding(transaction, bound.account, holder, at));
        ++ended;
    }
    return ended;
}

}  // namespace

const domain::QualificationEdition* edition_for(const Services& services,
                                                const FaceData& face,
                                                std::string_view approved_on) {
    const auto day = parse_day(trim(approved_on));
    return services.reference->catalogue.find_edition(face.qualification_id,
                                                      year_of(day ? *day : face.approved_on));
}

Task<Result<ProposalId>> propose_correction(Services& services,
                                            StaffActor actor,
                                            LineKey key,
                                            CorrectionWish wish) {
    const Instant now = services.clock.now();
    auto read = [&services, actor, key, tag = wish.tag](Reader& reader) {
        return read_present(reader, services, actor, key, tag);
    };
    const auto present = co_await services.store.read(read);
    if (!present) co_return present.error();
    wish.form.photo_sha256 = present->face.photo_sha256;
    if (!wish.photo.empty()) {
        auto kept = co_await keep_photo(services, std::move(wish.photo));
        if (!kept) co_return std::move(kept).error();
        wish.form.photo_sha256 = *std::move(kept);
    }
    auto corrected = correct_face(services, *present, wish.form, civil_day(now));
    if (!corrected) co_return std::move(corrected).error();
    const FaceData face = corrected->face;
    const auto drawn = co_await flow::on_pool(
        pool_of_files(services), [&services, face] { return try_to_draw(services, face); });
    if (!drawn) co_return drawn.error();
    ProposalFacts facts{{"face", domain::canonical_text(face)}, {"policy", corrected->policy_id}};
    auto enter = [&services, actor, key, wish, face, facts, now](
                     Transaction& transaction) -> Result<ProposalId> {
        YX_TRY(const CertificateRecord record,
               read_present(transaction, services, actor, key, wish.tag));
        YX_CHECK(check_numbers(transaction, services, record, face, wish.shares_number_knowingly));
        return enter_change(transaction,
                            services,
                            actor,
                            record,
                            ProposalKind::correct_certificate,
                            wish.change,
                            facts,
                            now);
    };
    co_return co_await services.store.write(enter);
}

Result<Correction> read_correction(Reader& reader,
                                   const Services& services,
                                   const storage::Proposal& proposal,
                                   const ProposalFacts& facts) {
    Correction correction;
    YX_TRY(correction.after, proposed_face(facts));
    YX_TRY(const LineKey key, line_of(proposal.object));
    YX_TRY(const auto before,
           storage::find_certificate(
               reader, services.keys, key.holder, key.line, correction.after.version - 1));
    if (!before) return Error(ErrorCode::malformed, "no version before");
    correction.before = before->face;
    if (document_of(correction.before) != document_of(correction.after)) {
        YX_TRY(correction.shares_number,
               is_of_another(reader, services, key.holder, correction.after));
    }
    return correction;
}

Task<Result<Correction>> find_correction(Services& services, const ProposalView& view) {
    auto read = [&services, &view](Reader& reader) {
        return read_correction(reader, services, view.proposal, view.facts);
    };
    co_return co_await services.store.read(read);
}

Task<Result<std::string>> draw_correction(Services& services, StaffActor actor, ProposalId id) {
    const auto view = co_await find_proposal(services, actor, id);
    if (!view) co_return view.error();
    const auto face = proposed_face(view->facts);
    if (!face) co_return Error(ErrorCode::not_found, "no correction");
    co_return co_await flow::on_pool(pool_of_files(services),
                                     [&services, face = *face] { return draw(services, face); });
}

Result<int> enter_correction(Transaction& transaction,
                             const Services& services,
                             const CertificateRecord& record,
                             const Effect& effect,
                             Instant at) {
    YX_TRY(FaceData face, proposed_face(effect.facts));
    const auto policy = effect.facts.find("policy");
    if (face.version != record.version + 1 || policy == effect.facts.end()) {
        return Error(ErrorCode::proposal_outdated, effect.proposal.object);
    }
    if (services.approver == nullptr) return Error(ErrorCode::key_unavailable, "approval");
    const storage::IdentityCorrection identity{
        {record.face.name}, {face.name}, document_of(record.face), document_of(face)};
    storage::NewCertificate next;
    next.holder = record.holder;
    next.line = record.line;
    next.batch = record.batch;
    next.policy_id = policy->second;
    YX_TRY(next.face_signature,
           storage::approve(record.holder, record.line, face, *services.approver));
    next.face = std::move(face);
    // A correction does not lift a suspension.
    next.status = record.status;
    next.status_at = at;
    next.created_at = at;
    YX_CHECK(storage::supersede_certificate(
        transaction, services.keys, next, effect.proposal.decision_no));
    YX_CHECK(storage::correct_person(transaction, services.keys, record.holder, identity, at));
    return end_outdated_bindings(transaction, services, record.holder, identity, at);
}

}  // namespace yinxin::service
