// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /privacy: the privacy notice (隐私政策), for everybody.
Task<Result<Response>> show_privacy(Context& context);
/// GET and POST /notice: 服务须知 and [同意].
Task<Result<Response>> show_notice(Context& context);
/// GET /account: 我的账号.
Task<Result<Response>> show_account(Context& context);
/// GET and POST /account/password
Task<Result<Response>> change_password(Context& context);
/// POST /account/sessions/end
Task<Result<Response>> end_other_sessions(Context& context);
/// POST /account/sessions/{id}/end: one of them.
Task<Result<Response>> end_named_session(Context& context);
/// POST /account/mobile/object: the mobile that waits to take the place of this one is not wanted.
Task<Result<Response>> object_to_mobile_change(Context& context);
/// GET /demo: the printed accounts; only in a demonstration.
Task<Result<Response>> show_demo(Context& context);
/// GET /demo/messages: what was sent to mobiles; only in a demonstration.
Task<Result<Response>> show_demo_messages(Context& context);

}  // namespace yinxin::http
