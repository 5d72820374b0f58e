// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/import_steps.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/import_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/http/upload_spool.hpp"
#include "yinxin/service/import_photos.hpp"
#include "yinxin/service/import_preview.hpp"
#include "yinxin/service/import_submission.hpp"

#include <fmt/format.h>

namespace yinxin::http {
namespace {

using domain::ImportId;
using domain::ImportState;
using service::ImportView;

constexpr std::uint64_t mebibyte = std::uint64_t{1024} * 1024;
constexpr std::string_view at_once = "at_once";

Task<Result<ImportView>> load(Context& context) {
    YX_CO_TRY(const ImportId id, import_of(context));
    co_return co_await service::find_import(context.site().services, actor_of(context), id);
}

Task<Result<Response>> show_photos(Context& context,
                                   const ImportView& shown,
                                   const FormErrors& errors) {
    const storage::ImportRecord& record = shown.record;
    const auto after = parse_integer(context.request.query["after"]).value_or(0);
    YX_CO_TRY(const service::UnusedPhotos unused,
              co_await service::list_unused_photos(
                  context.site().services, actor_of(context), record.id, after));
    const std::uint64_t most = context.site().services.settings.limits.office_upload;
    View view;
    view.set("IMPORT_URL", import_url(record.id))
        .set("WITHOUT_PHOTO", record.counts.without_photo)
        .set("PHOTOS_ALL", shown.photos.all)
        .set("PHOTOS_USED", shown.photos.used)
        .set("PHOTOS_REFUSED", shown.photos.refused)
        .set("MOST_BYTES", most)
        .set("MOST_MIB", most / mebibyte);
    view.show_if("HAS_PHOTOS", shown.photos.all > 0);
    const bool may_add =
        record.state == ImportState::checked || record.state == ImportState::mapping;
    view.show_if("MAY_ADD", may_add);
    if (record.state == ImportState::checked && record.counts.without_photo > 0) {
        view.add("MAY_LEAVE_OUT").set("VERSION", record.version);
    }
    if (!unused.photos.empty()) {
        View& table = view.add("HAS_UNUSED");
        for (const storage::UnusedPhoto& photo : unused.photos) {
            const std::string key = photo.problem.empty() ? "nobody" : photo.problem;
            table.add("UNUSED")
                .set("PHOTO_NAME", photo.name)
                .set("PHOTO_PROBLEM", say(context, "photo_problem." + key));
        }
        if (unused.has_more) {
            table.add("MORE").set(
                "MORE_URL",
                fmt::format(
                    "{}?after={}", import_url(record.id, "photos"), unused.photos.back().entry_no));
        }
    }
    errors.show(view);
    co_return show_office_page(
        context, "office_import_photos", view, Desk::imports, office_frame(errors));
}

/// "2026-12-01T09:00" as people in China mean it; nothing where nothing was typed.
Result<std::optional<Instant>> parse_release(std::string_view typed) {
    const std::string_view text = trim(typed);
    if (text.empty()) return std::optional<Instant>();
    std::string whole(text);
    for (char& c : whole) {
        if (c == ' ') c = 'T';
    }
    constexpr std::size_t without_seconds = 16;
    if (whole.size() == without_seconds) whole += ":00";
    const auto instant = parse_instant(whole + "+08:00");
    if (!instant) return Error(ErrorCode::office_time_invalid, "release");
    return std::optional(*instant);
}

struct TypedSubmission {
    std::string when{at_once};
    std::string release_at;
    std::string reason;
    std::string decision_no;
};

Response show_submission(Context& context,
                         const ImportView& shown,
                         const TypedSubmission& typed,
                         const FormErrors& errors) {
    const storage::ImportRecord& record = shown.record;
    View view;
    set_import(view, context, shown);
    view.set("GOOD", record.counts.good)
        .set("VERSION", record.version)
        .set("V_REASON", typed.reason)
        .set("V_DECISION_NO", typed.decision_no)
        .set("V_RELEASE_AT", typed.release_at)
        .show_either(typed.when == at_once, "AT_ONCE", "AT_TIME");
    if (record.counts.left_out > 0) {
        view.add("HAS_LEFT_OUT").set("LEFT_OUT", record.counts.left_out);
    }
    errors.show(view);
    return show_office_page(
        context, "office_import_submit", view, Desk::imports, office_frame(errors));
}

TypedSubmission first_words(const Context& context, const ImportView& shown) {
    TypedSubmission typed;
    typed.reason = say(context,
                       "handler.submit_reason",
                       {{"title", import_title(context, shown.record)},
                        {"count", std::to_string(shown.record.counts.good)}});
    return typed;
}

/// Adds the error to the form; false: it is none of the form's.
bool explain(const Context& context, FormErrors& errors, const Error& error) {
    switch (error.code()) {
        case ErrorCode::office_time_invalid:
            errors.add(context, "release_at", error);
            return true;
        case ErrorCode::import_has_faults:
        case ErrorCode::import_empty:
        case ErrorCode::text_edited_meanwhile:
            errors.add(context, "form", error);
            return true;
        default:
            break;
    }
    const auto field = error.params().find("field");
    if (field == error.params().end()) return false;
    errors.add(context, field->second, error);
    return true;
}

}  // namespace

Task<Result<Response>> show_import_photos(Context& context) {
    YX_CO_TRY(const ImportView shown, co_await load(context));
    co_return co_await show_photos(context, shown, {});
}

Task<Result<Response>> upload_import_photos(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const ImportId id, import_of(context));
    service::UploadedFile photos;
    for (const Upload& upload : context.request.uploads) {
        if (upload.field != "photos" || !upload.spooled) continue;
        photos = {upload.file_name, upload.spooled->spool()};
    }
    const auto added = co_await service::add_photos(
        context.site().services, actor_of(context), id, std::move(photos));
    if (added) co_return redirect_see_other(import_url(id) + "?wait=yes");
    FormErrors errors;
    if (is_outdated(added.error())) {
        errors.add(context, "form", added.error());
    } else if (!add_field_error(context, errors, added.error())) {
        co_return Error(added.error());
    }
    YX_CO_TRY(const ImportView shown, co_await load(context));
    co_return co_await show_photos(context, shown, errors);
}

