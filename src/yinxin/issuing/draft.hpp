// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/stationery.hpp"
#include "yinxin/domain/endorsement_policy.hpp"
#include "yinxin/issuing/certificate_face.hpp"

namespace yinxin::issuing {

/// A page that has passed every check and may be sealed once. Only make_draft makes one, and
/// Press::build takes it away: the type system proves that nothing unchecked reaches a seal.
class Draft {
  public:
    Draft(Draft&&) = default;
    Draft& operator=(Draft&&) = default;
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    [[nodiscard]] const documents::Face& face() const noexcept { return face_; }
    [[nodiscard]] const std::string& seal_id() const noexcept { return face_.seal_id; }

  private:
    friend Result<Draft> make_draft(const struct DraftRequest&, const documents::Stationery&);
    explicit Draft(documents::Face face) : face_(std::move(face)) {}
    documents::Face face_;
};

/// Everything a draft is made from; read from the register just before.
struct DraftRequest {
    const domain::FaceData& data;
    const domain::EndorsementPolicy& policy;
    domain::IssuerKind issuer_kind = domain::IssuerKind::government;
    const Letterhead& letterhead;
    const CopyFacts& copy;
    std::string seal_id;
    Bytes photo;
};

/// Composes the page and checks it: an endorsement there where policy wants one, its dates within
/// the policy and in the future, numbers and names present, every character printable.
/// @error issuing.draft_refused  the detail names the check, not the value.
/// @error document.glyph_missing  param code_point.
[[nodiscard]] Result<Draft> make_draft(const DraftRequest& request,
                                       const documents::Stationery& stationery);

}  // namespace yinxin::issuing
