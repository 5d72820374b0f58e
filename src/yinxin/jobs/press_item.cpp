// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/press_item.hpp"

#include "yinxin/documents/qr.hpp"
#include "yinxin/domain/person_name.hpp"
#include "yinxin/domain/seal.hpp"
#include "yinxin/jobs/revocation_shelf.hpp"
#include "yinxin/signing/offline_code.hpp"
#include "yinxin/storage/seals.hpp"

#include <algorithm>

namespace yinxin::jobs {
namespace {

/// Only a certificate that is valid, current and released right now may get a new copy.
Result<void> check_certificate(const storage::CertificateRecord& certificate,
                               const PressItem& item) {
    const bool is_good = certificate.status == domain::CertificateStatus::valid &&
                         certificate.version == certificate.current_version &&
                         certificate.version == item.copy.version &&
                         storage::is_released(certificate);
    if (!is_good) return Error(ErrorCode::certificate_not_valid, "copy " + item.copy.id.str());
    return ok();
}

std::optional<issuing::EndorsementFacts> endorsement_of(const storage::CopyRow& copy) {
    if (!copy.endorsement) return std::nullopt;
    return issuing::EndorsementFacts{{*copy.scenario, *copy.days, *copy.recipient},
                                     {*copy.applied_at, *copy.valid_until}};
}

Result<void> check_application(const storage::CopyRow& copy) {
    if (copy.state == domain::CopyState::released) {
        return Error(ErrorCode::lease_lost, "another worker released the copy");
    }
    if (copy.state == domain::CopyState::failed) {
        return Error(ErrorCode::release_lost, "the copy was given up");
    }
    if (copy.endorsement_state && *copy.endorsement_state != domain::EndorsementState::pending) {
        return Error(ErrorCode::release_lost, "the application is settled");
    }
    return ok();
}

}  // namespace

Result<void> gather_facts(storage::Reader& reader,
                          const PressShop& shop,
                          PressItem& item,
                          Instant now) {
    YX_TRY(std::optional<storage::CopyRow> copy,
           storage::find_copy(reader, {item.job.holder, item.job.copy}));
    if (!copy) return Error(ErrorCode::not_found, "copy " + item.job.copy.str());
    item.copy = *std::move(copy);
    YX_CHECK(check_application(item.copy));
    YX_TRY(item.certificate,
           storage::find_certificate(
               reader, shop.keys, item.copy.holder, item.copy.line, item.copy.version));
    if (!item.certificate) return Error(ErrorCode::not_found, "certificate of copy");
    YX_CHECK(check_certificate(*item.certificate, item));
    YX_CHECK(storage::check_approval(*item.certificate, shop.approval));
    const auto seal = domain::seal_for(
        shop.reference->seal_assignments, item.certificate->face.seal_type, civil_day(now));
    if (!seal) return Error(ErrorCode::seal_not_in_use, item.certificate->face.seal_type);
    item.seal_id = *seal;
    YX_TRY(const std::optional<storage::SealRecord> record, storage::find_seal(reader, *seal));
    if (!record) return Error(ErrorCode::seal_not_in_use, *seal);
    // Entered since the service started: the work waits for the next start, and no application
    // ends.
    if (shop.press.stationery().find_seal(*seal) == nullptr) {
        return Error(ErrorCode::seal_not_in_use, *seal + " is not opened yet");
    }
    if (shop.revocation != nullptr) YX_CHECK(shop.revocation->check_pressing(*seal, now));
    item.key_name = record->key_name;
    item.facts = {item.copy.copy_no,
                  domain::CopyCode{item.copy.code},
                  domain::CopyToken{item.copy.token},
                  endorsement_of(item.copy),
                  now};
    return ok();
}

/// The second code, where the template carries one. It says what the page says, with the person
/// masked: whoever sees the paper may read it.
Result<void> sign_offline(const PressShop& shop, PressItem& item) {
    const domain::FaceData& face = item.certificate->face;
    const auto& templates = shop.settings.offline_code;
    const bool is_wanted = std::ranges::find(templates, face.template_id) != templates.end();
    if (shop.offline == nullptr || !is_wanted) return ok();
    signing::OfflineClaims claims;
    claims.service = shop.letterhead.public_url;
    claims.copy_no = item.facts.copy_no;
    claims.masked_name = domain::masked_name({face.name});
    claims.qualification = face.qualification.zh;
    claims.made_at = item.facts.made_at;
    if (const auto& endorsement = item.facts.endorsement) {
        claims.scenario = issuing::scenario_words(endorsement->terms.scenario);
        claims.recipient = endorsement->terms.recipient;
        claims.valid_until = endorsement->validity.until;
    }
    YX_TRY(std::string code, signing::sign_offline_code(claims, *shop.offline));
    // A recipient's name too long for the paper must not cost the copy; the link code is there.
    if (documents::fits_qr(code, documents::offline_code_room)) {
        item.facts.offline_code = std::move(code);
    } else {
        log::info("press.offline_code_left_out", {{"copy", claims.copy_no}});
    }
    return ok();
}

Result<void> build_faces(const PressShop& shop, PressItem& item) {
    const storage::CertificateRecord& certificate = *item.certificate;
    YX_TRY(const Bytes name, parse_hex(certificate.face.photo_sha256));
    crypto::Digest32 photo{};
    if (name.size() != photo.size()) return Error(ErrorCode::draft_refused, "no photo");
    std::ranges::copy(name, photo.begin());
    Result<Bytes> stored = shop.blobs.get(photo);
    // More likely a disk that is not mounted than a photo that never was: not the holder's loss.
    if (!stored && stored.error().code() == ErrorCode::not_found) {
        return Error(ErrorCode::file_missing, "photo");
    }
    YX_TRY(item.photo, std::move(stored));
    const domain::EndorsementPolicy* policy = shop.reference->find_policy(certificate.policy_id);
    const domain::Issuer* issuer = shop.reference->find_issuer(certificate.face.issuer_id);
    if (policy == nullptr || issuer == nullptr) {
        return Error(ErrorCode::draft_refused, "policy or issuer is not in the reference data");
    }
    YX_CHECK(sign_offline(shop, item));
    YX_TRY(issuing::Draft draft,
           issuing::make_draft({certificate.face,
                                *policy,
                                issuer->kind,
                                shop.letterhead,
                                item.facts,
                                item.seal_id,
                                std::move(item.photo)},
                               shop.press.stationery()));
    YX_TRY(std::vector<issuing::UnsignedFace> faces, shop.press.build(std::move(draft)));
    for (issuing::UnsignedFace& waiting : faces) {
        PressedFace& face = item.faces.emplace_back();
        face.format = waiting.format();
        face.key_name = face.format == domain::CopyFormat::ofd ? waiting.key_name : item.key_name;
        face.waiting = std::move(waiting);
        face.intent = make_id<IntentId>();
    }
    return ok();
}

Ending ending_of(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::lease_lost:
            return Ending::drop;
        case ErrorCode::release_lost:
        case ErrorCode::certificate_not_valid:
            return Ending::ended_by_office;
        case ErrorCode::draft_refused:
        case ErrorCode::glyph_missing:
        case ErrorCode::text_does_not_fit:
        case ErrorCode::photo_unreadable:
        case ErrorCode::template_unknown:
        case ErrorCode::qr_too_large:
        case ErrorCode::not_found:
        case ErrorCode::endorsement_days_out_of_range:
        case ErrorCode::endorsement_scenario_unknown:
        case ErrorCode::malformed:
        case ErrorCode::signature_wrong:  // the row is not what was approved
            return Ending::failed;
        default:
            return Ending::retry;
    }
}

bool is_outage(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::seal_not_in_use:
        case ErrorCode::clock_behind:
        case ErrorCode::timestamp_unavailable:
        case ErrorCode::revocation_stale:
        case ErrorCode::certificate_revoked:
        case ErrorCode::key_unavailable:
        case ErrorCode::certificate_not_current:  // of the electronic seal: one is to be renewed
        case ErrorCode::storage_unavailable:
        case ErrorCode::file_io:
        case ErrorCode::file_missing:
        case ErrorCode::unavailable:
        case ErrorCode::timed_out:
            return true;
        default:
            return false;
    }
}

}  // namespace yinxin::jobs
