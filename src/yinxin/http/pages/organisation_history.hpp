// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

namespace yinxin::http {

/// GET /organisations/{id}/history (made_by, door, day, before): what was checked for it.
Task<Result<Response>> show_organisation_history(Context& context);
/// GET /organisations/{id}/history.csv and .xlsx (made_by, door, day): the same, as a file.
Task<Result<Response>> download_history_csv(Context& context);
Task<Result<Response>> download_history_xlsx(Context& context);

}  // namespace yinxin::http
