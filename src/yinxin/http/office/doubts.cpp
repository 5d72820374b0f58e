// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/doubts.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/province.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/list_address.hpp"
#include "yinxin/http/pages/doubt_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/doubt_answers.hpp"
#include "yinxin/service/doubt_directory.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

using domain::DoubtId;
using domain::OfficeAct;
using service::DoubtSheet;

constexpr std::string_view queue_path = "/office/doubts";

std::string url_of(DoubtId id) {
    return std::string(queue_path) + "/" + id.str();
}

std::string province_words(const Context& context, std::string_view code) {
    const domain::Province* province = domain::find_province(code);
    if (province == nullptr) return say(context, "handler.no_province");
    return std::string(context.language == Language::chinese ? province->zh : province->en);
}

std::string desk_words(const Context& context,
                       const std::vector<domain::DoubtDesk>& desks,
                       const std::string& name) {
    if (name.empty()) return say(context, "handler.whole_authority");
    const auto found = std::ranges::find_if(
        desks, [&name](const domain::DoubtDesk& desk) { return desk.name.zh == name; });
    return found == desks.end() ? name : pick(context, found->name);
}

/// What the list shows: a correspondent what he owes an answer to, a clerk what is to be corrected.
std::string shown_part(const Context& context, const ListAddress& address) {
    if (actor_of(context).may(OfficeAct::answer_doubts)) {
        return address.one_of("show", {"owed", "open", "mine", "overdue", "accepted", "settled"});
    }
    return address.one_of("show", {"accepted", "owed", "open", "mine", "overdue", "settled"});
}

void set_line(View& row,
              const Context& context,
              const service::DoubtQueue& queue,
              const service::DoubtLine& line) {
    const storage::DoubtCase& doubt = line.doubt;
    set_sign(row, "STATE", doubt_sign(context, doubt));
    row.set("DOUBT_URL", url_of(doubt.id))
        .set("NAME", line.name)
        .set("QUALIFICATION", pick(context, line.qualification))
        .set("FIELDS_TEXT", fields_words(context, doubt))
        .set("PROVINCE", province_words(context, doubt.province))
        .set("REPORTED_DAY", day_words(context, civil_day(doubt.reported_at)))
        .set("DUE_DAY", day_words(context, doubt.due_on))
        .set("DESK", desk_words(context, queue.desks, doubt.desk))
        .set("TAKER", line.taker.empty() ? say(context, "handler.nobody_yet") : line.taker);
    row.show_if("LATE", line.is_overdue);
}

void set_filters(View& view, const Context& context, const ListAddress& address) {
    constexpr std::array shows{"owed", "open", "mine", "overdue", "accepted", "settled"};
    const std::string chosen = shown_part(context, address);
    for (const char* show : shows) {
        View& tab = view.add("SHOWS");
        tab.set("URL", address.with("show", show))
            .set("LABEL", say(context, std::string("doubt_show.") + show));
        tab.show_if("CHOSEN", chosen == show);
    }
    view.set("SHOW", chosen);
    if (chosen != "settled") {
        View& orders = view.add("HAS_ORDERS");
        const std::string order = address.one_of("order", {"due", "newest", "oldest"});
        for (const char* each : {"due", "newest", "oldest"}) {
            add_choice(
                orders, "ORDERS", each, say(context, std::string("doubt_order.") + each), order);
        }
    }
    for (const domain::Qualification& item : context.site().services.reference->catalogue.items()) {
        add_choice(
            view, "ITEMS", item.id, pick(context, item.editions.back().name), address["item"]);
    }
    for (const domain::Province& province : domain::all_provinces()) {
        add_choice(view,
                   "PROVINCES",
                   province.code,
                   province_words(context, province.code),
                   address["province"]);
    }
}

void set_desks(View& view,
               const Context& context,
               const service::DoubtQueue& queue,
               const ListAddress& address) {
    if (queue.desks.empty()) return;
    View& section = view.add("HAS_DESKS");
    add_choice(section, "DESKS", "-", say(context, "handler.whole_authority"), address["desk"]);
    for (const domain::DoubtDesk& desk : queue.desks) {
        add_choice(section, "DESKS", desk.name.zh, pick(context, desk.name), address["desk"]);
    }
    if (!actor_of(context).may(OfficeAct::answer_doubts)) return;
    View& own = view.add("OWN_DESKS");
    int number = 0;
    for (const domain::DoubtDesk& desk : queue.desks) {
        View& choice = own.add("OWN_CHOICES");
        choice.set("NUMBER", number++)
            .set("VALUE", desk.name.zh)
            .set("LABEL", pick(context, desk.name));
        choice.show_if("CHOSEN",
                       std::ranges::find(queue.own_desks, desk.name.zh) != queue.own_desks.end());
    }
}

void set_versions(View& view, const Context& context, const DoubtSheet& sheet) {
    for (const storage::CertificateRecord& version : sheet.versions) {
        View& row = view.add("VERSIONS");
        row.set("VERSION", version.version)
            .set("DAY", day_words(context, civil_day(version.status_at)))
            .set("REASON", version.status_reason);
        set_sign(row, "STATUS", status_sign(context, version.status));
        row.show_if("IS_DOUBTED", version.version == sheet.story.doubt.version);
    }
}

