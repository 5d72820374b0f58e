// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// 待复核事项: what waits for a second pair of eyes.
namespace yinxin::http {

/// GET /office/proposals
Task<Result<Response>> show_proposals(Context& context);
/// GET /office/proposals/{proposal}
Task<Result<Response>> show_proposal(Context& context);
/// POST /office/proposals/{proposal}/decide
Task<Result<Response>> decide_proposal(Context& context);
/// POST /office/proposals/{proposal}/withdraw
Task<Result<Response>> withdraw_proposal(Context& context);
/// GET /office/proposals/{proposal}/attachment
Task<Result<Response>> download_attachment(Context& context);

}  // namespace yinxin::http
