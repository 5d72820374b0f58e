// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/paper_batch.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/paper_batches.hpp"
#include "yinxin/sheets/sheet_writer.hpp"

#include <algorithm>
#include <array>

namespace yinxin::http {
namespace {

using service::PaperProblem;
using service::PaperRow;

constexpr std::size_t most_problems_shown = 200;

std::string problem_words(const Context& context, PaperProblem problem) {
    return say(context, "paper_problem." + std::string(domain::key(problem)));
}

/// What the rows are worth, the faulty ones first and in words.
void set_outcome(View& view, const Context& context, const std::vector<PaperRow>& rows) {
    const auto good = std::ranges::count(rows, PaperProblem::none, &PaperRow::problem);
    const auto faulty = static_cast<std::int64_t>(rows.size()) - good;
    View& looked = view.add("LOOKED");
    looked.set("GOOD", good).set("FAULTY", faulty);
    if (good > 0) looked.add("MAY_ENTER").set("GOOD", good);
    if (faulty == 0) return;
    View& table = looked.add("HAS_FAULTS");
    std::size_t shown = 0;
    for (const PaperRow& row : rows) {
        if (row.problem == PaperProblem::none) continue;
        if (shown++ == most_problems_shown) {
            table.show("MORE_FAULTS");
            break;
        }
        table.add("FAULTS")
            .set("ROW", row.number)
            .set("NUMBER", row.management_no)
            .set("SERIAL", row.form.serial)
            .set("PROBLEM_TEXT", problem_words(context, row.problem));
    }
}

Response show_batch(Context& context, View& view, std::string_view text, const FormErrors& errors) {
    view.set("V_ROWS", text).set("MOST_ROWS", service::most_paper_rows);
    errors.show(view);
    return show_office_page(context, "office_paper_batch", view, Desk::paper, office_frame(errors));
}

/// The uploaded table, or what was pasted.
Result<std::vector<PaperRow>> read_rows(const Context& context) {
    const Upload* upload = context.request.find_upload("file");
    if (upload != nullptr && !upload->content.empty()) {
        return service::read_paper_rows(upload->content);
    }
    const std::string_view pasted = trim(context.request.form["rows"]);
    if (pasted.empty()) return std::vector<PaperRow>();
    return service::read_paper_rows(as_bytes(pasted));
}

}  // namespace

Task<Result<Response>> register_paper_batch(Context& context) {
    View view;
    FormErrors errors;
    if (context.request.method != Method::post) co_return show_batch(context, view, "", errors);
    YX_CO_CHECK(only_fields(context, {"rows", "step"}));
    auto& services = context.site().services;
    Result<std::vector<PaperRow>> rows = read_rows(context);
    if (!rows) {
        const bool is_file = context.request.find_upload("file") != nullptr &&
                             !context.request.find_upload("file")->content.empty();
        errors.add(context, is_file ? "file" : "rows", rows.error());
        co_return show_batch(context, view, context.request.form["rows"], errors);
    }
    if (rows->empty()) {
        errors.add("rows", say(context, "handler.paper_no_rows"));
        co_return show_batch(context, view, "", errors);
    }
    if (context.request.form["step"] != "enter") {
        YX_CO_TRY(
            const std::vector<PaperRow> looked_at,
            co_await service::check_paper_rows(services, actor_of(context), *std::move(rows)));
        set_outcome(view, context, looked_at);
        const std::string text = service::write_paper_rows(looked_at);
        co_return show_batch(context, view, text, errors);
    }
    YX_CO_TRY(const service::RegisteredRows done,
              co_await service::register_paper_rows(services, actor_of(context), *std::move(rows)));
    view.add("ENTERED").set("COUNT", done.registered);
    if (!done.left.empty()) set_outcome(view, context, done.left);
    const std::string left = service::write_paper_rows(done.left);
    co_return show_batch(context, view, left, errors);
}

Task<Result<Response>> download_paper_template(Context& context) {
    constexpr std::array keys{"handler.paper_column_number",
                              "handler.paper_column_serial",
                              "handler.paper_column_place",
                              "handler.paper_column_until",
                              "handler.paper_column_place_en"};
    std::vector<std::string> header;
    for (const char* key : keys) {
        header.push_back(say(context, key));
    }
    sheets::XlsxLook look;
    look.sheet = say(context, "handler.paper_sheet");
    look.widths = {26, 20, 40, 16, 40};
    look.made_at = context.site().services.clock.now();
    const auto writer = sheets::make_xlsx_writer(look);
    writer->add_row(header);
    YX_CO_TRY(const Bytes workbook, writer->finish());
    co_return file(std::make_shared<const std::string>(as_text(workbook)),
                   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                   say(context, "handler.paper_sheet") + ".xlsx");
}

}  // namespace yinxin::http