Task<Result<Response>> show_import_specimens(Context& context) {
    YX_CO_TRY(const ImportId id, import_of(context));
    const auto seed = parse_integer(context.request.query["seed"]).value_or(1);
    const auto specimens = co_await service::draw_specimens(
        context.site().services, actor_of(context), id, static_cast<std::uint32_t>(seed));
    if (!specimens && is_outdated(specimens.error())) co_return redirect_see_other(import_url(id));
    if (!specimens) co_return Error(specimens.error());
    View view;
    view.set("IMPORT_URL", import_url(id))
        .set("OTHERS_URL",
             fmt::format("{}?seed={}", import_url(id, "specimens"), (seed + 1) % 1'000'000));
    for (const service::ImportSpecimen& specimen : *specimens) {
        view.add("SPECIMENS")
            .set("NAME", specimen.name)
            .set("MANAGEMENT_NO", specimen.management_no)
            .set_raw("SPECIMEN", SafeHtml(specimen.svg));
    }
    view.show_if("NO_SPECIMENS", specimens->empty());
    co_return show_office_page(context, "office_import_specimens", view, Desk::imports);
}

Task<Result<Response>> submit_import(Context& context) {
    YX_CO_TRY(const ImportView shown, co_await load(context));
    const ImportId id = shown.record.id;
    const bool is_ready = shown.record.state == ImportState::checked;
    if (context.request.method != Method::post) {
        if (!is_ready) co_return redirect_see_other(import_url(id));
        co_return show_submission(context, shown, first_words(context, shown), {});
    }
    YX_CO_CHECK(only_fields(context, {"version", "when", "release_at", "reason", "decision_no"}));
    const Fields& form = context.request.form;
    const TypedSubmission typed{std::string(form["when"]),
                                std::string(form["release_at"]),
                                std::string(form["reason"]),
                                std::string(form["decision_no"])};
    FormErrors errors;
    service::SubmitImport submit{id, 0, typed.reason, typed.decision_no, std::nullopt};
    YX_CO_TRY(submit.version, version_in(context));
    if (typed.when != at_once) {
        const auto release = parse_release(typed.release_at);
        if (!release || !*release) {
            errors.add(context, "release_at", Error(ErrorCode::office_time_invalid));
        } else {
            submit.release_at = *release;
        }
    }
    if (!errors.any()) {
        const auto done = co_await service::submit_import(
            context.site().services, actor_of(context), std::move(submit));
        if (done) co_return to_office(context, import_url(id), "import_submitted");
        if (done.error().code() == ErrorCode::import_not_open) {
            co_return redirect_see_other(import_url(id));
        }
        if (!explain(context, errors, done.error())) co_return Error(done.error());
    }
    co_return show_submission(context, shown, typed, errors);
}

}  // namespace yinxin::http
