// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/api/uses.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/entry_check.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/api_uses.hpp"

#include <boost/json.hpp>

namespace yinxin::http {
namespace {

namespace json = boost::json;
using service::ApiCall;
using service::FetchedUse;

std::string use_url(const Context& context, storage::UseId use) {
    return context.site().services.settings.public_url + "/api/v1/authorised-uses/" + use.str();
}

json::array files_json(const Context& context, const FetchedUse& use) {
    json::array files;
    for (const storage::CopyFileRow& file : use.files) {
        const std::string_view format = domain::key(file.format);
        files.push_back(json::object{
            {"format", format},
            {"link", use_url(context, use.fetched.use) + "/file?format=" + std::string(format)},
            {"sha256", to_hex(file.sha256)},
            {"size", file.size}});
    }
    return files;
}

ApiAnswer told(const Context& context, const ApiCall& call, const FetchedUse& use) {
    const service::Services& services = context.site().services;
    const std::string_view state = domain::key(use.state);
    const json::value closed = use.closed ? json::value(dotted_name(use.closed->code())) : nullptr;
    return {json::serialize(json::object{
                {"environment", domain::key(call.client.mode)},
                {"state", state},
                {"id", use.fetched.use.str()},
                {"copy_no", use.copy_no},
                {"code", use.code},
                {"link", services.settings.public_url + "/v/" + use.token},
                {"qualification",
                 json::object{{"zh", use.qualification.zh}, {"en", use.qualification.en}}},
                {"purpose", use.purpose},
                {"fetched_at", format_civil(use.fetched.fetched_at)},
                {"valid_until", format_civil(use.fetched.ends_at)},
                {"closed", closed},
                {"files", files_json(context, use)}}),
            std::string(state)};
}

/// The code is good and stays good: the same request is sent again.
ApiAnswer being_pressed(const ApiCall& call) {
    ApiAnswer answer{
        json::serialize(json::object{{"environment", domain::key(call.client.mode)},
                                     {"state", "pressing"},
                                     {"retry_after", service::pressing_takes.count()}}),
        "pressing",
        202};
    answer.retry_in = service::pressing_takes;
    return answer;
}

Result<storage::UseId> id_of(const Context& context) {
    YX_TRY(const std::int64_t id, context.number("id"));
    return storage::UseId{id};
}

/// PDF where nothing is said.
Result<domain::CopyFormat> format_of(const Context& context) {
    const auto text = context.request.query.find("format");
    if (!text) return domain::CopyFormat::pdf;
    if (const auto format = domain::parse_key<domain::CopyFormat>(*text)) return *format;
    return Error(ErrorCode::invalid_input, "format").with("member", "format");
}

}  // namespace

Task<Result<ApiAnswer>> redeem_use_code(Context& context, const ApiCall& call) {
    YX_CO_TRY(const JsonValue body, read_json(context));
    JsonReader reader(body);
    service::RedeemQuestion question{reader.text("code"),
                                     std::string(context.request.header("Idempotency-Key"))};
    YX_CO_CHECK(reader.finish());
    const Result<std::optional<FetchedUse>> redeemed =
        co_await service::redeem_for_client(context.site().services, call, std::move(question));
    // Only what failed: the pressure of this door asks people for the human check, and a program
    // that works must not.
    if (!redeemed) {
        if (!call.is_sandbox()) {
            watch_door(context, WatchedDoor::use_code, &redeemed.error());
        }
        co_return Error(redeemed.error());
    }
    if (!*redeemed) co_return being_pressed(call);
    co_return told(context, call, **redeemed);
}

Task<Result<ApiAnswer>> answer_use(Context& context, const ApiCall& call) {
    YX_CO_TRY(const storage::UseId id, id_of(context));
    YX_CO_TRY(const FetchedUse use,
              co_await service::load_client_use(context.site().services, call, id));
    co_return told(context, call, use);
}

Task<Result<ApiAnswer>> hand_out_use(Context& context, const ApiCall& call) {
    YX_CO_TRY(const storage::UseId id, id_of(context));
    YX_CO_TRY(const domain::CopyFormat format, format_of(context));
    YX_CO_TRY(service::SealedFile sealed,
              co_await service::open_client_use(context.site().services, call, id, format));
    ApiAnswer answer{"", std::string(domain::key(format))};
    answer.type = format == domain::CopyFormat::ofd ? "application/ofd" : "application/pdf";
    if (call.is_sandbox()) answer.type = "text/plain; charset=utf-8";
    answer.file = std::move(sealed.bytes);
    answer.file_name = std::move(sealed.name);
    co_return answer;
}

}  // namespace yinxin::http
