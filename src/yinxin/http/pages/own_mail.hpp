// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

/// 我的邮箱: the account gets a mail address for its notices, another one, or none.
namespace yinxin::http {

/// GET and POST /account/mail (`mail`)
Task<Result<Response>> own_mail(Context& context);
/// GET and POST /account/mail/confirm (`code`)
Task<Result<Response>> confirm_own_mail(Context& context);
/// POST /account/mail/confirm/resend
Task<Result<Response>> resend_own_mail_code(Context& context);
/// POST /account/mail/remove
Task<Result<Response>> remove_own_mail(Context& context);

}  // namespace yinxin::http
