// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// The audit administrator's page: what happened.
namespace yinxin::http {

/// GET /office/audit
Task<Result<Response>> show_audit(Context& context);
/// POST /office/audit/export: one JSON object a line.
Task<Result<Response>> export_audit(Context& context);

}  // namespace yinxin::http
