// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/api/door.hpp"

/// Copies that holders authorise the client's organisation to fetch (docs/authorised-use.md).
namespace yinxin::http {

/// POST /authorised-uses/redeem: uses a code up; 202 while its copy is being pressed.
Task<Result<ApiAnswer>> redeem_use_code(Context& context, const service::ApiCall& call);
/// GET /authorised-uses/{id}: how what this client has fetched stands now.
Task<Result<ApiAnswer>> answer_use(Context& context, const service::ApiCall& call);
/// GET /authorised-uses/{id}/file: one sealed file of it.
Task<Result<ApiAnswer>> hand_out_use(Context& context, const service::ApiCall& call);

}  // namespace yinxin::http
