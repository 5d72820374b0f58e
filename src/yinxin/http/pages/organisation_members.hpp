// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

namespace yinxin::http {

/// GET /organisations/{id}/members
Task<Result<Response>> show_members(Context& context);
/// GET /organisations/{id}/members/{account}: one of them, and what can be done.
Task<Result<Response>> show_member(Context& context);
/// POST /organisations/{id}/members/{account} (change)
Task<Result<Response>> change_member(Context& context);
/// POST /organisations/{id}/invitations
Task<Result<Response>> invite_member(Context& context);
/// POST /organisations/{id}/invitations/{invitation}/withdraw
Task<Result<Response>> withdraw_invitation(Context& context);
/// POST /organisations/join (code): leads to the page of the code.
Task<Result<Response>> enter_invitation(Context& context);
/// GET and POST /organisations/join/{code}
Task<Result<Response>> join_organisation(Context& context);

}  // namespace yinxin::http
