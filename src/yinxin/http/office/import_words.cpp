// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/import_words.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/request.hpp"

#include <array>

namespace yinxin::http {
namespace {

using domain::ImportState;
using domain::ResultField;

std::string_view chip_of(ImportState state) {
    switch (state) {
        case ImportState::reading:
        case ImportState::staging:
        case ImportState::checking:
            return "generating";
        case ImportState::mapping:
        case ImportState::checked:
            return "open";
        case ImportState::submitted:
            return "valid";
        case ImportState::refused:
            return "failed";
        case ImportState::discarded:
            return "withdrawn";
    }
    return "unknown";
}

}  // namespace

std::string import_url(domain::ImportId id, std::string_view below) {
    std::string url = "/office/imports/" + id.str();
    if (!below.empty()) url += "/" + std::string(below);
    return url;
}

std::string field_words(const Context& context, ResultField field) {
    return say(context, "result_field." + std::string(domain::key(field)));
}

std::string problem_words(const Context& context, const domain::ResultProblem& problem) {
    Messages::Parameters params = problem.params;
    params["field"] = field_words(context, problem.field);
    return say(context, "result_problem." + std::string(domain::key(problem.kind)), params);
}

std::string import_error_words(const Context& context,
                               std::string_view code,
                               const std::map<std::string, std::string>& params) {
    const Messages& messages = context.site().messages;
    std::string key = "import_error." + replace_all(std::string(code), ".", "_");
    if (!messages.find(context.language, key)) key = "error." + std::string(code);
    std::string text = say(context, key, params);
    const bool has_place = params.contains("row") && params.contains("column");
    if (has_place && key.starts_with("import_error.")) {
        text += say(context, "import_error.place", params);
    }
    return text;
}

std::string import_title(const Context& context, const storage::ImportRecord& record) {
    const auto& catalogue = context.site().services.reference->catalogue;
    const auto* edition = catalogue.find_edition(record.qualification_id, record.exam_year);
    if (edition == nullptr) edition = catalogue.newest_edition(record.qualification_id);
    if (edition == nullptr) return {};
    return say(context,
               "handler.import_title",
               {{"year", std::to_string(record.exam_year)},
                {"qualification", pick(context, edition->name)}});
}

void set_import_state(View& view, const Context& context, ImportState state) {
    view.set("STATE_CLASS", chip_of(state))
        .set("STATE_TEXT", say(context, "import_state." + std::string(domain::key(state))));
}

void set_import(View& view, const Context& context, const service::ImportView& shown) {
    std::string title = import_title(context, shown.record);
    if (title.empty()) title = shown.sheet_name;
    view.set("IMPORT_URL", import_url(shown.record.id))
        .set("IMPORT_TITLE", title.empty() ? shown.record.id.str() : title)
        .set("FILE_NAME", shown.sheet_name)
        .set("MAKER", shown.maker)
        .set("MADE_AT", time_words(context, shown.record.made_at));
    set_import_state(view, context, shown.record.state);
}

service::SheetWords sheet_words(const Context& context) {
    service::SheetWords words;
    for (const auto& [field, name] : domain::all_keyed<ResultField>()) {
        words.headers[field] = field_words(context, field);
        words.hints[field] = say(context, "result_hint." + std::string(name));
    }
    words.reason = say(context, "handler.reason_column");
    words.example = say(context, "handler.example_row");
    words.say = [&context](const domain::ResultProblem& problem) {
        return problem_words(context, problem);
    };
    return words;
}

bool add_field_error(const Context& context, FormErrors& errors, const Error& error) {
    const auto field = error.params().find("field");
    if (field == error.params().end()) return false;
    errors.add(field->second,
               import_error_words(context, dotted_name(error.code()), error.params()));
    return true;
}

bool is_outdated(const Error& error) {
    return error.code() == ErrorCode::text_edited_meanwhile ||
           error.code() == ErrorCode::import_not_open;
}

Result<std::int64_t> version_in(const Context& context) {
    const auto version = parse_integer(context.request.form["version"]);
    if (!version || *version < 1) return Error(ErrorCode::invalid_input, "version");
    return *version;
}

Result<domain::ImportId> import_of(const Context& context) {
    YX_TRY(const std::int64_t id, context.number("import"));
    return domain::ImportId{id};
}

Response xlsx_file(Bytes content, std::string_view name) {
    return file(std::make_shared<const std::string>(as_text(content)),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                name)
        .forbid_storing();
}

}  // namespace yinxin::http
