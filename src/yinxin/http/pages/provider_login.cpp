// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/provider_login.hpp"

#include "yinxin/http/cookies.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/provider_links.hpp"
#include "yinxin/service/provider_logins.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

/// What a begun login hangs on; the same for all tabs of a browser.
constexpr std::string_view browser_cookie = "provider";
constexpr std::string_view next_cookie = "next";
constexpr std::string_view link_ticket = "link";
/// A provider with a full house ends many sessions at once.
constexpr std::uint32_t logouts_per_minute = 600;

const config::Login& logins(const Context& context) {
    return context.site().services.settings.login;
}

std::string cookie_of(const Context& context, std::string_view base) {
    return std::string(context.request.cookies[cookie_name(base, context.request.is_secure)]);
}

std::string provider_name(const Context& context, std::string_view id) {
    const config::LoginProvider* provider = logins(context).find(id);
    return provider != nullptr ? pick(context, provider->name) : std::string();
}

bool is_for_trouble_page(ErrorCode code) {
    switch (code) {
        case ErrorCode::provider_unavailable:
        case ErrorCode::provider_refused:
        case ErrorCode::provider_denied:
        case ErrorCode::provider_login_over:
        case ErrorCode::provider_login_taken:
        case ErrorCode::provider_person_differs:
        case ErrorCode::document_registered:
            return true;
        default:
            return false;
    }
}

/// Why it did not work, in words, and what to do now.
Response show_trouble(Context& context, const Error& error, bool is_linking) {
    View view;
    const bool has_account = error.code() == ErrorCode::document_registered;
    view.set("ERROR_TEXT", say(context, error));
    const std::string id(context.parameter("provider"));
    if (is_linking) {
        view.show("LINKING");
    } else if (has_account) {
        view.show("HAS_ACCOUNT");
    } else {
        view.add("AGAIN")
            .set("PROVIDER_URL", "/login/" + id)
            .set("PROVIDER_NAME", provider_name(context, id));
    }
    return show_page(
        context,
        "provider_trouble",
        view,
        {.menu = is_linking ? Menu::account : Menu::none, .status = status_of(error.code())});
}

Result<void> take_login(Context& context) {
    const auto& limits = context.site().services.settings.limits;
    const auto rate = Rate::per_minute(static_cast<std::uint32_t>(limits.logins_per_minute));
    return context.site().limiter.take(
        "login", context.request.client_address, rate, std::chrono::steady_clock::now());
}

/// A page that leads on by itself. Not a redirect of the form: browsers that honour form-action
/// would have to be told every host the provider may send people on to.
Task<Result<Response>> leave(Context& context, std::optional<AccountId> link_to) {
    const std::string id(context.parameter("provider"));
    if (logins(context).find(id) == nullptr) co_return Error(ErrorCode::not_found, "provider");
    YX_CO_CHECK(take_login(context));
    auto departure =
        co_await service::begin_provider_login(context.site().services,
                                               id,
                                               link_to,
                                               Secret(cookie_of(context, browser_cookie)),
                                               origin_of(context));
    if (!departure) {
        if (!is_for_trouble_page(departure.error().code())) co_return departure.error();
        co_return show_trouble(context, departure.error(), link_to.has_value());
    }
    View view;
    view.set("PROVIDER_NAME", provider_name(context, id)).set("LEAVE_URL", departure->url);
    Response response = show_page(context, "provider_leaving", view, {});
    response.set("Refresh", "0;url=" + departure->url);
    response.set_cookie(
        make_cookie(browser_cookie, departure->browser.expose(), context.request.is_secure));
    co_return response;
}

}  // namespace

void show_providers(Context& context, View& view) {
    for (const config::LoginProvider& provider : logins(context).providers) {
        view.add("PROVIDERS")
            .set("PROVIDER_URL", "/login/" + provider.id)
            .set("PROVIDER_NAME", pick(context, provider.name));
    }
}

