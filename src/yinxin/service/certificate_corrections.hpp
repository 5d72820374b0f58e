// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/svg.hpp"
#include "yinxin/domain/correction.hpp"
#include "yinxin/service/certificate_changes.hpp"

#include <optional>
#include <string>
#include <vector>

/// 更正: a new version of a certificate with corrected data. The old one becomes 已变更, its copies
/// verify as superseded, its open endorsements end and do not count.
namespace yinxin::service {

/// The largest photo that is taken.
inline constexpr std::size_t most_photo_bytes = std::size_t{512} * 1024;
inline constexpr int least_photo_side = 100;
inline constexpr int most_photo_side = 2000;

struct CorrectionWish {
    std::string tag;  ///< tag_of the version whose data stood in the form
    domain::CorrectionForm form;
    Bytes photo;                           ///< JPEG; empty: the same as before
    bool shares_number_knowingly = false;  ///< another person has this number, and that is right
    ChangeWish change;
};
/// Checks every field, draws the corrected page and prepares the proposal.
/// @error proposal.outdated  the certificate has changed since the form was opened
/// @error conflict  param `field`: management_no (another certificate has it), id_number (another
///        person has it and nobody said that this is right); none: a correction waits already
/// @error invalid_input  param `field`; `form`: nothing was corrected
/// @error person.*, certificate.number_invalid, document.photo_unreadable, document.glyph_missing,
///        document.text_does_not_fit  param `field`
/// @error as propose_change
[[nodiscard]] Task<Result<domain::ProposalId>> propose_correction(Services& services,
                                                                  domain::StaffActor actor,
                                                                  storage::LineKey key,
                                                                  CorrectionWish wish);

/// What the form offers for the year of approval that stands in it; null: the catalogue has none.
[[nodiscard]] const domain::QualificationEdition* edition_for(const Services& services,
                                                              const domain::FaceData& face,
                                                              std::string_view approved_on);

/// A correction as it is decided on.
struct Correction {
    domain::FaceData before;
    domain::FaceData after;
    bool shares_number = false;  ///< somebody else has the corrected number at present
};
/// @error malformed  the proposal is none of a correction.
Result<Correction> read_correction(storage::Reader& reader,
                                   const Services& services,
                                   const storage::Proposal& proposal,
                                   const ProposalFacts& facts);
/// The corrected page, without seal: 预览 · 不作证明. @error not_found
[[nodiscard]] Task<Result<std::string>> draw_correction(Services& services,
                                                        domain::StaffActor actor,
                                                        domain::ProposalId id);
[[nodiscard]] Task<Result<Correction>> find_correction(Services& services,
                                                       const ProposalView& view);

/// Enters the corrected version, and puts the person's names, numbers and accounts in order.
/// @return how many accounts must be bound again, because what they call themselves was corrected.
/// @error proposal.outdated, signing.key_unavailable, storage.conflict
Result<int> enter_correction(storage::Transaction& transaction,
                             const Services& services,
                             const storage::CertificateRecord& record,
                             const Effect& effect,
                             Instant at);

}  // namespace yinxin::service
