// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/api/changes.hpp"

#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/api_changes.hpp"
#include "yinxin/service/api_clients.hpp"
#include "yinxin/service/api_uses.hpp"
#include "yinxin/service/sandbox_register.hpp"

#include <limits>

#include <boost/json.hpp>

namespace yinxin::http {
namespace {

namespace json = boost::json;
using service::ApiCall;
using storage::Transaction;

constexpr std::int64_t usual_page = 100;
constexpr std::int64_t largest_page = 500;
constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();

ApiAnswer told(const json::object& body, int status = 200) {
    return {json::serialize(body), "", status};
}

json::value or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

/// Where a page of something begins, and how long it is.
struct Page {
    std::int64_t before = newest;
    int most = 0;
};
Result<Page> page_of(const Context& context) {
    Page page;
    YX_TRY(page.before, query_number(context, "before", newest, 1, newest));
    YX_TRY(const std::int64_t most, query_number(context, "limit", usual_page, 1, largest_page));
    page.most = static_cast<int>(most);
    return page;
}

/// Of the last row of a full page: where the next one begins. JSON numbers are too short for ids.
template <class Rows, class IdOf>
json::value next_of(const Rows& rows, const Page& page, IdOf id_of) {
    if (rows.size() < static_cast<std::size_t>(page.most)) return nullptr;
    return json::value(id_of(rows.back()).str());
}

json::object webhook_json(const ApiCall& call, const std::string& url) {
    return {{"environment", domain::key(call.client.mode)}, {"url", or_null(url)}};
}

json::object delivery_json(const service::DeliveryStory& story) {
    const storage::DeliveryRow& row = story.delivery;
    json::array attempts;
    for (const storage::AttemptRow& attempt : story.attempts) {
        attempts.push_back(json::object{
            {"attempt", attempt.attempt},
            {"at", format_civil(attempt.at)},
            {"status", attempt.status == 0 ? json::value(nullptr) : json::value(attempt.status)},
            {"failure", or_null(attempt.failure)},
            {"took_ms", attempt.took_ms}});
    }
    const bool is_waiting = row.state == storage::DeliveryState::waiting;
    return {{"id", row.id.str()},
            {"event", row.event},
            {"number", row.number == 0 ? json::value(nullptr) : json::value(row.number)},
            {"state", domain::key(row.state)},
            {"created_at", format_civil(row.created_at)},
            {"next_at", is_waiting ? json::value(format_civil(row.next_at)) : json::value(nullptr)},
            {"ended_at", row.ended_at ? json::value(format_civil(*row.ended_at)) : nullptr},
            {"attempts", std::move(attempts)}};
}

service::ClientDeskActor actor_of(const ApiCall& call) {
    return {domain::ActorKind::integrator, call.client.id.str()};
}

}  // namespace

Task<Result<ApiAnswer>> answer_changes(Context& context, const ApiCall& call) {
    YX_CO_TRY(const std::int64_t since, query_number(context, "since", 0, 0, newest));
    YX_CO_TRY(const std::int64_t most, query_number(context, "limit", usual_page, 1, largest_page));
    YX_CO_TRY(const service::ChangePage page,
              co_await service::read_changes(
                  context.site().services, call, since, static_cast<int>(most)));
    json::array changes;
    for (const std::string& change : page.changes) {
        changes.push_back(json::parse(change));
    }
    co_return told(
        {{"changes", std::move(changes)}, {"next", page.next}, {"has_more", page.has_more}});
}

Task<Result<ApiAnswer>> answer_webhook(Context&, const ApiCall& call) {
    co_return told(webhook_json(call, call.client.webhook_url));
}

Task<Result<ApiAnswer>> set_webhook(Context& context, const ApiCall& call) {
    YX_CO_TRY(const JsonValue body, read_json(context));
    JsonReader reader(body);
    const std::string url = reader.text("url");
    YX_CO_CHECK(reader.finish());
    service::Services& services = context.site().services;
    const auto reach = services.is_demonstration ? domain::WebhookReach::demonstration
                                                 : domain::WebhookReach::internet;
    YX_CO_TRY(const Secret secret, co_await services.store.write([&](Transaction& transaction) {
        return service::set_client_webhook(
            transaction, services.keys, call.client.id, url, reach, actor_of(call), call.at);
    }));
    json::object answer = webhook_json(call, url);
    answer["secret"] = secret.expose();
    co_return told(answer);
}

Task<Result<ApiAnswer>> end_webhook(Context& context, const ApiCall& call) {
    YX_CO_CHECK(co_await context.site().services.store.write([&](Transaction& transaction) {
        return service::end_client_webhook(transaction, call.client.id, actor_of(call), call.at);
    }));
    co_return told(webhook_json(call, ""));
}

Task<Result<ApiAnswer>> ping_webhook(Context& context, const ApiCall& call) {
    YX_CO_TRY(const storage::DeliveryRow row,
              co_await service::ping_webhook(context.site().services, call));
    co_return told(delivery_json({row, {}}), 202);
}

Task<Result<ApiAnswer>> answer_deliveries(Context& context, const ApiCall& call) {
    YX_CO_TRY(const Page page, page_of(context));
    YX_CO_TRY(const auto stories,
              co_await service::list_own_deliveries(
                  context.site().services, call, storage::DeliveryId{page.before}, page.most));
    json::array all;
    for (const service::DeliveryStory& story : stories)
        all.push_back(delivery_json(story));
    const auto id_of = [](const service::DeliveryStory& story) { return story.delivery.id; };
    co_return told({{"deliveries", std::move(all)}, {"next", next_of(stories, page, id_of)}});
}

Task<Result<ApiAnswer>> replay_delivery(Context& context, const ApiCall& call) {
    YX_CO_TRY(const std::int64_t id, context.number("id"));
    YX_CO_TRY(const service::DeliveryStory story,
              co_await service::replay_own_delivery(
                  context.site().services, call, storage::DeliveryId{id}));
    co_return told(delivery_json(story), 202);
}

Task<Result<ApiAnswer>> answer_calls(Context& context, const ApiCall& call) {
    YX_CO_TRY(const Page page, page_of(context));
    YX_CO_TRY(const auto rows,
              co_await service::list_own_calls(
                  context.site().services, call, storage::CallId{page.before}, page.most));
    json::array all;
    for (const storage::CallRow& row : rows) {
        all.push_back(json::object{
            {"id", row.id.str()},
            {"at", format_civil(row.at)},
            {"operation", row.operation},
            {"purpose", row.purpose},
            {"status", row.status == 0 ? json::value(nullptr) : json::value(row.status)},
            {"outcome", or_null(row.outcome)}});
    }
    const auto id_of = [](const storage::CallRow& row) { return row.id; };
    co_return told({{"calls", std::move(all)}, {"next", next_of(rows, page, id_of)}});
}

Task<Result<ApiAnswer>> answer_sandbox(Context& context, const ApiCall& call) {
    const std::string root = context.site().services.settings.public_url + "/v/";
    json::array certificates;
    for (const service::SandboxCertificate& each : service::sandbox_certificates(call.at)) {
        certificates.push_back(json::object{{"name", each.name},
                                            {"number", each.number},
                                            {"holder_name", service::sandbox_person},
                                            {"copy_no", each.copy.copy_no},
                                            {"code", each.code},
                                            {"link", root + each.copy.token}});
    }
    json::array files;
    for (const service::SandboxFileText& file : service::sandbox_files(call.at)) {
        files.push_back(json::object{{"text", file.text}, {"verdict", domain::key(file.verdict)}});
    }
    json::array use_codes;
    for (const service::SandboxUse& use : service::sandbox_uses()) {
        use_codes.push_back(json::object{{"name", use.name}, {"code", domain::grouped(use.code)}});
    }
    co_return told({{"certificates", std::move(certificates)},
                    {"files", std::move(files)},
                    {"use_codes", std::move(use_codes)}});
}

Task<Result<ApiAnswer>> play_change(Context& context, const ApiCall& call) {
    YX_CO_TRY(const JsonValue body, read_json(context));
    JsonReader reader(body);
    std::string certificate = reader.text("certificate");
    std::string status = reader.text("status");
    YX_CO_CHECK(reader.finish());
    const json::object echo{{"certificate", certificate}, {"status", status}};
    YX_CO_CHECK(co_await service::play_change(
        context.site().services, call, std::move(certificate), std::move(status)));
    co_return told(echo, 202);
}

}  // namespace yinxin::http
