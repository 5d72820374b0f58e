// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/proposals.hpp"
#include "yinxin/service/services.hpp"

#include <string>

/// What a seal looks like: drawn from its words, or from the ink of a picture made elsewhere.
namespace yinxin::service {

/// @error forbidden
[[nodiscard]] Result<void> may_see_seals(const domain::StaffActor& actor);
/// The picture as SVG. @error document.glyph_missing, document.text_does_not_fit,
///   seal.picture_refused
[[nodiscard]] Task<Result<std::string>> draw_seal_picture(Services& services,
                                                          domain::StaffActor actor,
                                                          config::SealPicture picture);

/// A picture made elsewhere as `config::SealPicture::png` keeps it: one ink, nothing else of the
/// file. @error seal.picture_refused
[[nodiscard]] Task<Result<std::string>> read_seal_picture(Services& services,
                                                          domain::StaffActor actor,
                                                          Bytes file);
/// The picture of the seal a proposal is about, as the rules it proposes have it, as SVG; "" if it
/// proposes no rules. For whoever may see the proposal.
[[nodiscard]] Task<Result<std::string>> draw_proposed_seal(Services& services,
                                                           const ProposalView& shown);

}  // namespace yinxin::service
