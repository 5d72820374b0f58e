// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/api/door.hpp"

/// Operations about what a client is told of, what it asked, and the sandbox (docs/api.md).
namespace yinxin::http {

/// GET /changes?since=&limit=
Task<Result<ApiAnswer>> answer_changes(Context& context, const service::ApiCall& call);

/// GET, PUT and DELETE /webhook: where it is notified. PUT gives the secret, this once.
Task<Result<ApiAnswer>> answer_webhook(Context& context, const service::ApiCall& call);
Task<Result<ApiAnswer>> set_webhook(Context& context, const service::ApiCall& call);
Task<Result<ApiAnswer>> end_webhook(Context& context, const service::ApiCall& call);
/// POST /webhook/ping
Task<Result<ApiAnswer>> ping_webhook(Context& context, const service::ApiCall& call);
/// GET /webhook/deliveries?before=&limit=
Task<Result<ApiAnswer>> answer_deliveries(Context& context, const service::ApiCall& call);
/// POST /webhook/deliveries/{id}/replay
Task<Result<ApiAnswer>> replay_delivery(Context& context, const service::ApiCall& call);

/// GET /calls?before=&limit=: the client's own calls with their purposes.
Task<Result<ApiAnswer>> answer_calls(Context& context, const service::ApiCall& call);

/// GET /sandbox/certificates: the invented ones.
Task<Result<ApiAnswer>> answer_sandbox(Context& context, const service::ApiCall& call);
/// POST /sandbox/changes: lets one of them change.
Task<Result<ApiAnswer>> play_change(Context& context, const service::ApiCall& call);

}  // namespace yinxin::http
