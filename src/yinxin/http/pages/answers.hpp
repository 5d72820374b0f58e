// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /verify/results/{token}: the answer about a file, for a day.
Task<Result<Response>> show_answer(Context& context);
/// POST /verify/results/{token}/receipt: gives the receipt (核验回执) of an answer.
Task<Result<Response>> give_receipt(Context& context);
/// GET /verify/results/{token}/receipt.pdf and receipt.json
Task<Result<Response>> download_receipt_pdf(Context& context);
Task<Result<Response>> download_receipt_json(Context& context);
/// GET /verify/receipts.pem: the certificates that receipts are sealed with.
Result<Response> show_receipt_certificates(Context& context);

}  // namespace yinxin::http
