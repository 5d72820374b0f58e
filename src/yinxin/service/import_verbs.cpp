// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/service/import_columns.hpp"
#include "yinxin/service/import_photos.hpp"
#include "yinxin/service/import_repair.hpp"
#include "yinxin/service/import_submission.hpp"
#include "yinxin/service/office_verbs.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using domain::ImportId;
using domain::ImportState;
using domain::ResultField;

constexpr std::size_t most_faulty_rows = 50;

std::string parameter(const SignedRequest& request, const char* name) {
    const auto found = request.parameters.find(name);
    return found == request.parameters.end() ? std::string() : found->second;
}

Result<ImportId> import_of(const SignedRequest& request) {
    const auto number = parse_integer(parameter(request, "import"));
    if (!number || *number <= 0) return Error(ErrorCode::not_found, "import");
    return ImportId{*number};
}

json::object begin_answer(const SignedRequest& request) {
    return {{"verb", request.verb}, {"applied", request.mode == Mode::apply}};
}

json::object described(const ImportView& view) {
    const storage::ImportRecord& record = view.record;
    return {{"import", record.id.str()},
            {"issuer", record.issuer_id},
            {"state", domain::key(record.state)},
            {"file", view.sheet_name},
            {"qualification", record.qualification_id},
            {"year", record.exam_year},
            {"made_at", format_civil(record.made_at)},
            {"rows_total", record.rows_total},
            {"good", record.counts.good},
            {"faulty", record.counts.faulty},
            {"left_out", record.counts.left_out},
            {"without_photo", record.counts.without_photo}};
}

// -------------------------------------------------------------------------------------- import

/// 0: no number, which is no year of an examination.
ColumnWish column_wish(const SignedRequest& request) {
    const auto year = parse_integer(parameter(request, "year"));
    const bool is_year = year && *year > 0 && *year < 10'000;
    return {parameter(request, "qualification"), is_year ? static_cast<int>(*year) : 0};
}

json::array columns_of(const domain::ImportPlan& plan) {
    std::map<std::size_t, ResultField> fields;
    for (const auto& [field, source] : plan.sources) {
        if (const auto* column = std::get_if<std::size_t>(&source)) fields[*column] = field;
    }
    json::array columns;
    for (std::size_t i = 0; i < plan.headers.size(); ++i) {
        const auto field = fields.find(i);
        columns.push_back(json::object{
            {"column", sheets::column_letters(i)},
            {"header", plan.headers[i]},
            {"field",
             field == fields.end() ? json::value() : json::value(domain::key(field->second))}});
    }
    return columns;
}

std::vector<std::string_view> missing_of(const domain::ImportPlan& plan) {
    std::vector<std::string_view> missing;
    for (const auto& [field, name] : domain::all_keyed<ResultField>()) {
        if (domain::is_required(field) && !plan.sources.contains(field)) missing.push_back(name);
    }
    return missing;
}

/// What an import would make of the table. Columns that are missing are the answer, not an error.
Task<Result<std::string>> rehearse_import(Services& services, SignedRequest request) {
    YX_CO_TRY(const TableView table,
              co_await look_at_table(services,
                                     request.actor,
                                     parameter(request, "issuer"),
                                     std::move(request.body),
                                     column_wish(request)));
    const auto missing = missing_of(table.plan);
    const auto complete =
        complete_plan(*services.reference, table.issuer_id, table.look.head, table.plan);
    if (!complete) {
        const auto field = complete.error().params().find("field");
        const bool is_answer = field != complete.error().params().end() &&
                               std::ranges::find(missing, field->second) != missing.end();
        if (!is_answer) co_return complete.error();
    }
    json::object answer = begin_answer(request);
    answer["issuer"] = table.issuer_id;
    answer["header_row"] = table.look.head.header_row;
    answer["rows"] = table.look.rows;
    answer["columns"] = columns_of(table.plan);
    answer["missing"] = json::array(missing.begin(), missing.end());
    answer["would_be"] = domain::key(complete ? ImportState::staging : ImportState::refused);
    co_return json::serialize(answer);
}

// ------------------------------------------------------------------------------------- imports

json::array described(const std::vector<domain::ResultProblem>& problems) {
    json::array list;
    for (const domain::ResultProblem& problem : problems) {
        // Keys alone: the values of a problem may be somebody's.
        list.push_back(json::object{{"field", domain::key(problem.field)},
                                    {"problem", domain::key(problem.kind)}});
    }
    return list;
}

/// The first faulty rows, by number.
Task<Result<json::array>> faulty_rows(Services& services, domain::StaffActor actor, ImportId id) {
    json::array list;
    std::int64_t after = 0;
    for (;;) {
        YX_CO_TRY(const RowsView page, co_await list_faulty_rows(services, actor, id, "", after));
        for (const RowView& row : page.rows) {
            if (list.size() == most_faulty_rows) co_return list;
            list.push_back(
                json::object{{"row", row.row_no}, {"problems", described(row.problems)}});
            after = row.row_no;
        }
        if (!page.has_more) co_return list;
    }
}

Task<Result<void>> add_problems(Services& services,
                                domain::StaffActor actor,
                                ImportId id,
                                json::object& answer) {
    YX_CO_TRY(const auto totals, co_await count_problems(services, actor, id));
    json::array problems;
    for (const ProblemTotal& total : totals) {
        problems.push_back(
            json::object{{"problem", domain::key(total.kind)}, {"rows", total.rows}});
    }
    answer["problems"] = std::move(problems);
    YX_CO_TRY(answer["faulty_rows"], co_await faulty_rows(services, actor, id));
    co_return ok();
}

