// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"
#include "yinxin/http/view.hpp"
#include "yinxin/service/authorised_uses.hpp"

namespace yinxin::http {

/// USES (USE_URL, ORGANISATION, PURPOSE, GIVEN_AT, UNTIL_DAY, STATE_*; sections FETCHED with
/// FETCHED_AT and, if a program did it, section BY_PROGRAM, WRONG with TRIES and WRONG_AT).
void set_uses(View& view, const Context& context, const std::vector<storage::AuthorisedUse>& uses);

/// GET and POST /certificates/{id}/authorise: an organisation may fetch one copy.
Task<Result<Response>> authorise_use(Context& context);
/// GET /certificates/{id}/uses/{use}: how it stands.
Task<Result<Response>> show_use(Context& context);
/// POST /certificates/{id}/uses/{use}/code: another code in place of one that was lost.
Task<Result<Response>> replace_use_code(Context& context);
/// POST /certificates/{id}/uses/{use}/withdraw
Task<Result<Response>> withdraw_use(Context& context);

/// GET /authorised-use: for which organisation; led on where there is one alone.
Task<Result<Response>> choose_redeemer(Context& context);
/// GET and POST /organisations/{id}/copies: its people use a code, and see what was fetched.
Task<Result<Response>> redeem_use(Context& context);
/// GET /organisations/{id}/copies/{use}/file: the sealed file.
Task<Result<Response>> download_fetched(Context& context);

}  // namespace yinxin::http
