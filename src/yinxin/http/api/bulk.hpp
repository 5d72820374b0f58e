// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/api/door.hpp"

/// Operations on bulk checks (docs/api.md).
namespace yinxin::http {

/// POST /bulk: a table or an archive, as multipart/form-data; starts at once.
Task<Result<ApiAnswer>> hand_in_bulk(Context& context, const service::ApiCall& call);
/// GET /bulk?before=&limit=
Task<Result<ApiAnswer>> list_bulk(Context& context, const service::ApiCall& call);
/// GET /bulk/{id}
Task<Result<ApiAnswer>> answer_bulk(Context& context, const service::ApiCall& call);
/// GET /bulk/{id}/answers?after=&limit=
Task<Result<ApiAnswer>> answer_bulk_answers(Context& context, const service::ApiCall& call);
/// GET /bulk/{id}/result: the table as CSV
Task<Result<ApiAnswer>> answer_bulk_result(Context& context, const service::ApiCall& call);
/// GET /bulk/{id}/summary: counts and hashes as JSON Web Signature
Task<Result<ApiAnswer>> answer_bulk_summary(Context& context, const service::ApiCall& call);
/// POST /bulk/{id}/cancel
Task<Result<ApiAnswer>> cancel_bulk_check(Context& context, const service::ApiCall& call);
/// DELETE /bulk/{id}
Task<Result<ApiAnswer>> forget_bulk_check(Context& context, const service::ApiCall& call);

}  // namespace yinxin::http