/// The ID number in full only where it is what is said to be wrong.
std::string number_words(const DoubtSheet& sheet) {
    const domain::FaceData& face = sheet.doubted.face;
    const auto fields = domain::parse_fields(sheet.story.doubt.fields);
    const bool is_doubted =
        std::ranges::find(fields, domain::DoubtField::id_number) != fields.end();
    if (is_doubted) return face.id_number;
    return domain::masked(domain::IdNumber{face.id_type, face.id_number});
}

void set_face(View& view, const Context& context, const DoubtSheet& sheet) {
    const domain::FaceData& face = sheet.doubted.face;
    set_certificate(view, context, face);
    set_sign(view, "STATUS", status_sign(context, sheet.doubted.status));
    view.set("NAME", face.name)
        .set("SEX", say(context, "sex." + std::string(domain::key(face.sex))))
        .set("BIRTH_MONTH", month_words(context, face.birth))
        .set("ID_TYPE", id_type_words(context, face.id_type))
        .set("ID_NUMBER", number_words(sheet))
        .set("MANAGEMENT_NUMBER", face.management_no)
        .set("CERTIFICATE_NUMBER", face.certificate_no);
}

void set_steps(View& view, const Context& context, const DoubtSheet& sheet) {
    const storage::DoubtCase& doubt = sheet.story.doubt;
    const std::string url = url_of(doubt.id);
    if (sheet.may_take) {
        View& take = view.add("MAY_TAKE");
        take.set("TAKE_URL", url + "/take").set("OVER", doubt.taken_by.value_or(0));
        take.show_either(doubt.taken_by.has_value(), "FROM_COLLEAGUE", "FROM_NOBODY");
    }
    const auto& form = context.request.form;
    if (sheet.may_answer) {
        view.add("MAY_ANSWER")
            .set("ASK_URL", url + "/ask")
            .set("ANSWER_URL", url + "/answer")
            .set("V_QUESTION", form["question"])
            .set("V_ANSWER", form["answer"]);
    }
    if (sheet.may_revise) {
        view.add("MAY_REVISE")
            .set("ANSWER_URL", url + "/answer")
            .set("V_ANSWER", form["answer"])
            .show_if("OPENED", form.has("answer"));
    }
    if (doubt.state != domain::DoubtState::accepted) return;
    if (sheet.may_correct) {
        view.add("MAY_CORRECT")
            .set("CORRECT_URL",
                 "/office/certificates/" + doubt.holder.str() + "-" + doubt.line.str() +
                     "/correct?doubt=" + doubt.id.str());
    } else {
        view.show("WAITS_FOR_CLERK");
    }
}

Response show_sheet(Context& context, const DoubtSheet& sheet, const FormErrors& errors) {
    const storage::DoubtCase& doubt = sheet.story.doubt;
    View view;
    set_face(view, context, sheet);
    set_sign(view, "STATE", doubt_sign(context, doubt));
    view.set("DOUBT_ID", doubt.id.value)
        .set("PICTURE_URL", url_of(doubt.id) + "/picture.svg")
        .set("FIELDS_TEXT", fields_words(context, doubt))
        .set("REPORTED_AT", time_words(context, doubt.reported_at))
        .set("PROVINCE", province_words(context, doubt.province))
        .set("DESK",
             sheet.desk.zh.empty() ? say(context, "handler.whole_authority")
                                   : pick(context, sheet.desk))
        .set("TAKER", sheet.taker.empty() ? say(context, "handler.nobody_yet") : sheet.taker)
        .set("MOST", static_cast<std::int64_t>(domain::longest_doubt_text));
    if (domain::awaits_answer(doubt.state)) {
        View& due = view.add("DUE");
        due.set("DUE_DAY", day_words(context, doubt.due_on));
        due.show_if("LATE", sheet.is_overdue).show_if("STANDS", doubt.asked_at.has_value());
    }
    set_parts(view, context, sheet.story, DoubtReader::office, url_of(doubt.id) + "/files");
    set_versions(view, context, sheet);
    set_steps(view, context, sheet);
    errors.show(view);
    return show_office_page(context, "office_doubt", view, Desk::doubts, office_frame(errors));
}

Task<Result<DoubtSheet>> load(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("doubt"));
    co_return co_await service::find_doubt_sheet(
        context.site().services, actor_of(context), DoubtId{id});
}

/// After a step: back to the doubt, or the page again with what was refused beside its field.
Task<Result<Response>> after_step(Context& context,
                                  DoubtId id,
                                  const Result<void>& done,
                                  std::string_view flash) {
    if (done) co_return to_office(context, url_of(id), flash);
    const Error& error = done.error();
    FormErrors errors;
    const auto field = error.params().find("field");
    if (field != error.params().end()) {
        errors.add(context, field->second, error);
    } else if (error.code() == ErrorCode::conflict) {
        errors.add("form", say(context, "handler.doubt_colleague"));
    } else if (error.code() == ErrorCode::doubt_closed) {
        errors.add(context, "form", error);
    } else {
        co_return Error(error);
    }
    YX_CO_TRY(const DoubtSheet sheet,
              co_await service::find_doubt_sheet(context.site().services, actor_of(context), id));
    co_return show_sheet(context, sheet, errors);
}

}  // namespace

