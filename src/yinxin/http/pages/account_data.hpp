// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /account/data: what is held about the account, masked, and who has seen it.
Task<Result<Response>> show_account_data(Context& context);
/// POST /account/data/code: sends the code.
Task<Result<Response>> ask_account_data(Context& context);
/// GET and POST /account/data/confirm: with the right code the same page in full.
Task<Result<Response>> confirm_account_data(Context& context);
/// POST /account/data/confirm/resend
Task<Result<Response>> resend_account_data_code(Context& context);
/// POST /account/data/export: the file, with the ticket of the page in full.
Task<Result<Response>> export_account_data(Context& context);
/// POST /account/data/letter: the same as a sealed PDF, in the language of the page.
Task<Result<Response>> export_account_letter(Context& context);

}  // namespace yinxin::http
