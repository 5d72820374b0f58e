// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"
#include "yinxin/http/view.hpp"

namespace yinxin::http {

/// POST /login/{provider}: on to the provider's own login page.
Task<Result<Response>> go_to_provider(Context& context);
/// GET /login/{provider}/callback: back from there.
Task<Result<Response>> return_from_provider(Context& context);
/// POST /login/{provider}/backchannel_logout: the provider says that somebody logged out there.
Task<Result<Response>> log_out_by_provider(Context& context);
/// POST /account/logins/{provider}: on to the provider, to link the account there to this one.
Task<Result<Response>> begin_link(Context& context);
/// GET and POST /account/link: whether it shall be linked.
Task<Result<Response>> confirm_link(Context& context);
/// POST /account/logins/{provider}/remove
Task<Result<Response>> remove_link(Context& context);

/// The providers' buttons on the login page: PROVIDERS with PROVIDER_URL and PROVIDER_NAME.
void show_providers(Context& context, View& view);
/// On the account page: PROVIDERS, each LINKED or NOT_LINKED.
Task<Result<void>> show_links(Context& context, View& view);

}  // namespace yinxin::http
