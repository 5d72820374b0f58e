// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// 批量核验: handing in, the first look, and the code. What comes out: bulk_result.hpp.
namespace yinxin::http {

/// GET /bulk: how it goes, the form, and what was handed in before. POST (file): takes it.
Task<Result<Response>> bulk(Context& context);
/// GET /bulk/template.csv and .xlsx: an empty table with the three columns.
Result<Response> download_bulk_template_csv(Context& context);
Result<Response> download_bulk_template_xlsx(Context& context);

/// GET /bulk/{id}: a draft's first look, else how far it is and what came out.
Task<Result<Response>> show_bulk(Context& context);
/// POST /bulk/{id}/columns (table, name, id_number, management_number, header)
Task<Result<Response>> choose_columns(Context& context);
/// POST /bulk/{id}/start (purpose): sends the code.
Task<Result<Response>> start_bulk(Context& context);
/// GET and POST /bulk/{id}/confirm (code): starts it.
Task<Result<Response>> confirm_bulk(Context& context);
/// POST /bulk/{id}/confirm/resend
Task<Result<Response>> resend_bulk_code(Context& context);
/// POST /bulk/{id}/cancel
Task<Result<Response>> cancel_bulk(Context& context);
/// POST /bulk/{id}/forget: a draft or a result.
Task<Result<Response>> forget_bulk(Context& context);

}  // namespace yinxin::http
