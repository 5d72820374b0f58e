// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/verify_file.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/endorsement.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/acting.hpp"
#include "yinxin/service/bulk_result.hpp"
#include "yinxin/service/found_codes.hpp"
#include "yinxin/service/receipts.hpp"
#include "yinxin/service/verification.hpp"

namespace yinxin::http {
namespace {

using service::CheckedSubject;
using service::Services;

constexpr std::uint64_t mebibyte = std::uint64_t{1024} * 1024;

/// What the form asks besides the file.
struct Asked {
    std::string recipient;
    std::optional<Instant> at;
};

/// The last second of the day; today and no day mean now.
Result<std::optional<Instant>> parse_as_of(std::string_view typed, Instant now) {
    if (trim(typed).empty()) return std::optional<Instant>();
    YX_TRY(const CivilDay day, parse_day(trim(typed)));
    const CivilDay today = civil_day(now);
    if (day > today || day < make_day(2000, 1, 1)) {
        return Error(ErrorCode::invalid_input, "a day to come, or before all certificates");
    }
    if (day == today) return std::optional<Instant>();
    return std::optional(start_of(day + Days(1)) - std::chrono::seconds(1));
}

Asked read_question(Context& context, FormErrors& errors) {
    Asked asked;
    const Instant now = context.site().services.clock.now();
    if (auto recipient = domain::parse_recipient(context.request.form["recipient"])) {
        asked.recipient = *std::move(recipient);
    } else {
        errors.add(context, "recipient", recipient.error());
    }
    if (auto at = parse_as_of(context.request.form["as_of"], now)) {
        asked.at = *at;
    } else {
        errors.add("as_of", say(context, "handler.as_of"));
    }
    return asked;
}

/// The one file of the form, taken out of the request; errors stand beside `input`.
Bytes take_file(Context& context, FormErrors& errors, const char* input) {
    auto& uploads = context.request.uploads;
    const bool is_one = uploads.size() == 1 && uploads.front().field == "file";
    if (!is_one || uploads.front().content.empty()) {
        // A browser sends an empty part without a name where nothing was chosen.
        const bool is_chosen = is_one && !uploads.front().file_name.empty();
        errors.add(input, say(context, is_chosen ? "handler.empty_file" : "handler.no_file"));
        return {};
    }
    return std::move(uploads.front().content);
}

Task<Result<CheckedSubject>> check_receipt(const Services& services,
                                           const storage::ReceiptRow& row,
                                           std::string sha256) {
    CheckedSubject checked;
    checked.subject = service::Subject::receipt;
    checked.receipt = service::KnownReceipt{row.number, row.made_at, row.checked_at, row.verdict};
    checked.report.sha256 = std::move(sha256);
    checked.report.format = verify::FileFormat::other;
    checked.report.at = services.clock.now();
    co_return checked;
}

CheckedSubject check_summary(const Services& services,
                             const storage::BulkSummaryRow& row,
                             const crypto::Digest32& sha256) {
    CheckedSubject checked;
    checked.subject = service::Subject::summary;
    const Bytes hash(sha256.begin(), sha256.end());
    const bool is_table = hash == row.xlsx_sha256 || hash == row.csv_sha256;
    checked.summary = service::KnownSummary{
        row.number, row.ended_at, is_table, row.is_cancelled, row.answers, row.valid};
    checked.report.sha256 = to_hex(sha256);
    checked.report.format = verify::FileFormat::other;
    checked.report.at = services.clock.now();
    return checked;
}

Task<Result<CheckedSubject>> check(Context& context, Bytes file, const Asked& asked) {
    Services& services = context.site().services;
    CheckedSubject checked;
    checked.asked_by = asked.recipient;
    checked.size = file.size();
    const crypto::Digest32 sha256 = crypto::sha256(file);
    YX_CO_TRY(const auto receipt, co_await service::recognise_receipt(services, sha256));
    if (receipt) co_return co_await check_receipt(services, *receipt, to_hex(sha256));
    YX_CO_TRY(const auto summary, co_await service::recognise_bulk_document(services, sha256));
    if (summary) co_return check_summary(services, *summary, sha256);
    std::optional<std::string> recipient;
    if (!asked.recipient.empty()) recipient = asked.recipient;
    YX_CO_TRY(checked.report,
              co_await service::verify_file(
                  services, {std::move(file), recipient, asked.at, checker_of(context)}));
    YX_CO_TRY(checked.found,
              co_await service::resolve_codes(
                  services, checked.report.codes, recipient, checked.report.at));
    co_return checked;
}

/// The reading process is busy, was too slow or died: in words, with what to do.
Response show_not_checked(Context& context, const Error& error) {
    View view;
    const bool is_slow = error.code() == ErrorCode::timed_out;
    view.show_either(is_slow, "SLOW", "BUSY");
    Response response = show_page(
        context, "verify_busy", view, {.menu = Menu::verify, .status = is_slow ? 504 : 503});
    if (const auto wait = error.retry_after()) {
        response.set("Retry-After", std::to_string(wait->count()));
    }
    return response;
}

/// Words for what may pass; anything else is an error like any other.
Result<Response> refuse_to_check(Context& context, const Error& error) {
    const bool may_pass =
        error.code() == ErrorCode::unavailable || error.code() == ErrorCode::timed_out;
    if (!may_pass) return Error(error);
    return show_not_checked(context, error);
}

Result<void> check_size(const Context& context, const Bytes& file) {
    if (file.size() <= context.site().services.settings.limits.upload) return ok();
    return Error(ErrorCode::too_large, "file");
}

Task<Result<Response>> answer_file(Context& context, Bytes file, const Asked& asked) {
    Result<CheckedSubject> checked = co_await check(context, std::move(file), asked);
    if (!checked) co_return refuse_to_check(context, checked.error());
    YX_CO_TRY(const std::string token,
              co_await service::keep_answer(context.site().services, *std::move(checked)));
    co_return redirect_see_other("/verify/results/" + token);
}

}  // namespace

storage::Checker checker_of(const Context& context) {
    if (!context.visitor) return {};
    const Services& services = context.site().services;
    return service::checker_of(
        context.visitor->facts, services.reference->check_display, services.clock.now());
}

Response show_ways(Context& context, const FormErrors& errors) {
    const auto& form = context.request.form;
    const service::Services& services = context.site().services;
    const bool is_first = context.request.method != Method::post;
    const auto* acting = context.visitor && context.visitor->facts.acting
                             ? &*context.visitor->facts.acting
                             : nullptr;
    // Who acts for an organisation has said who he is; he may take it out again.
    const std::string recipient =
        is_first && acting != nullptr ? acting->name : std::string(form["recipient"]);
    View view;
    view.set("V_CODE", form["code"])
        .set("V_RECIPIENT", recipient)
        .set("V_AS_OF", form["as_of"])
        .set("TODAY", format_day(civil_day(services.clock.now())))
        .set("MOST_BYTES", services.settings.limits.upload)
        .set("MOST_MIB", services.settings.limits.upload / mebibyte)
        .show_if("MORE", !recipient.empty() || !form["as_of"].empty());
    if (context.site().offline.exists()) view.add("OFFLINE");
    errors.show(view);
    return show_page(context, "verify", view, form_frame(Menu::verify, errors));
}

Result<void> take_query(Context& context) {
    const auto& settings = context.site().services.settings;
    const auto rate =
        Rate::per_minute(static_cast<std::uint32_t>(settings.limits.queries_per_minute));
    return context.site().limiter.take(
        "verify", context.request.client_address, rate, std::chrono::steady_clock::now());
}

Task<Result<Response>> verify_file(Context& context) {
    YX_CO_CHECK(only_fields(context, {"recipient", "as_of"}));
    YX_CO_CHECK(take_query(context));
    FormErrors errors;
    const Asked asked = read_question(context, errors);
    Bytes file = take_file(context, errors, "file");
    if (errors.any()) co_return show_ways(context, errors);
    YX_CO_CHECK(check_size(context, file));
    co_return co_await answer_file(context, std::move(file), asked);
}

Task<Result<Response>> verify_photograph(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(take_query(context));
    FormErrors errors;
    Bytes file = take_file(context, errors, "photo");
    if (errors.any()) co_return show_ways(context, errors);
    YX_CO_CHECK(check_size(context, file));
    const auto token = co_await service::find_photographed_copy(context.site().services, file);
    if (!token) co_return refuse_to_check(context, token.error());
    if (*token) co_return redirect_see_other("/v/" + **token);
    co_return co_await answer_file(context, std::move(file), {});
}

}  // namespace yinxin::http
