// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/certificate_corrections.hpp"

namespace yinxin::http {

/// GET, POST /office/certificates/{certificate}/correct
Task<Result<Response>> correct_certificate(Context& context);
/// GET /office/proposals/{proposal}/picture.svg: the corrected page before it is decided on
Task<Result<Response>> show_corrected_picture(Context& context);

/// CORRECTION on the page of a proposal: each corrected value beside the one before, and both
/// pictures. Nothing for proposals of other kinds.
Task<Result<void>> set_correction(Context& context,
                                  View& view,
                                  const service::ProposalView& proposal);

}  // namespace yinxin::http
