// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/identity_door.hpp"

#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/bindings.hpp"
#include "yinxin/service/identity_proof.hpp"

namespace yinxin::http {
namespace {

using service::BindingStage;
using service::BindingState;

constexpr std::size_t longest_ticket = 500;

std::string service_name(const Context& context) {
    const config::IdentityService& settings = context.site().services.settings.identity_proof;
    const bool is_english = context.language == Language::english && !settings.name_en.empty();
    return is_english ? settings.name_en : settings.name;
}

/// What stands above the button when a try came to nothing.
enum class Trouble {
    none,
    away,  ///< the service does not answer
    over,  ///< the time to come back, or this is another session
};

Response show(Context& context, const BindingState& state, Trouble trouble) {
    View view;
    view.set("SERVICE_NAME", service_name(context))
        .set("NAME", state.name)
        .set("MASKED_ID", state.masked_number);
    view.show_if("AWAY", trouble == Trouble::away);
    view.show_if("OVER", trouble == Trouble::over);
    constexpr int gone = 410;
    const int status = trouble == Trouble::none   ? 200
                       : trouble == Trouble::away ? status_of(ErrorCode::unavailable)
                                                  : gone;
    return show_page(context, "bind_identity", view, {.menu = Menu::account, .status = status});
}

/// A page that leads on by itself, as to a login provider.
Response leave(Context& context, const std::string& address) {
    View view;
    view.set("SERVICE_NAME", service_name(context)).set("LEAVE_URL", address);
    Response response = show_page(context, "bind_identity_leaving", view, {.menu = Menu::account});
    response.set("Refresh", "0;url=" + address);
    return response;
}

Result<Response> answer(Context& context, const BindingState& state, const Error& error) {
    switch (error.code()) {
        case ErrorCode::already_bound:
            return redirect_see_other("/certificates");
        case ErrorCode::binding_required:
            return redirect_see_other("/bind/person");
        case ErrorCode::binding_needs_office:
            return redirect_with_flash(context, "/bind/office", "identity_not_proved");
        case ErrorCode::unavailable:
        case ErrorCode::timed_out:
            return show(context, state, Trouble::away);
        default:
            return Error(error);
    }
}

Task<Result<BindingState>> load_state(Context& context) {
    co_return co_await service::binding_state(context.site().services,
                                              context.visitor->facts.account);
}

/// Where somebody belongs who has nothing to prove here.
std::string_view elsewhere(const BindingState& state) {
    if (state.stage == BindingStage::bound) return "/certificates";
    if (state.stage == BindingStage::changed) return "/rebind";
    return state.stage == BindingStage::not_stated ? "/bind/person" : "";
}

}  // namespace

Task<Result<Response>> go_to_identity_service(Context& context) {
    auto& services = context.site().services;
    if (services.identity == nullptr) co_return Error(ErrorCode::not_found, "identity service");
    YX_CO_TRY(const BindingState state, co_await load_state(context));
    if (const auto place = elsewhere(state); !place.empty()) co_return redirect_see_other(place);
    if (context.request.method != Method::post) co_return show(context, state, Trouble::none);
    YX_CO_CHECK(only_fields(context, {}));
    const Result<std::string> address = co_await service::begin_identity(
        services, *services.identity, context.visitor->facts.account, context.visitor->token);
    if (!address) co_return answer(context, state, address.error());
    co_return leave(context, *address);
}

Task<Result<Response>> return_from_identity_service(Context& context) {
    auto& services = context.site().services;
    if (services.identity == nullptr) co_return Error(ErrorCode::not_found, "identity service");
    YX_CO_TRY(const BindingState state, co_await load_state(context));
    if (const auto place = elsewhere(state); !place.empty()) co_return redirect_see_other(place);
    const AccountId account = context.visitor->facts.account;
    const std::string ticket(context.request.query["ticket"]);
    const bool is_ours = service::is_identity_state(
        services, account, context.visitor->token, context.request.query["state"]);
    if (!is_ours || ticket.size() > longest_ticket) co_return show(context, state, Trouble::over);
    // Broken off over there.
    if (ticket.empty()) co_return redirect_see_other("/bind/identity");
    const Result<HolderId> bound =
        co_await service::bind_by_identity(services, *services.identity, account, ticket);
    if (!bound) co_return answer(context, state, bound.error());
    co_return co_await with_new_token(context,
                                      redirect_with_flash(context, "/certificates", "bound"));
}

}  // namespace yinxin::http
