// SPDX-License-Identifier: Apache-2.0
#include "yinxin/issuing/draft.hpp"

namespace yinxin::issuing {
namespace {

Error refuse(const char* check) {
    return Error(ErrorCode::draft_refused, check);
}

Result<void> check_numbers(const domain::FaceData& data) {
    if (data.name.empty()) return refuse("name is empty");
    if (data.id_number.empty()) return refuse("ID number is empty");
    if (data.title.zh.empty()) return refuse("title is empty");
    if (data.management_no.empty()) return refuse("management number is empty");
    if (data.authorities.empty()) return refuse("no approving authority");
    if (data.issued_on < data.approved_on) return refuse("issued before it was approved");
    return ok();
}

Result<void> check_dates(const DraftRequest& request) {
    const CopyFacts& copy = request.copy;
    const bool needed =
        domain::needs_endorsement(request.policy, request.data.issued_on, request.issuer_kind);
    if (needed != copy.endorsement.has_value())
        return refuse("endorsement does not fit the policy");
    if (civil_day(copy.made_at) < request.data.issued_on)
        return refuse("made before it was issued");
    if (!copy.endorsement) return ok();
    const EndorsementFacts& endorsement = *copy.endorsement;
    if (endorsement.terms.scenario == domain::scenario_authorised_use) {
        // No policy offers it to holders: it comes with a code, for one organisation.
        if (endorsement.terms.recipient.empty()) return refuse("authorised use by nobody");
    } else {
        YX_CHECK(domain::check_scenario(request.policy, endorsement.terms.scenario));
    }
    YX_TRY(const domain::Validity expected,
           domain::validity(request.policy, endorsement.validity.from, endorsement.terms.days));
    // The same function that promised the end to the holder computes it again here: what is sealed
    // is never longer than what was promised.
    if (expected != endorsement.validity) return refuse("validity is not the policy's");
    if (!endorsement.validity.contains(copy.made_at)) return refuse("outside its validity");
    return ok();
}

Result<void> check_characters(const documents::Face& face,
                              const documents::Stationery& stationery) {
    const documents::FontBook& fonts = stationery.fonts();
    for (const documents::FaceField& field : face.fields) {
        YX_CHECK(fonts.check_coverage(field.value));
    }
    YX_CHECK(fonts.check_coverage(face.title_zh));
    YX_CHECK(fonts.check_coverage(face.preamble_zh));
    for (const std::string& authority : face.authorities) {
        YX_CHECK(fonts.check_coverage(authority));
    }
    if (face.endorsement) YX_CHECK(fonts.check_coverage(face.endorsement->recipient));
    return ok();
}

}  // namespace

Result<Draft> make_draft(const DraftRequest& request, const documents::Stationery& stationery) {
    YX_CHECK(check_numbers(request.data));
    YX_CHECK(check_dates(request));
    if (request.photo.empty()) return refuse("no photo");
    if (stationery.find_seal(request.seal_id) == nullptr) return refuse("no picture of the seal");
    documents::Face face = compose_copy(
        request.data, request.letterhead, request.copy, request.seal_id, request.photo);
    YX_CHECK(check_characters(face, stationery));
    return Draft(std::move(face));
}

}  // namespace yinxin::issuing
