// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/passkeys.hpp"

/// 通行密钥 of one's own account, and the question for one on other pages.
namespace yinxin::http {

/// GET and POST /office/account/passkeys: the list, and a new one.
Task<Result<Response>> own_passkeys(Context& context);
/// POST /office/account/passkeys/remove
Task<Result<Response>> remove_own_passkey(Context& context);

/// What web/static/passkey.js needs of a question.
void set_passkey_ask(View& view, const service::PasskeyAsk& ask);
/// PASSKEY with what web/static/passkey.js needs, where the person has one that works here.
Task<Result<void>> show_passkey_question(Context& context, View& view);
/// What the script put into the form.
[[nodiscard]] service::PasskeyAssertion passkey_answer(const Context& context);

}  // namespace yinxin::http
