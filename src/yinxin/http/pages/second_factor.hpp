// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

/// 两步验证 of one's own account. Whatever changes it asks for a confirmation first
/// (/account/confirm).
namespace yinxin::http {

/// GET /account/security: what there is, and the forms that change it.
Task<Result<Response>> show_security(Context& context);
/// GET and POST /account/security/totp: an authenticator app is set up.
Task<Result<Response>> set_up_authenticator(Context& context);
/// POST /account/security/totp/remove
Task<Result<Response>> remove_authenticator(Context& context);
/// POST /account/security/passkeys
Task<Result<Response>> add_passkey(Context& context);
/// POST /account/security/passkeys/rename
Task<Result<Response>> rename_passkey(Context& context);
/// POST /account/security/passkeys/remove
Task<Result<Response>> remove_passkey(Context& context);
/// POST /account/security/codes: ten new recovery codes.
Task<Result<Response>> remake_codes(Context& context);

}  // namespace yinxin::http