Task<Result<Response>> show_doubt_queue(Context& context) {
    const ListAddress address(
        context, std::string(queue_path), {"show", "desk", "item", "province", "order"});
    storage::DoubtFilter filter;
    filter.show = shown_part(context, address);
    filter.desk = address["desk"];
    filter.item_id = address["item"];
    filter.province = address["province"];
    filter.order = address.one_of("order", {"due", "newest", "oldest"});
    YX_CO_TRY(const service::DoubtQueue queue,
              co_await service::list_doubt_queue(
                  context.site().services, actor_of(context), filter, address.page()));
    View view;
    set_filters(view, context, address);
    set_desks(view, context, queue, address);
    view.show_either(queue.lines.empty(), "NO_LINES", "HAS_LINES");
    for (const service::DoubtLine& line : queue.lines) {
        set_line(view.add("LINES"), context, queue, line);
    }
    set_pager(view, address, queue.has_more);
    view.show_if("MAY_EDIT", actor_of(context).may(OfficeAct::edit_rules));
    co_return show_office_page(context, "office_doubts", view, Desk::doubts);
}

Task<Result<Response>> choose_desks(Context& context) {
    std::vector<std::string> desks;
    for (const auto& [name, value] : context.request.form) {
        if (name.starts_with("desk_")) {
            desks.push_back(value);
        } else if (name != "csrf") {
            co_return Error(ErrorCode::invalid_input, "field " + name);
        }
    }
    const domain::StaffActor& actor = actor_of(context);
    YX_CO_CHECK(co_await service::choose_own_desks(
        context.site().services, actor, actor.issuer_id, std::move(desks)));
    co_return to_office(context, queue_path, "desks_chosen");
}

Task<Result<Response>> show_doubt_sheet(Context& context) {
    YX_CO_TRY(const DoubtSheet sheet, co_await load(context));
    co_return show_sheet(context, sheet, {});
}

Task<Result<Response>> show_doubted_picture(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("doubt"));
    YX_CO_TRY(
        std::string svg,
        co_await service::draw_doubted(context.site().services, actor_of(context), DoubtId{id}));
    Response response;
    response.set_body(Body(std::move(svg)), "image/svg+xml");
    response.forbid_storing();
    co_return response;
}

Task<Result<Response>> download_doubt_attachment(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("doubt"));
    YX_CO_TRY(const std::int64_t file_id, context.number("file"));
    YX_CO_TRY(
        const service::DoubtAttachment attachment,
        co_await service::load_doubt_attachment(
            context.site().services, actor_of(context), DoubtId{id}, domain::DoubtFileId{file_id}));
    co_return file(std::make_shared<const std::string>(as_text(attachment.content)),
                   attachment.file.media,
                   attachment.file.name)
        .forbid_storing();
}

Task<Result<Response>> take_one_doubt(Context& context) {
    YX_CO_CHECK(only_fields(context, {"over"}));
    YX_CO_TRY(const std::int64_t id, context.number("doubt"));
    const auto over = parse_integer(context.request.form["over"]);
    const Result<void> taken = co_await service::take_doubt(
        context.site().services, actor_of(context), DoubtId{id}, domain::StaffId{over.value_or(0)});
    co_return co_await after_step(context, DoubtId{id}, taken, "doubt_taken");
}

Task<Result<Response>> ask_about_doubt(Context& context) {
    YX_CO_CHECK(only_fields(context, {"question"}));
    YX_CO_TRY(const std::int64_t id, context.number("doubt"));
    const Result<void> asked =
        co_await service::ask_holder(context.site().services,
                                     actor_of(context),
                                     DoubtId{id},
                                     std::string(context.request.form["question"]));
    co_return co_await after_step(context, DoubtId{id}, asked, "doubt_asked");
}

Task<Result<Response>> answer_one_doubt(Context& context) {
    YX_CO_CHECK(only_fields(context, {"answer", "decision"}));
    YX_CO_TRY(const std::int64_t id, context.number("doubt"));
    const auto& form = context.request.form;
    const bool accepts = form["decision"] == "accept";
    if (!accepts && form["decision"] != "refuse") {
        // Whoever may not see the doubt is told so, not what its form wants.
        YX_CO_CHECK(co_await load(context));
        co_return Error(ErrorCode::invalid_input, "decision");
    }
    const Result<void> answered = co_await service::answer_doubt(
        context.site().services,
        actor_of(context),
        DoubtId{id},
        accepts ? domain::DoubtState::accepted : domain::DoubtState::refused,
        std::string(form["answer"]));
    co_return co_await after_step(
        context, DoubtId{id}, answered, accepts ? "doubt_accepted" : "doubt_refused");
}

}  // namespace yinxin::http
