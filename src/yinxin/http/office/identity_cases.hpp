// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /office/identity: 身份核实, what waits longest first.
Task<Result<Response>> show_identity_queue(Context& context);
/// GET /office/identity/{request}, and POST with a number to look for: what is stated and what is
/// registered, side by side.
Task<Result<Response>> show_identity_sheet(Context& context);
/// GET /office/identity/{request}/files/{file}
Task<Result<Response>> download_evidence(Context& context);
/// GET /office/identity/{request}/data.pdf: the person's data, for the agent.
Task<Result<Response>> download_agents_data(Context& context);
/// POST /office/identity/{request}/ask: more is needed.
Task<Result<Response>> ask_for_evidence(Context& context);
/// POST /office/identity/{request}/propose: confirmed or refused; a second person decides.
Task<Result<Response>> propose_identity(Context& context);

}  // namespace yinxin::http
