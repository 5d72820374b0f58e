// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/api/door.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/http/wire.hpp"
#include "yinxin/service/watched_doors.hpp"

#include <fmt/format.h>

namespace yinxin::http {
namespace {

using service::ApiCall;
using service::Repeatable;

constexpr std::size_t longest_idempotency_key = 200;

/// "Bearer yx_…"; anything else is no key.
Secret key_in(const Request& request) {
    constexpr std::string_view scheme = "bearer ";
    const std::string_view header = request.header("Authorization");
    const bool is_bearer = to_lower_ascii(header.substr(0, scheme.size())) == scheme;
    return Secret(std::string(is_bearer ? trim(header.substr(scheme.size())) : ""));
}

service::Knock knock_of(const Context& context, std::optional<domain::ClientScope> scope) {
    const Request& request = context.request;
    return {key_in(request),
            request.client_address,
            scope,
            context.route.name,
            percent_decode(request.header("Yinxin-Purpose")).value_or("")};
}

/// Everything that is asked, so that one key never stands for two questions.
crypto::Digest32 hash_of(const Request& request) {
    std::string all = fmt::format("{} {}\n", name_of(request.method), request.target);
    const auto put = [&](std::string_view text) {
        all += fmt::format("{}:", text.size());
        all += text;
    };
    put(request.body);
    for (const auto& [name, value] : request.form) {
        put(name);
        put(value);
    }
    for (const Upload& upload : request.uploads) {
        put(upload.field);
        put(to_hex(crypto::sha256(upload.content)));
    }
    return crypto::sha256(as_bytes(all));
}

Result<std::optional<Repeatable>> repeatable_of(const Request& request) {
    const std::string_view key = request.header("Idempotency-Key");
    if (is_safe(request.method) || key.empty()) return std::optional<Repeatable>();
    if (key.size() > longest_idempotency_key) {
        return Error(ErrorCode::invalid_input, "key").with("member", "Idempotency-Key");
    }
    return std::optional(Repeatable{std::string(key), hash_of(request)});
}

Response respond(std::string body, int status) {
    Response response = json(std::move(body), status);
    if (status >= 400) response.set("Content-Type", "application/problem+json");
    return response;
}

Response explain(const Context& context, const Error& error) {
    if (status_of(error.code()) >= 500) {
        log::error("api.failed",
                   {{"id", context.request.id},
                    {"route", context.route.name},
                    {"error", error.describe()}});
    }
    return context.fail(error);
}

struct Outcome {
    Response response;
    std::string word;
    bool is_final = true;
};

Response respond(const ApiAnswer& answer) {
    if (answer.file) {
        Response response(answer.status);
        response.set_body(Body(answer.file), answer.type)
            .set("Content-Disposition",
                 content_disposition(Disposition::attachment, answer.file_name));
        return response;
    }
    Response response = respond(answer.body, answer.status);
    if (answer.type != "application/json") response.set("Content-Type", answer.type);
    if (answer.retry_in) response.set("Retry-After", std::to_string(answer.retry_in->count()));
    return response;
}

Task<Outcome> run(Context& context, const ApiCall& call, ApiOperation operation) {
    const Result<ApiAnswer> answer = co_await operation(context, call);
    if (!answer) {
        co_return Outcome{explain(context, answer.error()),
                          std::string(dotted_name(answer.error().code()))};
    }
    co_return Outcome{respond(*answer), answer->outcome, !answer->retry_in};
}

/// A call that was let in, from its Idempotency-Key to its record.
Task<Response> answer_call(Context& context, const ApiCall& call, ApiOperation operation) {
    service::Services& services = context.site().services;
    Result<std::optional<Repeatable>> request = repeatable_of(context.request);
    std::optional<Repeatable> ours;  // the request that is worked on here
    std::optional<Outcome> outcome;
    if (!request) {
        outcome = Outcome{explain(context, request.error()), "refused"};
    } else if (*request) {
        const auto former = co_await service::begin_repeatable(services, call, **request);
        if (!former) {
            outcome = Outcome{explain(context, former.error()), "refused"};
        } else if (*former) {
            outcome = Outcome{respond((*former)->answer, (*former)->status), "repeated"};
        } else {
            ours = **request;
        }
    }
    if (!outcome) outcome = co_await run(context, call, operation);
    const Response& response = outcome->response;
    const Result<void> kept =
        co_await service::close_call(services,
                                     call,
                                     ours,
                                     {response.status(),
                                      outcome->word,
                                      ours ? std::string(response.body().view()) : std::string(),
                                      outcome->is_final});
    // Without a record of how it ended the answer is not given.
    if (!kept) co_return explain(context, kept.error());
    co_return std::move(outcome->response);
}

/// RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers).
void add_limits(Response& response, const service::OpenedCall& opened) {
    if (!opened.minute || !opened.day) return;
    response.set(
        "RateLimit-Policy",
        fmt::format(
            R"("minute";q={};w=60, "day";q={};w=86400)", opened.minute->limit, opened.day->limit));
    response.set("RateLimit",
                 fmt::format(R"("minute";r={};t={}, "day";r={};t={})",
                             opened.minute->left,
                             opened.minute->resets_in.count(),
                             opened.day->left,
                             opened.day->resets_in.count()));
}

Task<Result<Response>> admit_and_answer(Context& context,
                                        std::optional<domain::ClientScope> scope,
                                        ApiOperation operation) {
    const service::OpenedCall opened =
        co_await service::open_call(context.site().services, knock_of(context, scope));
    Response response = opened.call ? co_await answer_call(context, *opened.call, operation)
                                    : explain(context, opened.call.error());
    add_limits(response, opened);
    constexpr int unknown_key = 401;
    service::DoorVisit visit;
    visit.door = domain::WatchedDoor::api_key;
    visit.address = context.request.client_address;
    if (response.status() == unknown_key) visit.outcome = service::DoorOutcome::miss;
    service::watch(context.site().services, visit);
    if (response.status() == unknown_key) response.set("WWW-Authenticate", "Bearer");
    response.forbid_storing();
    co_return response;
}

}  // namespace

Handler behind_door(std::optional<domain::ClientScope> scope, ApiOperation operation) {
    return [scope, operation](Context& context) {
        return admit_and_answer(context, scope, operation);
    };
}

Result<JsonValue> read_json(const Context& context) {
    if (context.request.content_type() != "application/json") {
        return Error(ErrorCode::unsupported, "the body is not JSON");
    }
    return parse_json(context.request.body);
}

Result<std::int64_t> query_number(const Context& context,
                                  std::string_view name,
                                  std::int64_t usual,
                                  std::int64_t least,
                                  std::int64_t most) {
    const auto text = context.request.query.find(name);
    if (!text) return usual;
    const auto number = parse_integer(*text);
    if (number && *number >= least && *number <= most) return *number;
    return Error(ErrorCode::invalid_input, "query").with("member", std::string(name));
}

}  // namespace yinxin::http
