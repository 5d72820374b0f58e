// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

namespace yinxin::http {

/// GET /organisations: for whom I may act; a code to join another one.
Task<Result<Response>> show_organisations(Context& context);
/// GET and POST /organisations/new
Task<Result<Response>> register_organisation(Context& context);
/// GET /organisations/{id}: what is known of it, and where its pages are.
Task<Result<Response>> show_organisation(Context& context);
/// GET and POST /organisations/{id}/details: name and contact, for owners.
Task<Result<Response>> change_organisation(Context& context);
/// POST /organisations/{id}/close: by its only member.
Task<Result<Response>> close_organisation(Context& context);

}  // namespace yinxin::http
