// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/doubts.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/doubt_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/service/doubts.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

using domain::DoubtFileId;
using domain::DoubtId;
using service::DoubtStory;

std::string url_of(LineId line, DoubtId doubt) {
    return "/certificates/" + line.str() + "/doubts/" + doubt.str();
}

service::Actor holder_of(const Context& context) {
    return context.visitor->facts.actor();
}

KeptUpload kept_upload(const storage::DoubtFile& file) {
    return {file.id.value, file.name, file.size};
}

/// Where the files of a form about this certificate wait.
UploadShelf shelf_of(Context& context, LineId line) {
    UploadShelf shelf;
    shelf.find = [&context,
                  line](std::vector<std::int64_t> ids) -> Task<Result<std::vector<KeptUpload>>> {
        std::vector<DoubtFileId> files;
        for (const std::int64_t id : ids) {
            files.push_back(DoubtFileId{id});
        }
        YX_CO_TRY(const auto found,
                  co_await service::find_kept_files(
                      context.site().services, holder_of(context), line, files));
        std::vector<KeptUpload> kept;
        for (const storage::DoubtFile& file : found) {
            kept.push_back(kept_upload(file));
        }
        co_return kept;
    };
    shelf.keep = [&context, line](std::string name, Bytes content) -> Task<Result<KeptUpload>> {
        service::DoubtUpload chosen{std::move(name), std::move(content)};
        YX_CO_TRY(const storage::DoubtFile file,
                  co_await service::keep_doubt_file(
                      context.site().services, holder_of(context), line, std::move(chosen)));
        co_return kept_upload(file);
    };
    return shelf;
}

std::vector<domain::DoubtField> read_fields(const Context& context) {
    std::vector<domain::DoubtField> fields;
    for (const auto& row : domain::all_keyed<domain::DoubtField>()) {
        if (context.request.form.has("field_" + std::string(row.key))) fields.push_back(row.value);
    }
    return fields;
}

service::DoubtForm read_form(const Context& context, const ShownUploads& uploads) {
    service::DoubtForm form{read_fields(context), std::string(context.request.form["text"]), {}};
    for (const KeptUpload& file : uploads.kept) {
        form.files.push_back(DoubtFileId{file.id});
    }
    return form;
}

Result<void> only_doubt_fields(const Context& context) {
    return only_fields(context,
                       {"text",
                        "kept1",
                        "kept2",
                        "kept3",
                        "drop1",
                        "drop2",
                        "drop3",
                        "field_name",
                        "field_id_number",
                        "field_sex",
                        "field_birth_month",
                        "field_photo",
                        "field_qualification",
                        "field_dates",
                        "field_numbers",
                        "field_other"});
}

Task<Result<Response>> show_form(Context& context,
                                 LineId line,
                                 const ShownUploads& uploads,
                                 const FormErrors& errors) {
    YX_CO_TRY(
        const service::CertificateFacts facts,
        co_await service::load_certificate(context.site().services, holder_of(context), line));
    View view;
    set_certificate(view, context, facts.certificate.face);
    set_contact(view, context, *facts.issuer);
    view.set("ID", line.value)
        .set("NAME", facts.certificate.face.name)
        .set("V_TEXT", context.request.form["text"])
        .set("MOST", static_cast<std::int64_t>(domain::longest_doubt_text));
    const auto chosen = read_fields(context);
    for (const auto& row : domain::all_keyed<domain::DoubtField>()) {
        View& option = view.add("FIELDS");
        option.set("VALUE", row.key)
            .set("LABEL", say(context, "doubt_field." + std::string(row.key)));
        option.show_if("CHOSEN", std::ranges::find(chosen, row.value) != chosen.end());
    }
    set_uploads(view, uploads);
    errors.show(view);
    co_return show_page(context, "doubt", view, form_frame(Menu::certificates, errors));
}

void set_answer(View& view, const Context& context, const DoubtStory& story) {
    const service::DoubtPart* answer = story.answer();
    if (answer == nullptr) return;
    view.add("ANSWER")
        .set("ANSWER_BODY", answer->text)
        .set("ANSWER_AT", time_words(context, answer->at));
}