Task<Result<void>> show_links(Context& context, View& view) {
    if (logins(context).providers.empty()) co_return ok();
    const AccountId account = context.visitor->facts.account;
    auto read = [account](storage::Reader& reader) {
        return storage::list_linked_providers(reader, account);
    };
    YX_CO_TRY(const auto linked, co_await context.site().services.store.read(read));
    View& part = view.add("LOGINS");
    for (const config::LoginProvider& provider : logins(context).providers) {
        View& row = part.add("PROVIDERS");
        row.set("PROVIDER_NAME", pick(context, provider.name))
            .set("LINK_URL", "/account/logins/" + provider.id);
        const auto found =
            std::ranges::find(linked, provider.issuer, &storage::LinkedProvider::issuer);
        if (found == linked.end()) {
            row.show("NOT_LINKED");
        } else {
            row.add("LINKED").set("LINKED_DAY", day_words(context, civil_day(found->linked_at)));
        }
    }
    co_return ok();
}

Task<Result<Response>> go_to_provider(Context& context) {
    YX_CO_CHECK(only_fields(context, {"next"}));
    YX_CO_TRY(Response response, co_await leave(context, std::nullopt));
    const std::string_view next = context.request.form["next"];
    response.set_cookie(make_cookie(next_cookie,
                                    is_local_path(next) ? std::string(next) : std::string(),
                                    context.request.is_secure));
    co_return response;
}

Task<Result<Response>> return_from_provider(Context& context) {
    const Fields& query = context.request.query;
    service::ProviderReturn answer{std::string(query["state"]),
                                   std::string(query["code"]),
                                   std::string(query["error"]),
                                   std::string(query["iss"])};
    YX_CO_CHECK(take_login(context));
    auto arrival =
        co_await service::finish_provider_login(context.site().services,
                                                std::string(context.parameter("provider")),
                                                std::move(answer),
                                                Secret(cookie_of(context, browser_cookie)),
                                                origin_of(context));
    if (!arrival) {
        if (!is_for_trouble_page(arrival.error().code())) co_return arrival.error();
        co_return show_trouble(context, arrival.error(), false);
    }
    if (arrival->ticket) {
        Response response = redirect_see_other("/account/link");
        keep_ticket(response, context, link_ticket, *arrival->ticket);
        co_return response;
    }
    const std::string next = cookie_of(context, next_cookie);
    co_return co_await enter(
        context, *std::move(arrival->in), is_local_path(next) ? next : std::string());
}

Task<Result<Response>> log_out_by_provider(Context& context) {
    YX_CO_CHECK(context.site().limiter.take("provider-logout",
                                            context.request.client_address,
                                            Rate::per_minute(logouts_per_minute),
                                            std::chrono::steady_clock::now()));
    const auto ended =
        co_await service::end_by_provider(context.site().services,
                                          std::string(context.parameter("provider")),
                                          std::string(context.request.form["logout_token"]));
    // OpenID Connect Back-Channel Logout 1.0, 2.8: 200, or 400 for what cannot be obeyed.
    if (ended) co_return json("{}").forbid_storing();
    const ErrorCode code = ended.error().code();
    const bool is_ours = code != ErrorCode::provider_refused;
    if (is_ours) co_return ended.error();
    co_return json(R"({"error":"invalid_request"})", 400).forbid_storing();
}

Task<Result<Response>> begin_link(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    co_return co_await leave(context, context.visitor->facts.account);
}

Task<Result<Response>> confirm_link(Context& context) {
    auto& services = context.site().services;
    const AccountId account = context.visitor->facts.account;
    const Secret ticket = find_ticket(context, link_ticket);
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {}));
        const auto linked = co_await service::confirm_link(services, account, ticket);
        if (linked) {
            co_return co_await with_new_token(
                context, redirect_with_flash(context, "/account", "login_linked"));
        }
        if (!is_for_trouble_page(linked.error().code())) co_return Error(linked.error());
        co_return show_trouble(context, linked.error(), true);
    }
    const auto question = co_await service::find_link(services, account, ticket);
    if (!question) {
        if (!is_for_trouble_page(question.error().code())) co_return question.error();
        co_return show_trouble(context, question.error(), true);
    }
    View view;
    view.set("PROVIDER_NAME", provider_name(context, question->provider))
        .set("LOGIN_NAME", context.visitor->facts.account_name);
    if (!question->person.empty()) {
        view.add("PERSON").set("NAME", question->person).set("MASKED_ID", question->masked_number);
    }
    co_return show_page(context, "provider_link", view, {.menu = Menu::account});
}

Task<Result<Response>> remove_link(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::unlink(context.site().services,
                                         context.visitor->facts.account,
                                         context.visitor->token,
                                         std::string(context.parameter("provider"))));
    co_return redirect_with_flash(context, "/account", "login_unlinked");
}

}  // namespace yinxin::http
