// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /query/results/{token}: the answer of a query, for a day and for the account that asked.
Task<Result<Response>> show_query_answer(Context& context);
/// POST /query/results/{token}/receipt: gives the receipt (查询回执) of an answer.
Task<Result<Response>> give_query_receipt(Context& context);
/// GET /query/results/{token}/receipt.pdf and receipt.json
Task<Result<Response>> download_query_receipt_pdf(Context& context);
Task<Result<Response>> download_query_receipt_json(Context& context);

}  // namespace yinxin::http
