// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/certificate_changes.hpp"

#include <string>

namespace yinxin::http {

/// GET, POST /office/certificates/{certificate}/{change}: suspend, restore, revoke, cancel
Task<Result<Response>> change_certificate(Context& context);
/// GET, POST /office/certificates/{certificate}/stop
Task<Result<Response>> stop_certificate(Context& context);

/// What every form of a change asks: `reason`, `decision_no`, the upload `attachment`, and when.
/// Errors go beside their fields. @return false: there are some.
Task<Result<bool>> read_change_wish(Context& context,
                                    service::ChangeWish& wish,
                                    FormErrors& errors);
/// V_REASON, V_DECISION_NO, DECISION_NEEDED or DECISION_FREE, and set_effective.
void set_change_wish(View& view, const Context& context, domain::ProposalKind kind);
/// Puts a refusal of a use case beside its field or over the form. @return false: it belongs to no
/// form.
[[nodiscard]] bool add_change_error(const Context& context, FormErrors& errors, const Error& error);

}  // namespace yinxin::http
