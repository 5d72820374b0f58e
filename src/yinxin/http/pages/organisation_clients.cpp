// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/organisation_clients.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/organisation_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/organisation_clients.hpp"

namespace yinxin::http {
namespace {

using domain::OrganisationId;

std::string client_url(OrganisationId organisation, domain::ClientId client) {
    return organisation_url(organisation, "/clients/" + client.str());
}

std::string operation_words(const Context& context, std::string operation) {
    return say(context, "operation." + replace_all(std::move(operation), ".", "_"));
}

/// What it may do, in words.
std::string scope_words(const Context& context, const storage::ApiClientRow& client) {
    std::string words;
    for (const domain::ClientScope scope : domain::read_scopes(client.scopes)) {
        if (!words.empty()) words += say(context, "handler.list_comma");
        words += say(context, "client_scope." + std::string(domain::key(scope)));
    }
    return words;
}

void set_client(View& view, const Context& context, const storage::ApiClientRow& client) {
    view.set("CLIENT", client.name)
        .set("SCOPES", scope_words(context, client))
        .set("CREATED_DAY", day_words(context, civil_day(client.created_at)));
    view.show_either(client.mode == domain::ClientMode::live, "LIVE", "SANDBOX")
        .show_either(client.state == storage::ClientState::active, "ACTIVE", "DISABLED");
}

/// A verdict or another stable word of the API; what failed has the name of its error.
std::string outcome_text(const storage::CallRow& call) {
    if (call.status == 0) return "…";
    const std::string status = std::to_string(call.status);
    return call.outcome.empty() ? status : status + " " + call.outcome;
}

}  // namespace

Task<Result<Response>> show_clients(Context& context) {
    YX_CO_TRY(const OrganisationId organisation, organisation_of(context));
    YX_CO_TRY(const service::ClientsView found,
              co_await service::load_organisation_clients(
                  context.site().services, context.visitor->facts.account, organisation));
    View view;
    set_organisation(view, context, found.own);
    for (const service::ClientLine& line : found.clients) {
        View& row = view.add("CLIENTS");
        set_client(row, context, line.client);
        row.set("URL", client_url(organisation, line.client.id))
            .set("TODAY", line.calls_today)
            .set("PER_DAY", line.client.per_day);
    }
    view.show_if("NO_CLIENTS", found.clients.empty());
    co_return show_page(context, "organisation_clients", view, {.menu = Menu::account});
}

Task<Result<Response>> show_client_calls(Context& context) {
    YX_CO_TRY(const OrganisationId organisation, organisation_of(context));
    YX_CO_TRY(const std::int64_t number, context.number("client"));
    const domain::ClientId client{number};
    const storage::CallId before{parse_integer(context.request.query["before"]).value_or(0)};
    YX_CO_TRY(
        const service::ClientCallsView found,
        co_await service::load_client_calls(
            context.site().services, context.visitor->facts.account, organisation, client, before));
    View view;
    set_organisation(view, context, found.own);
    set_client(view, context, found.client);
    view.set("DAYS", service::calls_summed.count());
    for (const service::OperationCount& count : found.counts) {
        view.add("COUNTS")
            .set("OPERATION", operation_words(context, count.operation))
            .set("CALLS", count.calls);
    }
    for (const storage::CallRow& call : found.calls) {
        view.add("CALLS_MADE")
            .set("AT", time_words(context, call.at))
            .set("OPERATION", operation_words(context, call.operation))
            .set("PURPOSE", call.purpose)
            .set("OUTCOME", outcome_text(call));
    }
    view.show_if("NO_CALLS", found.calls.empty());
    const std::string address = client_url(organisation, client);
    if (before.is_set()) view.add("NEWEST").set("URL", address);
    if (found.has_more) {
        view.add("OLDER").set("URL", address + "?before=" + found.calls.back().id.str());
    }
    co_return show_page(context, "organisation_client", view, {.menu = Menu::account});
}

}  // namespace yinxin::http