Task<Result<Response>> show_story(Context& context,
                                  LineId line,
                                  DoubtId id,
                                  const ShownUploads& uploads,
                                  const FormErrors& errors) {
    auto& services = context.site().services;
    YX_CO_TRY(const DoubtStory story,
              co_await service::find_own_doubt(services, holder_of(context), line, id));
    YX_CO_TRY(const service::CertificateFacts facts,
              co_await service::load_certificate(services, holder_of(context), line));
    const storage::DoubtCase& doubt = story.doubt;
    View view;
    set_certificate(view, context, facts.certificate.face);
    set_contact(view, context, *facts.issuer);
    const Sign sign = doubt_sign(context, doubt);
    set_sign(view, "STATE", sign);
    view.set("ID", line.value)
        .set("DOUBT_ID", id.value)
        .set("VERSION", doubt.version)
        .set("FIELDS_TEXT", fields_words(context, doubt))
        .set("REPORTED_AT", time_words(context, doubt.reported_at))
        .set("NOW_TEXT",
             say(context,
                 "doubt_now." + doubt_key(context, doubt),
                 {{"day", day_words(context, doubt.due_on)}}));
    if (domain::awaits_answer(doubt.state)) {
        view.add("DUE").set("DUE_DAY", day_words(context, doubt.due_on));
        view.add("MAY_WITHDRAW");
    }
    set_answer(view, context, story);
    set_parts(view, context, story, DoubtReader::holder, url_of(line, id) + "/files");
    if (domain::is_unsettled(doubt.state)) {
        View& add = view.add("MAY_ADD");
        add.show_either(doubt.asked_at.has_value(), "ASKED", "NOT_ASKED");
        add.set("V_TEXT", context.request.form["text"])
            .set("MOST", static_cast<std::int64_t>(domain::longest_doubt_text));
        set_uploads(add, uploads);
    } else if (!context.request.form["text"].empty()) {
        // It was settled while somebody wrote: what was typed is there to be copied.
        view.add("UNSENT").set("V_TEXT", context.request.form["text"]);
    }
    errors.show(view);
    co_return show_page(context, "doubt_story", view, form_frame(Menu::certificates, errors));
}

struct DoubtAddress {
    LineId line;
    DoubtId doubt;
};
Result<DoubtAddress> read_address(const Context& context) {
    YX_TRY(const std::int64_t line, context.number("id"));
    YX_TRY(const std::int64_t doubt, context.number("doubt"));
    return DoubtAddress{LineId{line}, DoubtId{doubt}};
}

/// One was reported meanwhile, in another window perhaps: what was typed can be added to it.
Task<Result<Response>> show_unsettled(Context& context, LineId line, const ShownUploads& uploads) {
    YX_CO_TRY(const auto unsettled,
              co_await service::find_own_unsettled_doubt(
                  context.site().services, holder_of(context), line));
    if (!unsettled) co_return Error(ErrorCode::conflict, "doubt");
    FormErrors errors;
    errors.add("text", say(context, "handler.doubt_unsettled"));
    co_return co_await show_story(context, line, *unsettled, uploads, errors);
}

}  // namespace

Task<Result<Response>> report_doubt(Context& context) {
    auto& services = context.site().services;
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    const LineId line{number};
    FormErrors errors;
    ShownUploads uploads;
    if (context.request.method != Method::post) {
        YX_CO_TRY(const auto unsettled,
                  co_await service::find_own_unsettled_doubt(services, holder_of(context), line));
        if (unsettled) {
            co_return redirect_with_flash(context, url_of(line, *unsettled), "doubt_unsettled");
        }
        co_return co_await show_form(context, line, uploads, errors);
    }
    YX_CO_CHECK(only_doubt_fields(context));
    const UploadShelf shelf = shelf_of(context, line);
    YX_CO_TRY(uploads, co_await take_uploads(context, shelf));
    service::DoubtForm form = read_form(context, uploads);
    if (form.fields.empty()) errors.add("fields", say(context, "handler.doubt_fields"));
    const auto text = domain::parse_doubt_text(form.text);
    if (!text) errors.add(context, "text", text.error());
    add_upload_errors(errors, uploads);
    if (errors.any()) co_return co_await show_form(context, line, uploads, errors);
    const Result<DoubtId> id =
        co_await service::report_doubt(services, holder_of(context), line, std::move(form));
    if (id) co_return redirect_with_flash(context, url_of(line, *id), "doubt_sent");
    if (id.error().code() != ErrorCode::conflict) co_return Error(id.error());
    co_return co_await show_unsettled(context, line, uploads);
}

