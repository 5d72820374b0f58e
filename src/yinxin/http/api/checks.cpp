// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/api/checks.hpp"

#include "yinxin/domain/endorsement.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/api_checks.hpp"
#include "yinxin/service/report_json.hpp"

#include <boost/json.hpp>

namespace yinxin::http {
namespace {

namespace json = boost::json;
using service::ApiCall;

json::object both(const domain::Bilingual& text) {
    return {{"zh", text.zh}, {"en", text.en}};
}

ApiAnswer told(const ApiCall& call, const service::CertificateStanding& standing) {
    const std::string status(domain::key(standing.status));
    return {json::serialize(json::object{{"environment", domain::key(call.client.mode)},
                                         {"certificate_id", standing.certificate_id},
                                         {"kind", domain::key(standing.kind)},
                                         {"title", both(standing.title)},
                                         {"qualification", both(standing.qualification)},
                                         {"level", both(standing.level)},
                                         {"specialty", both(standing.specialty)},
                                         {"issuer", both(standing.issuer)},
                                         {"approved_on", format_day(standing.approved_on)},
                                         {"issued_on", format_day(standing.issued_on)},
                                         {"status", status},
                                         {"status_at", format_civil(standing.status_at)},
                                         {"recalled", standing.is_recalled},
                                         {"stopped", standing.is_stopped}}),
            standing.is_recalled ? "recalled" : (standing.is_stopped ? "stopped" : status)};
}

/// A report as `yinxin verify --json` prints it, with what only the API knows.
ApiAnswer told(const Context& context, const ApiCall& call, const service::CopyAnswer& answer) {
    const Messages& messages = context.site().messages;
    const auto words = [&](std::string_view code) {
        return messages.text(context.language, "finding." + std::string(code));
    };
    json::object all = json::parse(service::report_json(answer.report, words)).as_object();
    all["environment"] = domain::key(call.client.mode);
    all["certificate_id"] =
        answer.certificate_id.empty() ? json::value(nullptr) : json::value(answer.certificate_id);
    all["match"] = answer.is_match ? json::value(*answer.is_match) : json::value(nullptr);
    return {json::serialize(all), std::string(domain::key(answer.report.verdict))};
}

Error wrong_member(std::string member) {
    return Error(ErrorCode::invalid_input, member).with("member", member);
}

Result<std::optional<std::string>> parse_recipient(std::string_view typed) {
    if (typed.empty()) return std::optional<std::string>();
    auto recipient = domain::parse_recipient(typed);
    if (!recipient) return wrong_member("recipient");
    return std::optional(*std::move(recipient));
}

Result<std::optional<Instant>> parse_at(std::string_view typed, Instant now) {
    if (typed.empty()) return std::optional<Instant>();
    const auto at = parse_instant(typed);
    if (!at || *at > now) return wrong_member("at");
    return std::optional(*at);
}

}  // namespace

Task<Result<ApiAnswer>> answer_certificate(Context& context, const ApiCall& call) {
    YX_CO_TRY(const JsonValue body, read_json(context));
    JsonReader reader(body);
    service::CertificateQuestion question{reader.text("number"), reader.text("name")};
    YX_CO_CHECK(reader.finish());
    YX_CO_TRY(
        const service::CertificateStanding standing,
        co_await service::ask_certificate(context.site().services, call, std::move(question)));
    co_return told(call, standing);
}

Task<Result<ApiAnswer>> answer_copy(Context& context, const ApiCall& call) {
    YX_CO_TRY(const JsonValue body, read_json(context));
    JsonReader reader(body);
    service::CopyQuestion question;
    question.copy = reader.text("copy");
    const std::string recipient = reader.text_if_any("recipient").value_or("");
    if (const JsonValue* person = reader.value_if_any("person")) {
        JsonReader printed(*person);
        question.person = service::PrintedPerson{printed.text("name"), printed.text("id_tail")};
        YX_CO_CHECK(printed.finish());
    }
    YX_CO_CHECK(reader.finish());
    YX_CO_TRY(question.recipient, parse_recipient(recipient));
    YX_CO_TRY(const service::CopyAnswer answer,
              co_await service::ask_copy(context.site().services, call, std::move(question)));
    co_return told(context, call, answer);
}

Task<Result<ApiAnswer>> answer_code(Context& context, const ApiCall& call) {
    YX_CO_TRY(const JsonValue body, read_json(context));
    JsonReader reader(body);
    service::CodeQuestion question{reader.text("text"), std::nullopt};
    const std::string recipient = reader.text_if_any("recipient").value_or("");
    YX_CO_CHECK(reader.finish());
    YX_CO_TRY(question.recipient, parse_recipient(recipient));
    YX_CO_TRY(const service::CopyAnswer answer,
              co_await service::ask_code(context.site().services, call, std::move(question)));
    co_return told(context, call, answer);
}

Task<Result<ApiAnswer>> answer_file(Context& context, const ApiCall& call) {
    Request& request = context.request;
    if (request.content_type() != "multipart/form-data") {
        co_return Error(ErrorCode::unsupported, "not a form with a file");
    }
    if (const auto beyond = request.form.first_beyond({"recipient", "at"})) {
        co_return wrong_member(std::string(*beyond));
    }
    const bool is_one_file = request.uploads.size() == 1 &&
                             request.uploads.front().field == "file" &&
                             !request.uploads.front().content.empty();
    if (!is_one_file) co_return wrong_member("file");
    service::Services& services = context.site().services;
    service::FileToCheck question{std::move(request.uploads.front().content), {}, {}};
    if (question.file.size() > services.settings.limits.upload) {
        co_return Error(ErrorCode::too_large, "file");
    }
    YX_CO_TRY(question.recipient, parse_recipient(request.form["recipient"]));
    YX_CO_TRY(question.at, parse_at(request.form["at"], call.at));
    YX_CO_TRY(const service::CopyAnswer answer,
              co_await service::ask_file(services, call, std::move(question)));
    co_return told(context, call, answer);
}

}  // namespace yinxin::http
