// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/imports.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/flow/deadline.hpp"
#include "yinxin/http/office/import_words.hpp"
#include "yinxin/http/office/proposal_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/http/upload_spool.hpp"
#include "yinxin/service/import_repair.hpp"
#include "yinxin/service/import_submission.hpp"

#include <algorithm>
#include <random>

namespace yinxin::http {
namespace {

using domain::ImportId;
using domain::ImportState;
using service::ImportView;

constexpr std::uint64_t mebibyte = std::uint64_t{1024} * 1024;
constexpr std::chrono::milliseconds first_wait{900};
constexpr std::chrono::milliseconds between_looks{50};
constexpr std::uint32_t demo_series = 1'000'000;

/// The file of one field; nothing where none was chosen.
service::UploadedFile take_file(Context& context, std::string_view field) {
    for (Upload& upload : context.request.uploads) {
        if (upload.field != field || !upload.spooled) continue;
        return {upload.file_name, upload.spooled->spool()};
    }
    return {};
}

void set_upload_form(View& view, Context& context) {
    const auto& services = context.site().services;
    const std::uint64_t most = services.settings.limits.office_upload;
    view.set("MOST_BYTES", most).set("MOST_MIB", most / mebibyte);
    const domain::StaffActor& actor = actor_of(context);
    if (actor.issuer_id.empty()) {
        View& choice = view.add("CHOOSE_AUTHORITY");
        for (const auto& [id, issuer] : services.reference->issuers) {
            choice.add("ISSUERS")
                .set("ISSUER", id)
                .set("ISSUER_TEXT", pick(context, issuer.name))
                .show_if("CHOSEN", context.request.form["issuer"] == id);
        }
    }
    if (services.make_demo_file) {
        // Other people every time, so that trying twice is no duplicate.
        static thread_local std::mt19937 random(std::random_device{}());
        view.add("DEMO_FILES").set("SERIES", std::uint64_t{random() % demo_series});
    }
}

Task<Result<Response>> show_list(Context& context, const FormErrors& errors) {
    const Instant now = context.site().services.clock.now();
    const auto before = parse_integer(context.request.query["before"]);
    YX_CO_TRY(const auto imports,
              co_await service::list_imports(
                  context.site().services,
                  actor_of(context),
                  before ? instant_of(*before) : now + std::chrono::seconds(1)));
    View view;
    set_upload_form(view, context);
    if (imports.empty()) view.show("NO_IMPORTS");
    View& table = imports.empty() ? view : view.add("HAS_IMPORTS");
    for (const ImportView& shown : imports) {
        View& row = table.add("IMPORTS");
        set_import(row, context, shown);
        row.set("ROWS", shown.record.counts.all());
    }
    if (imports.size() == service::most_imports_shown) {
        table.add("OLDER").set(
            "OLDER_URL",
            "/office/imports?before=" + std::to_string(epoch_of(imports.back().record.made_at)));
    }
    errors.show(view);
    co_return show_office_page(
        context, "office_imports", view, Desk::imports, office_frame(errors));
}

// --------------------------------------------------------------------------- one import by state

/// PERCENT and ROWS_DONE of ROWS_TOTAL while the program is at work.
void set_progress(View& view, const ImportView& shown) {
    const storage::ImportRecord& record = shown.record;
    const bool is_reading = record.state == ImportState::reading;
    const bool takes_photos = !is_reading && shown.photos_wait;
    const std::int64_t total = std::max<std::int64_t>(record.rows_total, 1);
    const std::int64_t percent = std::min<std::int64_t>(record.rows_done * 100 / total, 100);
    View& progress = view.add("AT_WORK");
    if (is_reading) {
        progress.show("READING");
    } else if (takes_photos) {
        progress.add("PHOTOS").set("PHOTOS_DONE", shown.photos.all);
    } else {
        progress.add("ROWS")
            .set("PERCENT", percent)
            .set("ROWS_DONE", record.rows_done)
            .set("ROWS_TOTAL", record.rows_total);
    }
}

/// What was found, and what can be done about it, the next thing first.
Task<Result<void>> set_checked(Context& context, View& view, const ImportView& shown) {
    const storage::ImportRecord& record = shown.record;
    const storage::ImportCounts& counts = record.counts;
    View& checked = view.add("CHECKED");
    checked.set("GOOD", counts.good).set("FAULTY", counts.faulty).set("VERSION", record.version);
    if (counts.faulty > 0) {
        View& faults = checked.add("HAS_FAULTS");
        faults.set("FAULTY_URL", import_url(record.id, "rows"));
        YX_CO_TRY(const auto totals,
                  co_await service::count_problems(
                      context.site().services, actor_of(context), record.id));
        for (const service::ProblemTotal& total : totals) {
            const std::string key(domain::key(total.kind));
            faults.add("PROBLEMS")
                .set("PROBLEM_URL", import_url(record.id, "rows?problem=" + key))
                .set("PROBLEM_TEXT", say(context, "problem_title." + key))
                .set("PROBLEM_ROWS", total.rows);
        }
    }
    if (counts.left_out > 0) checked.add("HAS_LEFT_OUT").set("LEFT_OUT", counts.left_out);
    const bool lacks_photos = counts.without_photo > 0;
    if (lacks_photos) {
        View& photos = checked.add("LACKS_PHOTOS");
        photos.set("WITHOUT_PHOTO", counts.without_photo)
            .show_either(shown.photos.all == 0, "NO_PHOTOS_YET", "SOME_PHOTOS");
    }
    if (counts.good > 0) checked.show("HAS_SPECIMENS");
    const bool is_ready = counts.faulty == 0 && !lacks_photos && counts.good > 0;
    checked.show_either(is_ready, "READY", "NOT_READY");
    co_return ok();
}

Task<Result<void>> set_submitted(Context& context, View& view, const ImportView& shown) {
    YX_CO_TRY(const auto submission,
              co_await service::find_submission(
                  context.site().services, actor_of(context), shown.record.id));
    View& submitted = view.add("SUBMITTED");
    submitted.set("GOOD", shown.record.counts.good);
    if (shown.record.counts.left_out > 0) {
        submitted.add("HAS_LEFT_OUT").set("LEFT_OUT", shown.record.counts.left_out);
    }
    if (!submission) co_return ok();
    const storage::Proposal& proposal = submission->proposal;
    submitted.set("PROPOSAL_URL", "/office/proposals/" + proposal.id.str())
        .set("PROPOSAL_TEXT",
             say(context, "proposal_state." + std::string(domain::key(proposal.state))));
    if (submission->may_reopen) {
        View& back = submitted.add("GIVEN_BACK");
        back.set("VERSION", shown.record.version);
        if (!proposal.note.empty()) {
            back.add("HAS_NOTE").set("NOTE", proposal.note).set("DECIDER", submission->decider);
        }
    }
    co_return ok();
}

Task<Result<Response>> show_one(Context& context,
                                const ImportView& shown,
                                const FormErrors& errors) {
    const storage::ImportRecord& record = shown.record;
    View view;
    set_import(view, context, shown);
    Frame frame = office_frame(errors);
    if (domain::is_at_work(record.state)) {
        set_progress(view, shown);
        frame.refreshes = true;
    }
    if (record.state == ImportState::checked) {
        YX_CO_CHECK(co_await set_checked(context, view, shown));
    }
    if (record.state == ImportState::submitted) {
        YX_CO_CHECK(co_await set_submitted(context, view, shown));
    }
    if (!record.failure_code.empty()) {
        const bool is_refused = record.state == ImportState::refused;
        View& failure = view.add("FAILURE");
        failure
            .set("FAILURE_TEXT",
                 import_error_words(context, record.failure_code, shown.failure_params))
            .show_either(is_refused, "REFUSED", "PHOTOS_REFUSED");
    }
    if (domain::is_open(record.state)) {
        view.add("MAY_DISCARD").set("VERSION", record.version);
    }
    errors.show(view);
    frame.title = import_title(context, record);
    co_return show_office_page(context, "office_import", view, Desk::imports, frame);
}

Task<Result<ImportView>> load(Context& context) {
    YX_CO_TRY(const ImportId id, import_of(context));
    co_return co_await service::find_import(context.site().services, actor_of(context), id);
}

/// A small file is through before the page is drawn; nobody needs to see it in between.
Task<Result<ImportView>> load_patiently(Context& context) {
    const auto until = std::chrono::steady_clock::now() + first_wait;
    for (;;) {
        YX_CO_TRY(ImportView shown, co_await load(context));
        const bool waits = context.request.query["wait"] == "yes" &&
                           domain::is_at_work(shown.record.state) &&
                           std::chrono::steady_clock::now() < until;
        if (!waits) co_return shown;
        co_await flow::pause(between_looks);
    }
}

Task<Result<Response>> download_demo(Context& context,
                                     service::DemoFile which,
                                     std::string_view media,
                                     std::string_view name) {
    const auto& services = context.site().services;
    YX_CO_TRY(const std::int64_t series, context.number("series"));
    if (!services.make_demo_file || series >= demo_series) {
        co_return Error(ErrorCode::not_found, "demonstration");
    }
    YX_CO_TRY(const Bytes bytes, co_await flow::on_pool(services.cpu, [&services, which, series] {
                  return services.make_demo_file(which, static_cast<std::uint32_t>(series));
              }));
    co_return file(std::make_shared<const std::string>(as_text(bytes)), media, name)
        .forbid_storing();
}

}  // namespace

Task<Result<Response>> show_imports(Context& context) {
    co_return co_await show_list(context, {});
}

Task<Result<Response>> upload_import(Context& context) {
    YX_CO_CHECK(only_fields(context, {"issuer"}));
    service::StartImport start;
    start.issuer_id = std::string(context.request.form["issuer"]);
    start.sheet = take_file(context, "sheet");
    start.photos = take_file(context, "photos");
    const Result<ImportId> started = co_await service::start_import(
        context.site().services, actor_of(context), std::move(start));
    if (started) {
        co_return redirect_see_other(import_url(*started) + "?wait=yes");
    }
    FormErrors errors;
    if (!add_field_error(context, errors, started.error())) co_return Error(started.error());
    co_return co_await show_list(context, errors);
}

Task<Result<Response>> show_import(Context& context) {
    YX_CO_TRY(const ImportView shown, co_await load_patiently(context));
    // The one thing to do then is to say what the columns are.
    if (shown.record.state == ImportState::mapping) {
        co_return redirect_see_other(import_url(shown.record.id, "columns"));
    }
    co_return co_await show_one(context, shown, {});
}

Task<Result<Response>> discard_import(Context& context) {
    YX_CO_CHECK(only_fields(context, {"version"}));
    YX_CO_TRY(const ImportId id, import_of(context));
    YX_CO_TRY(const std::int64_t version, version_in(context));
    const auto done =
        co_await service::discard_import(context.site().services, actor_of(context), id, version);
    if (done) co_return to_office(context, "/office/imports", "import_discarded");
    if (!is_outdated(done.error())) co_return Error(done.error());
    FormErrors errors;
    errors.add(context, "form", done.error());
    YX_CO_TRY(const ImportView shown, co_await load(context));
    co_return co_await show_one(context, shown, errors);
}

Task<Result<Response>> reopen_import(Context& context) {
    YX_CO_CHECK(only_fields(context, {"version"}));
    YX_CO_TRY(const ImportId id, import_of(context));
    YX_CO_TRY(const std::int64_t version, version_in(context));
    const auto done =
        co_await service::reopen_import(context.site().services, actor_of(context), id, version);
    if (done) co_return to_office(context, import_url(id), "import_reopened");
    if (!is_outdated(done.error())) co_return Error(done.error());
    FormErrors errors;
    errors.add(context, "form", done.error());
    YX_CO_TRY(const ImportView shown, co_await load(context));
    co_return co_await show_one(context, shown, errors);
}

Task<Result<Response>> download_template(Context& context) {
    const auto& services = context.site().services;
    const service::SheetWords words = sheet_words(context);
    const std::string issuer = actor_of(context).issuer_id;
    YX_CO_TRY(Bytes bytes, co_await flow::on_pool(services.cpu, [&services, &words, &issuer] {
                  return service::make_template(services, words, issuer);
              }));
    co_return xlsx_file(std::move(bytes), say(context, "handler.template_name"));
}

Task<Result<Response>> download_demo_table(Context& context) {
    co_return co_await download_demo(
        context,
        service::DemoFile::table,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        say(context, "handler.demo_table_name"));
}

Task<Result<Response>> download_demo_photos(Context& context) {
    co_return co_await download_demo(context,
                                     service::DemoFile::photos,
                                     "application/zip",
                                     say(context, "handler.demo_photos_name"));
}

}  // namespace yinxin::http
