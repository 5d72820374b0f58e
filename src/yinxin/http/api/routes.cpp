// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/api/routes.hpp"

#include "yinxin/http/api/bulk.hpp"
#include "yinxin/http/api/changes.hpp"
#include "yinxin/http/api/checks.hpp"
#include "yinxin/http/api/document.hpp"
#include "yinxin/http/api/door.hpp"
#include "yinxin/http/api/uses.hpp"

namespace yinxin::http {
namespace {

using domain::ClientScope;

struct Row {
    Method method;
    std::string_view path;  ///< below /api/v1
    std::string_view name;  ///< kept with every call
    std::optional<ClientScope> scope;
    ApiOperation operation;
};

constexpr std::array rows{
    Row{Method::post,
        "/certificates/status",
        "certificate.status",
        ClientScope::status,
        answer_certificate},
    Row{Method::post, "/copies/status", "copy.status", ClientScope::status, answer_copy},
    Row{Method::post, "/verifications/code", "verify.code", ClientScope::verify, answer_code},
    Row{Method::post, "/verifications/file", "verify.file", ClientScope::verify, answer_file},
    Row{Method::post, "/bulk", "bulk.hand_in", ClientScope::bulk, hand_in_bulk},
    Row{Method::get, "/bulk", "bulk.list", ClientScope::bulk, list_bulk},
    Row{Method::get, "/bulk/{id}", "bulk", ClientScope::bulk, answer_bulk},
    Row{Method::get, "/bulk/{id}/answers", "bulk.answers", ClientScope::bulk, answer_bulk_answers},
    Row{Method::get, "/bulk/{id}/result", "bulk.result", ClientScope::bulk, answer_bulk_result},
    Row{Method::get, "/bulk/{id}/summary", "bulk.summary", ClientScope::bulk, answer_bulk_summary},
    Row{Method::post, "/bulk/{id}/cancel", "bulk.cancel", ClientScope::bulk, cancel_bulk_check},
    Row{Method::delete_, "/bulk/{id}", "bulk.forget", ClientScope::bulk, forget_bulk_check},
    Row{Method::post,
        "/authorised-uses/redeem",
        "use.redeem",
        ClientScope::redeem,
        redeem_use_code},
    Row{Method::get, "/authorised-uses/{id}", "use", ClientScope::redeem, answer_use},
    Row{Method::get, "/authorised-uses/{id}/file", "use.file", ClientScope::redeem, hand_out_use},
    Row{Method::get, "/changes", "changes", ClientScope::changes, answer_changes},
    Row{Method::get, "/webhook", "webhook", ClientScope::changes, answer_webhook},
    Row{Method::put, "/webhook", "webhook.set", ClientScope::changes, set_webhook},
    Row{Method::delete_, "/webhook", "webhook.end", ClientScope::changes, end_webhook},
    Row{Method::post, "/webhook/ping", "webhook.ping", ClientScope::changes, ping_webhook},
    Row{Method::get,
        "/webhook/deliveries",
        "webhook.deliveries",
        ClientScope::changes,
        answer_deliveries},
    Row{Method::post,
        "/webhook/deliveries/{id}/replay",
        "webhook.replay",
        ClientScope::changes,
        replay_delivery},
    Row{Method::get, "/calls", "calls", std::nullopt, answer_calls},
    Row{Method::get, "/sandbox/certificates", "sandbox", std::nullopt, answer_sandbox},
    Row{Method::post, "/sandbox/changes", "sandbox.change", ClientScope::changes, play_change},
};

}  // namespace

void add_api(Router& router, const config::Settings& settings) {
    const config::Limits& limits = settings.limits;
    const std::string root = "/api/v1";
    router.get(root + "/openapi.json", "api.document", show_api_document).needs(Access::machine);
    router.get(root + "/docs", "api.docs", show_api_docs);
    for (const Row& row : rows) {
        Route& route = router.add(row.method,
                                  root + std::string(row.path),
                                  "api." + std::string(row.name),
                                  behind_door(row.scope, row.operation));
        // A key and no cookie says who asks: nothing another site's page could borrow.
        route.needs(Access::machine).from_anywhere();
        if (row.operation == answer_file) route.takes(limits.upload + limits.body);
        if (row.operation == hand_in_bulk) route.takes(settings.bulk.upload + limits.body);
    }
}

}  // namespace yinxin::http
