// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/exchange.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/http/csrf.hpp"
#include "yinxin/http/form.hpp"
#include "yinxin/http/trace_context.hpp"
#include "yinxin/http/wire.hpp"

#include <random>

#include <fmt/format.h>

namespace yinxin::http {
namespace {

constexpr std::string_view language_cookie = "lang";
constexpr std::chrono::seconds language_memory{365 * 86400};

/// Names a request in logs and on pages; unpredictable it need not be.
std::string new_request_id() {
    thread_local std::mt19937_64 random(std::random_device{}());
    return fmt::format("{:016x}", random());
}

Language choose_language(const Request& request) {
    if (const auto asked = find_language(request.query["lang"])) return *asked;
    const std::string name = cookie_name(language_cookie, request.is_secure);
    if (const auto kept = find_language(request.cookies[name])) return *kept;
    return preferred_language(request.header("Accept-Language")).value_or(Language::chinese);
}

/// So that whoever asked can say which line of the logs is about it.
void name_trace(const Request& request, Response& response) {
    if (request.trace.empty()) return;
    response.set("Traceresponse", trace_response(request.trace, request.id));
}

/// A language asked for in the address is remembered.
void remember_language(const Request& request, Response& response) {
    const auto asked = find_language(request.query["lang"]);
    if (!asked) return;
    Cookie cookie = make_cookie(language_cookie, std::string(tag(*asked)), request.is_secure);
    cookie.max_age = language_memory;
    response.set_cookie(cookie);
}

RouteNumbers numbers_for(observe::Metrics& metrics, std::string_view server, const Route& route) {
    const auto count = [&](std::string_view status) {
        return metrics.counter("yinxin_http_requests_total",
                               "Requests answered",
                               {{"server", server}, {"route", route.name}, {"status", status}});
    };
    return {{count("1xx"), count("2xx"), count("3xx"), count("4xx"), count("5xx")},
            metrics.histogram("yinxin_http_request_seconds",
                              "Time to answer",
                              observe::waiting_bounds(),
                              {{"server", server}, {"route", route.name}})};
}

Failure failure_of(const Request& request, const Route* route, const Error& error, int status) {
    Failure failure;
    failure.status = status;
    failure.error = error;
    failure.language = request.language;
    failure.id = request.id;
    failure.request = &request;
    failure.route = route;
    return failure;
}

}  // namespace

Exchange::Exchange(const Router& router,
                   Site* site,
                   const ServerOptions& options,
                   Server::Hooks hooks,
                   TrustedProxies proxies)
    : router_(router),
      site_(site),
      options_(options),
      hooks_(std::move(hooks)),
      proxies_(std::move(proxies)) {
    if (hooks_.metrics == nullptr) return;
    for (const Route& route : router_.routes()) {
        numbers_.emplace(&route, numbers_for(*hooks_.metrics, options_.name, route));
    }
}

void Exchange::complete(Request& request, std::string_view peer, bool is_tls) const {
    request.id = new_request_id();
    request.trace = read_traceparent(request.header("traceparent")).value_or(new_trace_id());
    request.client_address = proxies_.client_of(peer, request.header("X-Forwarded-For"));
    request.is_secure = is_tls || (proxies_.is_trusted(peer) &&
                                   is_same_token(request.header("X-Forwarded-Proto"), "https"));
    request.language = choose_language(request);
}

Exchange::Admission Exchange::admit(const RequestReader& reader, Request& request) const {
    Admission admission;
    admission.match = router_.match(request.method, request.path);
    const Route* route = admission.match.route;
    if (route == nullptr) {
        const bool has_other_methods = !admission.match.allowed.empty();
        const Error error(has_other_methods ? ErrorCode::unsupported : ErrorCode::not_found);
        admission.refused =
            explain(failure_of(request, nullptr, error, has_other_methods ? 405 : 404));
        if (has_other_methods) admission.refused->set("Allow", admission.match.allowed);
        return admission;
    }
    request.parameters = std::move(admission.match.parameters);
    if (reader.announced_length().value_or(0) > route->body_limit) {
        const Error error(ErrorCode::too_large, "announced body");
        admission.refused = explain(failure_of(request, route, error, 413));
    } else if (!is_safe(request.method) && !route->is_cross_site && !is_same_origin(request)) {
        const Error error(ErrorCode::csrf_failed, "from another site");
        admission.refused = explain(failure_of(request, route, error, 403));
    }
    return admission;
}

Task<Result<Response>> Exchange::run(Context& context) const {
    if (hooks_.gate && context.route.access != Access::machine) {
        auto stopped = co_await hooks_.gate(context);
        if (!stopped) co_return std::move(stopped).error();
        if (*stopped) co_return **std::move(stopped);
        if (hooks_.admission && context.visitor != nullptr)
            hooks_.admission->remember_session(context.request, RequestKind::holder);
        if (hooks_.admission && context.staff != nullptr)
            hooks_.admission->remember_session(context.request, RequestKind::office);
    }
    co_return co_await context.route.handler(context);
}

/// The page for an Error of gate or handler; what is our fault goes into the log.
Response Exchange::explain(Context& context, const Error& error) const {
    if (status_of(error.code()) >= 500) {
        log::error("http.failed",
                   {{"id", context.request.id},
                    {"trace", context.request.trace},
                    {"route", context.route.name},
                    {"error", error.describe()}});
    }
    return context.fail(error);
}

Task<std::optional<Response>> Exchange::admit_body(Request& request, const Route& route) const {
    Context context(request, route, site_, hooks_.error_pages);
    context.has_body = false;
    if (hooks_.spool == nullptr) {
        co_return explain(context, Error(ErrorCode::unavailable, "no place for uploads"));
    }
    if (!hooks_.gate || route.access == Access::machine) co_return std::nullopt;
    std::optional<Response> response;
    try {
        auto stopped = co_await hooks_.gate(context);
        if (!stopped) {
            response = explain(context, stopped.error());
        } else if (*stopped) {
            response = **std::move(stopped);
        }
    } catch (const std::exception& bug) {
        log::error("http.gate_threw",
                   {{"id", request.id},
                    {"trace", request.trace},
                    {"route", route.name},
                    {"what", bug.what()}});
        response = explain(failure_of(request, &route, Error(ErrorCode::internal), 500));
    }
    if (response) {
        for (const Cookie& cookie : context.cookies)
            response->set_cookie(cookie);
    }
    co_return response;
}

Task<Response> Exchange::answer(Request& request, const Route& route) const {
    if (auto parsed = parse_form(request, options_.limits.form_fields); !parsed) {
        co_return explain(failure_of(request, &route, parsed.error(), 400));
    }
    Context context(request, route, site_, hooks_.error_pages);
    context.routes = &router_;
    std::optional<Response> response;
    try {
        auto outcome = co_await run(context);
        if (outcome) {
            response = *std::move(outcome);
        } else {
            response = explain(context, outcome.error());
        }
    } catch (const std::exception& bug) {
        log::error("http.handler_threw",
                   {{"id", request.id},
                    {"trace", request.trace},
                    {"route", route.name},
                    {"what", bug.what()}});
    }
    if (!response) {
        const Error internal(ErrorCode::internal);
        Failure failure = failure_of(request, &route, internal, 500);
        failure.visitor = context.visitor;
        failure.staff = context.staff;
        response = explain(failure);
    }
    for (const Cookie& cookie : context.cookies)
        response->set_cookie(cookie);
    name_trace(request, *response);
    if (route.access != Access::machine) {
        if (response->header("Content-Language").empty() &&
            response->header("Content-Type").starts_with("text/html")) {
            response->set("Content-Language", tag(context.language));
        }
        remember_language(request, *response);
    }
    co_return *std::move(response);
}

Subject Exchange::subject_of(const Request& request, RequestKind kind) const {
    return hooks_.admission->subject_of(request, kind, ticket_now());
}

Response Exchange::turn_away(Request& request, const Route& route, const Subject& subject) const {
    // A form that cannot be read is not offered again; nothing else depends on it here.
    if (!parse_form(request, options_.limits.form_fields)) request.form = {};
    Response response = hooks_.admission->turn_away(
        request, route, subject, ticket_now(), hooks_.waiting_page.get(), [this](const Failure& f) {
            return explain(f);
        });
    name_trace(request, response);
    return response;
}

Response Exchange::explain(const Failure& failure) const {
    const auto page = [&]() -> Response {
        try {
            return hooks_.error_pages(failure);
        } catch (const std::exception& bug) {
            log::error("http.error_page_threw", {{"id", failure.id}, {"what", bug.what()}});
            return plain_error(failure);
        }
    };
    Response response = page();
    if (failure.request != nullptr) name_trace(*failure.request, response);
    return response;
}

Response Exchange::refuse(const Refusal& refusal, const Request* request) const {
    Failure failure;
    failure.status = refusal.status;
    failure.error = Error(refusal.code, std::string(refusal.reason));
    failure.request = request;
    failure.id = request != nullptr && !request->id.empty() ? request->id : new_request_id();
    if (request != nullptr) failure.language = request->language;
    log::info("http.refused",
              {{"id", failure.id},
               {"trace", request != nullptr ? std::string_view(request->trace) : ""},
               {"server", options_.name},
               {"status", refusal.status},
               {"reason", refusal.reason}});
    return explain(failure);
}

void Exchange::record(const Request& request,
                      const Route* route,
                      const Response& response,
                      std::chrono::steady_clock::duration took) const {
    const double seconds = std::chrono::duration<double>(took).count();
    if (const auto numbers = numbers_.find(route); numbers != numbers_.end()) {
        const auto& [by_class, histogram] = numbers->second;
        by_class.at(static_cast<std::size_t>(response.status() / 100 - 1)).add();
        histogram.observe(seconds);
    }
    if (!options_.logs_access) return;
    const bool is_machine = route != nullptr && route->access == Access::machine;
    log::write(is_machine ? log::Level::debug : log::Level::info,
               "http.request",
               {{"id", request.id},
                {"trace", request.trace},
                {"method", name_of(request.method)},
                {"route", route != nullptr ? std::string_view(route->pattern) : "-"},
                {"status", std::int64_t{response.status()}},
                {"ms", seconds * 1000},
                {"bytes", static_cast<std::int64_t>(response.body().size())}});
}

std::string response_head(const Response& response, const HeadFacts& facts) {
    const int status = response.status();
    std::string head;
    head.reserve(1024);
    head += "HTTP/1.1 ";
    head += std::to_string(status);
    head += ' ';
    head += reason_of(status);
    head += "\r\nDate: ";
    head += facts.date;
    for (const auto& [name, value] : response.headers()) {
        head += "\r\n";
        head += name;
        head += ": ";
        head += value;
    }
    head += "\r\nContent-Security-Policy: ";
    head += response.content_security_policy();
    head +=
        "\r\nX-Content-Type-Options: nosniff"
        "\r\nReferrer-Policy: no-referrer"
        "\r\nCross-Origin-Opener-Policy: same-origin"
        "\r\nCross-Origin-Resource-Policy: same-origin"
        "\r\nPermissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    if (facts.is_secure) {
        head += "\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains";
    }
    // RFC 9110 section 8.6: neither 204 nor 304 describes a body here.
    if (status != 204 && status != 304) {
        head += "\r\nContent-Length: ";
        head += std::to_string(response.body().size());
    }
    if (!facts.keeps_alive) {
        head += "\r\nConnection: close";
    } else if (facts.is_http_10) {
        head += "\r\nConnection: keep-alive";
    }
    head += "\r\n\r\n";
    return head;
}

}  // namespace yinxin::http