Task<Result<std::string>> describe_one(Services& services, SignedRequest request) {
    YX_CO_TRY(const ImportId id, import_of(request));
    YX_CO_TRY(const ImportView view, co_await find_import(services, request.actor, id));
    json::object answer = described(view);
    answer["rows_done"] = view.record.rows_done;
    answer["photos"] = json::object{{"all", view.photos.all},
                                    {"used", view.photos.used},
                                    {"refused", view.photos.refused},
                                    {"wait", view.photos_wait}};
    if (!view.record.failure_code.empty()) answer["failure"] = view.record.failure_code;
    if (view.record.state == ImportState::checked) {
        YX_CO_CHECK(co_await add_problems(services, request.actor, id, answer));
    }
    YX_CO_TRY(const auto submission, co_await find_submission(services, request.actor, id));
    if (submission) {
        answer["proposal"] = submission->proposal.id.str();
        answer["proposal_state"] = domain::key(submission->proposal.state);
    }
    co_return json::serialize(answer);
}

// -------------------------------------------------------------------------------------- submit

Result<std::optional<Instant>> instant_in(const SignedRequest& request, const char* name) {
    const std::string text = parameter(request, name);
    if (text.empty()) return std::optional<Instant>();
    const auto at = parse_instant(text);
    if (!at) return Error(ErrorCode::office_time_invalid).with("field", name);
    return std::optional(*at);
}

Result<SubmitImport> submission_of(const SignedRequest& request) {
    SubmitImport submit;
    YX_TRY(submit.import, import_of(request));
    YX_TRY(submit.release_at, instant_in(request, "release_at"));
    submit.decision_no = parameter(request, "decision_no");
    if (request.parameters.contains("reason")) submit.reason = parameter(request, "reason");
    const std::string leaves = parameter(request, "leave_faulty");
    if (!leaves.empty() && leaves != "yes") {
        return Error(ErrorCode::invalid_input, "yes or nothing").with("field", "leave_faulty");
    }
    submit.leaves_faulty = leaves == "yes";
    return submit;
}

}  // namespace

Task<Result<std::string>> verb_import(Services& services, SignedRequest request) {
    if (request.mode == Mode::rehearse) {
        co_return co_await rehearse_import(services, std::move(request));
    }
    StartImport start;
    start.issuer_id = parameter(request, "issuer");
    start.columns = column_wish(request);
    YX_CO_TRY(start.sheet,
              co_await spool_upload(services, request.file_name, std::move(request.body)));
    YX_CO_TRY(const ImportId id, co_await start_import(services, request.actor, std::move(start)));
    json::object answer = begin_answer(request);
    answer["import"] = id.str();
    answer["state"] = domain::key(ImportState::staging);
    co_return json::serialize(answer);
}

Task<Result<std::string>> verb_photos(Services& services, SignedRequest request) {
    YX_CO_TRY(const ImportId id, import_of(request));
    json::object answer = begin_answer(request);
    answer["import"] = id.str();
    if (request.mode == Mode::rehearse) {
        YX_CO_TRY(const PhotoJudgement judged,
                  co_await judge_photos(services, request.actor, id, std::move(request.body)));
        json::object refused;
        for (const auto& [problem, photos] : judged.refused)
            refused[problem] = photos;
        answer["good"] = judged.good;
        answer["refused"] = std::move(refused);
        co_return json::serialize(answer);
    }
    YX_CO_TRY(UploadedFile photos,
              co_await spool_upload(services, request.file_name, std::move(request.body)));
    YX_CO_CHECK(co_await add_photos(services, request.actor, id, std::move(photos)));
    YX_CO_TRY(const ImportView view, co_await find_import(services, request.actor, id));
    answer["state"] = domain::key(view.record.state);
    co_return json::serialize(answer);
}

Task<Result<std::string>> verb_imports(Services& services, SignedRequest request) {
    if (!parameter(request, "import").empty()) {
        co_return co_await describe_one(services, std::move(request));
    }
    const Instant before = services.clock.now() + std::chrono::seconds(1);
    YX_CO_TRY(const auto views, co_await list_imports(services, request.actor, before));
    json::array list;
    for (const ImportView& view : views)
        list.push_back(described(view));
    const json::object answer{{"imports", std::move(list)}};
    co_return json::serialize(answer);
}

Task<Result<std::string>> verb_submit(Services& services, SignedRequest request) {
    YX_CO_TRY(SubmitImport submit, submission_of(request));
    const ImportId id = submit.import;
    YX_CO_TRY(const ImportView view, co_await find_import(services, request.actor, id));
    submit.version = view.record.version;
    YX_CO_TRY(const Submitted done,
              co_await submit_import(services, request.actor, std::move(submit), request.mode));
    json::object answer = begin_answer(request);
    const bool is_done = request.mode == Mode::apply;
    answer["import"] = id.str();
    answer["rows"] = done.counts.good;
    answer["left_out"] = done.counts.left_out;
    // The numbers of a rehearsal are undone with it.
    if (is_done) {
        answer["batch"] = done.batch.str();
        answer["proposal"] = done.proposal.str();
    }
    answer[is_done ? "state" : "would_be"] = domain::key(ImportState::submitted);
    co_return json::serialize(answer);
}

Task<Result<std::string>> verb_discard(Services& services, SignedRequest request) {
    YX_CO_TRY(const ImportId id, import_of(request));
    YX_CO_TRY(const ImportView view, co_await find_import(services, request.actor, id));
    YX_CO_CHECK(
        co_await discard_import(services, request.actor, id, view.record.version, request.mode));
    json::object answer = begin_answer(request);
    answer["import"] = id.str();
    answer[request.mode == Mode::apply ? "state" : "would_be"] =
        domain::key(ImportState::discarded);
    co_return json::serialize(answer);
}

}  // namespace yinxin::service
