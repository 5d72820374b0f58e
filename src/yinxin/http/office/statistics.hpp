// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /office/statistics: numbers as charts and tables.
Task<Result<Response>> show_statistics(Context& context);
/// POST /office/statistics/export: the same as CSV or XLSX.
Task<Result<Response>> export_statistics(Context& context);

}  // namespace yinxin::http