Task<Result<Response>> show_doubt(Context& context) {
    YX_CO_TRY(const DoubtAddress at, read_address(context));
    co_return co_await show_story(context, at.line, at.doubt, {}, {});
}

Task<Result<Response>> add_to_doubt(Context& context) {
    YX_CO_CHECK(only_doubt_fields(context));
    YX_CO_TRY(const DoubtAddress at, read_address(context));
    const UploadShelf shelf = shelf_of(context, at.line);
    YX_CO_TRY(ShownUploads uploads, co_await take_uploads(context, shelf));
    service::DoubtForm form = read_form(context, uploads);
    FormErrors errors;
    const auto text = domain::parse_doubt_text(form.text);
    if (!text) errors.add(context, "text", text.error());
    add_upload_errors(errors, uploads);
    if (errors.any()) co_return co_await show_story(context, at.line, at.doubt, uploads, errors);
    const Result<void> added = co_await service::add_to_doubt(
        context.site().services, holder_of(context), at.line, at.doubt, std::move(form));
    if (added) co_return redirect_with_flash(context, url_of(at.line, at.doubt), "doubt_added");
    if (added.error().code() != ErrorCode::doubt_closed) co_return Error(added.error());
    errors.add(context, "text", added.error());
    co_return co_await show_story(context, at.line, at.doubt, uploads, errors);
}

Task<Result<Response>> withdraw_doubt(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const DoubtAddress at, read_address(context));
    YX_CO_CHECK(co_await service::withdraw_own_doubt(
        context.site().services, holder_of(context), at.line, at.doubt));
    co_return redirect_with_flash(context, url_of(at.line, at.doubt), "doubt_withdrawn");
}

Task<Result<Response>> download_doubt_file(Context& context) {
    YX_CO_TRY(const DoubtAddress at, read_address(context));
    YX_CO_TRY(const std::int64_t file_id, context.number("file"));
    YX_CO_TRY(
        const service::DoubtAttachment attachment,
        co_await service::load_own_attachment(
            context.site().services, holder_of(context), at.line, at.doubt, DoubtFileId{file_id}));
    co_return file(std::make_shared<const std::string>(as_text(attachment.content)),
                   attachment.file.media,
                   attachment.file.name)
        .forbid_storing();
}

Task<Result<void>> add_doubts(Context& context, View& view, LineId line) {
    YX_CO_TRY(const auto doubts,
              co_await service::list_own_doubts(context.site().services, holder_of(context), line));
    if (doubts.empty()) co_return ok();
    View& section = view.add("HAS_DOUBTS");
    for (const service::DoubtSummary& summary : doubts) {
        const storage::DoubtCase& doubt = summary.doubt;
        View& row = section.add("DOUBTS");
        set_sign(row, "DOUBT", doubt_sign(context, doubt));
        row.set("DOUBT_URL", url_of(line, doubt.id))
            .set("FIELDS_TEXT", fields_words(context, doubt))
            .set("DAY", day_words(context, civil_day(doubt.reported_at)));
        if (!summary.answer.empty()) row.add("ANSWERED").set("ANSWER", summary.answer);
        if (domain::awaits_answer(doubt.state)) {
            row.add("DUE").set("DUE_DAY", day_words(context, doubt.due_on));
        }
    }
    co_return ok();
}

}  // namespace yinxin::http
