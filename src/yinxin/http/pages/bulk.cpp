// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/bulk.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/bulk_look.hpp"
#include "yinxin/http/pages/bulk_result.hpp"
#include "yinxin/http/pages/bulk_words.hpp"
#include "yinxin/http/pages/enter_code.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/verify_file.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/bulk_checks.hpp"
#include "yinxin/service/bulk_intake.hpp"
#include "yinxin/service/bulk_start.hpp"
#include "yinxin/sheets/sheet_writer.hpp"

#include <limits>

namespace yinxin::http {
namespace {

using domain::BulkId;
using domain::BulkState;

constexpr int most_listed = 50;
constexpr std::uint64_t mebibyte = std::uint64_t{1024} * 1024;
constexpr std::array<std::string_view, 3> template_columns{
    "name", "id_number", "management_number"};

storage::BulkOwner owner_of(const Context& context) {
    return {storage::BulkOwnerKind::account, context.visitor->facts.account.value};
}

Result<BulkId> id_of(const Context& context) {
    YX_TRY(const std::int64_t id, context.number("id"));
    return BulkId{id};
}

std::string url_of(BulkId id) {
    return "/bulk/" + id.str();
}

void add_listed(View& view, const Context& context, const storage::BulkCheckRow& check) {
    View& row = view.add("CHECKS");
    const std::string state = check.is_cancelled && check.state == BulkState::finished
                                  ? std::string("cancelled")
                                  : std::string(domain::key(check.state));
    row.set("URL", url_of(check.id))
        .set("NAME", handed_in_words(context, check))
        .set("AT", time_words(context, check.started_at.value_or(check.created_at)))
        .set("STATE_CLASS", bulk_state_css(state))
        .set("STATE_TEXT", say(context, "bulk_state." + state));
    if (check.state != BulkState::draft) {
        row.add("STARTED").set("DONE", check.items_done).set("TOTAL", check.items_total);
    }
}

Task<Result<Response>> show_start(Context& context, const FormErrors& errors) {
    service::Services& services = context.site().services;
    YX_CO_TRY(const auto checks,
              co_await service::list_bulk(services,
                                          owner_of(context),
                                          BulkId{std::numeric_limits<std::int64_t>::max()},
                                          most_listed));
    const config::Bulk& settings = services.settings.bulk;
    View view;
    view.set("MOST_ITEMS", domain::most_bulk_items)
        .set("MOST_FILES", domain::most_bulk_files)
        .set("MOST_BYTES", settings.upload)
        .set("MOST_MIB", settings.upload / mebibyte)
        .set("FILE_MIB", services.settings.limits.upload / mebibyte)
        .set("KEPT_DAYS", std::chrono::floor<Days>(settings.keep_result).count());
    if (!checks.empty()) view.show("SOME_CHECKS");
    for (const storage::BulkCheckRow& check : checks)
        add_listed(view, context, check);
    errors.show(view);
    co_return show_page(context, "bulk", view, form_frame(Menu::verify, errors));
}

/// Whether a refusal is about what was handed in, and belongs beside the field.
bool is_about_file(ErrorCode code) {
    return code != ErrorCode::too_many_requests && status_of(code) < 500;
}

Task<Result<Response>> take_upload(Context& context) {
    FormErrors errors;
    auto& uploads = context.request.uploads;
    if (uploads.size() != 1 || uploads.front().field != "file" || uploads.front().content.empty()) {
        errors.add("file", say(context, "handler.bulk_no_file"));
        co_return co_await show_start(context, errors);
    }
    service::BulkUpload upload{std::move(uploads.front().content),
                               std::move(uploads.front().file_name),
                               std::string(tag(context.language))};
    if (upload.file.size() > context.site().services.settings.bulk.upload) {
        co_return Error(ErrorCode::too_large, "bulk");
    }
    const Result<BulkId> id = co_await service::hand_in_bulk(
        context.site().services, owner_of(context), std::move(upload));
    if (id) co_return redirect_see_other(url_of(*id));
    if (!is_about_file(id.error().code())) co_return Error(id.error());
    errors.add(context, "file", id.error());
    co_return co_await show_start(context, errors);
}

Task<Result<Response>> show_draft(Context& context, BulkId id, const FormErrors& errors) {
    service::Services& services = context.site().services;
    YX_CO_TRY(const service::BulkLook look, co_await services.store.read([&](auto& reader) {
        return service::look_at_bulk(reader, services, owner_of(context), id);
    }));
    co_return show_look(context, look, errors);
}

std::optional<std::size_t> column_in(const Context& context, std::string_view field) {
    const auto number = parse_integer(context.request.form[field]);
    if (!number || *number < 0) return std::nullopt;
    return static_cast<std::size_t>(*number);
}

Result<Response> empty_table(const Context& context,
                             std::unique_ptr<sheets::SheetWriter> writer,
                             std::string_view type,
                             std::string_view extension) {
    std::vector<std::string> header;
    for (const std::string_view column : template_columns)
        header.push_back(say(context, "bulk_column." + std::string(column)));
    writer->add_row(header);
    YX_TRY(const Bytes content, writer->finish());
    return file(std::make_shared<const std::string>(as_text(content)),
                type,
                say(context, "handler.bulk_template") + "." + std::string(extension));
}

}  // namespace

Task<Result<Response>> bulk(Context& context) {
    if (context.request.method != Method::post) {
        FormErrors errors;
        co_return co_await show_start(context, errors);
    }
    YX_CO_CHECK(only_fields(context, {}));
    co_return co_await take_upload(context);
}

Result<Response> download_bulk_template_csv(Context& context) {
    return empty_table(context, sheets::make_csv_writer(), "text/csv; charset=utf-8", "csv");
}

Result<Response> download_bulk_template_xlsx(Context& context) {
    const sheets::XlsxLook look{.sheet = say(context, "bulk_column.sheet"),
                                .widths = {16, 26, 26},
                                .made_at = context.site().services.clock.now()};
    return empty_table(context,
                       sheets::make_xlsx_writer(look),
                       "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                       "xlsx");
}

Task<Result<Response>> show_bulk(Context& context) {
    YX_CO_TRY(const BulkId id, id_of(context));
    YX_CO_TRY(const service::BulkStanding standing,
              co_await service::load_bulk(context.site().services, owner_of(context), id));
    FormErrors errors;
    if (standing.check.state == BulkState::draft) {
        co_return co_await show_draft(context, id, errors);
    }
    co_return co_await show_standing(context, standing);
}

namespace {

/// Where somebody is led who comes back to a step that is done: from another tab, or by pressing
/// twice.
Response to_check(BulkId id) {
    return redirect_see_other(url_of(id));
}

}  // namespace

Task<Result<Response>> choose_columns(Context& context) {
    YX_CO_CHECK(
        only_fields(context, {"table", "name", "id_number", "management_number", "header"}));
    YX_CO_TRY(const BulkId id, id_of(context));
    const auto& form = context.request.form;
    service::ColumnChoice choice;
    choice.table = parse_integer(form["table"]).value_or(0);
    choice.columns = {column_in(context, "name"),
                      column_in(context, "id_number"),
                      column_in(context, "management_number")};
    const auto header = column_in(context, "header").value_or(0);
    choice.header_rows = static_cast<std::int64_t>(std::min(header, domain::most_bulk_items));
    const Result<void> chosen = co_await service::choose_bulk_columns(
        context.site().services, owner_of(context), id, choice);
    if (chosen || chosen.error().code() == ErrorCode::bulk_not_open) co_return to_check(id);
    if (chosen.error().code() != ErrorCode::bulk_columns_missing) co_return Error(chosen.error());
    FormErrors errors;
    errors.add(context, "columns", chosen.error());
    co_return co_await show_draft(context, id, errors);
}

Task<Result<Response>> start_bulk(Context& context) {
    YX_CO_CHECK(only_fields(context, {"purpose"}));
    YX_CO_TRY(const BulkId id, id_of(context));
    const Result<void> begun =
        co_await service::begin_bulk(context.site().services,
                                     context.visitor->facts.account,
                                     id,
                                     std::string(context.request.form["purpose"]),
                                     origin_of(context));
    if (begun) co_return redirect_see_other(url_of(id) + "/confirm");
    const Error& error = begun.error();
    if (error.code() == ErrorCode::bulk_not_open) co_return to_check(id);
    const auto field = error.params().find("field");
    const bool is_known = field != error.params().end() || error.code() == ErrorCode::bulk_running;
    if (!is_known) co_return Error(error);
    FormErrors errors;
    errors.add(context, field == error.params().end() ? "form" : field->second, error);
    co_return co_await show_draft(context, id, errors);
}

Task<Result<Response>> confirm_bulk(Context& context) {
    YX_CO_TRY(const BulkId id, id_of(context));
    service::Services& services = context.site().services;
    const AccountId account = context.visitor->facts.account;
    YX_CO_TRY(const service::BulkStanding standing,
              co_await service::load_bulk(services, owner_of(context), id));
    if (standing.check.state != BulkState::draft) co_return to_check(id);
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const std::string code(trim(context.request.form["code"]));
        const Result<void> started =
            co_await service::confirm_bulk(services, account, checker_of(context), id, code);
        if (started || started.error().code() == ErrorCode::bulk_not_open) co_return to_check(id);
        errors.add(context, "code", started.error());
    }
    const Result<service::CodeRequestFacts> facts =
        co_await service::find_bulk_request(services, account, id);
    if (!facts && !errors.any()) co_return to_check(id);
    const std::string back = url_of(id);
    const std::string action = back + "/confirm";
    const CodePage page{"bulk", action, back, Menu::verify};
    co_return show_code_page(context, page, facts, errors);
}

Task<Result<Response>> resend_bulk_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const BulkId id, id_of(context));
    YX_CO_CHECK(co_await service::resend_bulk_code(
        context.site().services, context.visitor->facts.account, id));
    co_return redirect_see_other(url_of(id) + "/confirm");
}

Task<Result<Response>> cancel_bulk(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const BulkId id, id_of(context));
    const Result<void> cancelled =
        co_await service::cancel_bulk(context.site().services, owner_of(context), id);
    // Finished while the button was pressed: its page says so.
    if (!cancelled && cancelled.error().code() != ErrorCode::bulk_not_open) {
        co_return Error(cancelled.error());
    }
    co_return redirect_see_other(url_of(id));
}

Task<Result<Response>> forget_bulk(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const BulkId id, id_of(context));
    YX_CO_CHECK(co_await service::forget_bulk(context.site().services, owner_of(context), id));
    co_return redirect_with_flash(context, "/bulk", "bulk_forgotten");
}

}  // namespace yinxin::http
