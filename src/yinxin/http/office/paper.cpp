// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/paper.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/list_address.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/paper_register.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

using domain::PaperState;
using service::PaperSheet;
using storage::LineKey;

constexpr std::string_view list_path = "/office/paper";
constexpr std::array shown_states{PaperState::printed,
                                  PaperState::handed_out,
                                  PaperState::lost,
                                  PaperState::damaged,
                                  PaperState::unclaimed};

std::string url_of(LineKey key) {
    return std::string(list_path) + "/" + key.holder.str() + "-" + key.line.str();
}

/// "<holder>-<line>" in the address. @error not_found
Result<LineKey> read_key(const Context& context) {
    const auto parts = split(context.parameter("line"), '-');
    if (parts.size() != 2) return Error(ErrorCode::not_found, "line");
    const auto holder = parse_integer(parts[0]);
    const auto line = parse_integer(parts[1]);
    if (!holder || !line || *holder <= 0 || *line <= 0) return Error(ErrorCode::not_found, "line");
    return LineKey{HolderId{*holder}, LineId{*line}};
}

std::string_view chip_of(PaperState state) {
    switch (state) {
        case PaperState::printed:
            return "checking";
        case PaperState::handed_out:
            return "valid";
        case PaperState::lost:
            return "revoked";
        case PaperState::damaged:
            return "failed";
        case PaperState::unclaimed:
            return "expired";
        case PaperState::none:
            return "none";
    }
    return "none";
}

Sign paper_sign(const Context& context, PaperState state) {
    return {std::string(chip_of(state)),
            say(context, "paper_state." + std::string(domain::key(state)))};
}

std::string deadline_words(const Context& context, const std::string& day) {
    const auto parsed = parse_day(day);
    return parsed ? day_words(context, *parsed) : say(context, "handler.no_deadline");
}

void set_line(View& row, const Context& context, const service::PaperLine& line) {
    const storage::PaperListing& listing = line.listing;
    set_sign(row, "STATE", paper_sign(context, line.state));
    row.set("PAPER_URL", url_of({listing.holder, listing.line}))
        .set("NAME", line.name)
        .set("QUALIFICATION", pick(context, line.qualification))
        .set("MANAGEMENT_NUMBER", line.management_no)
        .set("SERIAL", listing.serial)
        .set("DEADLINE", deadline_words(context, listing.deadline_on))
        .set("CHANGED_DAY", day_words(context, civil_day(listing.changed_at)));
}

void set_filters(View& view, const Context& context, const ListAddress& address) {
    const std::string_view state = address["state"];
    View& all = view.add("STATES");
    all.set("URL", address.with("state", "")).set("LABEL", say(context, "handler.all_of_them"));
    all.show_if("CHOSEN", state.empty());
    for (const PaperState each : shown_states) {
        View& tab = view.add("STATES");
        tab.set("URL", address.with("state", domain::key(each)))
            .set("LABEL", paper_sign(context, each).text);
        tab.show_if("CHOSEN", state == domain::key(each));
    }
    view.set("STATE", state);
    for (const domain::Qualification& item : context.site().services.reference->catalogue.items()) {
        add_choice(
            view, "ITEMS", item.id, pick(context, item.editions.back().name), address["item"]);
    }
    for (const char* each : {"passed", "soon"}) {
        add_choice(view,
                   "DEADLINES",
                   each,
                   say(context, std::string("paper_deadline.") + each),
                   address["deadline"]);
    }
    for (const char* each : {"newest", "deadline", "serial"}) {
        add_choice(view,
                   "ORDERS",
                   each,
                   say(context, std::string("paper_order.") + each),
                   address["order"]);
    }
}

Task<Result<Response>> show_list(Context& context, const FormErrors& errors) {
    const ListAddress address(
        context, std::string(list_path), {"state", "item", "deadline", "order"});
    const storage::PaperFilter filter{
        address.one_of("state", {"", "printed", "handed_out", "lost", "damaged", "unclaimed"}),
        std::string(address["item"]),
        address.one_of("deadline", {"", "passed", "soon"}),
        address.one_of("order", {"newest", "deadline", "serial"})};
    YX_CO_TRY(const service::PaperPage page,
              co_await service::list_paper(
                  context.site().services, actor_of(context), filter, address.page()));
    View view;
    set_filters(view, context, address);
    view.show_either(page.lines.empty(), "NO_LINES", "HAS_LINES");
    for (const service::PaperLine& line : page.lines) {
        set_line(view.add("LINES"), context, line);
    }
    set_pager(view, address, page.has_more);
    view.set("V_NUMBER", context.request.form["number"]);
    errors.show(view);
    co_return show_office_page(context, "office_papers", view, Desk::paper, office_frame(errors));
}

void set_history(View& view, const Context& context, const PaperSheet& sheet) {
    view.show_either(sheet.history.empty(), "NO_HISTORY", "HAS_HISTORY");
    for (const service::PaperEntry& entry : sheet.history) {
        const storage::PaperEvent& event = entry.event;
        View& row = view.add("HISTORY");
        row.set("STEP_TEXT", say(context, "paper_step." + std::string(domain::key(event.kind))))
            .set("STEP_AT", time_words(context, event.at))
            .set("SERIAL", event.serial)
            .set("STAFF_NAME", entry.staff);
        if (event.collector != domain::PaperCollector::nobody) {
            row.add("COLLECTED")
                .set("COLLECTOR_TEXT",
                     say(context, "paper_collector." + std::string(domain::key(event.collector))));
        }
        if (event.kind == domain::PaperStep::undone) {
            row.add("BACK_TO").set("BACK_TEXT", paper_sign(context, event.state).text);
        }
        if (!event.note.empty()) row.add("HAS_NOTE").set("NOTE", event.note);
    }
}

/// Typed values, or those of the register.
void set_form(View& form, const Context& context, const PaperSheet& sheet) {
    const auto& typed = context.request.form;
    if (typed.has("serial") || !sheet.paper) {
        form.set("V_SERIAL", typed["serial"])
            .set("V_PLACE", typed["place"])
            .set("V_PLACE_EN", typed["place_en"])
            .set("V_UNTIL", typed["until"]);
        return;
    }
    const domain::PaperCertificate& paper = *sheet.paper;
    form.set("V_SERIAL", paper.serial)
        .set("V_PLACE", paper.pickup_place.zh)
        .set("V_PLACE_EN", paper.pickup_place.en)
        .set("V_UNTIL", paper.pickup_until ? format_day(*paper.pickup_until) : "");
}

void set_steps(View& view, const Context& context, const PaperSheet& sheet, LineKey key) {
    const std::string url = url_of(key);
    const auto& typed = context.request.form;
    if (!sheet.paper) {
        View& print = view.add("MAY_PRINT");
        print.set("ACTION", url + "/print");
        set_form(print, context, sheet);
        return;
    }
    if (domain::may_become(sheet.stored, PaperState::handed_out)) {
        View& hand = view.add("MAY_HAND_OUT");
        hand.set("STATE_URL", url + "/state").set("V_NOTE", typed["note"]);
        hand.show_if("BY_HOLDER", typed["collector"] == "holder")
            .show_if("BY_AGENT", typed["collector"] == "agent")
            .show_if("IS_LATE", sheet.state != sheet.stored);
        View& edit = view.add("MAY_EDIT");
        edit.set("ACTION", url + "/edit");
        set_form(edit, context, sheet);
        edit.show_if("OPENED", typed.has("serial"));
    }
    constexpr std::array ends{PaperState::lost, PaperState::damaged, PaperState::unclaimed};
    const bool may_end = std::ranges::any_of(
        ends, [&](PaperState to) { return domain::may_become(sheet.stored, to); });
    if (may_end) {
        View& end = view.add("MAY_END");
        end.set("STATE_URL", url + "/state").set("V_END_NOTE", typed["end_note"]);
        for (const PaperState to : ends) {
            if (!domain::may_become(sheet.stored, to)) continue;
            add_choice(end, "ENDS", domain::key(to), paper_sign(context, to).text, typed["state"]);
        }
    }
    if (sheet.may_undo) {
        view.add("MAY_UNDO")
            .set("UNDO_URL", url + "/undo")
            .set("V_REASON", typed["reason"])
            .show_if("OPENED", typed.has("reason"));
    }
}

Response show_one(Context& context,
                  const PaperSheet& sheet,
                  LineKey key,
                  const FormErrors& errors) {
    const domain::FaceData& face = sheet.certificate.face;
    View view;
    set_certificate(view, context, face);
    set_sign(view, "STATUS", status_sign(context, sheet.certificate.status));
    set_sign(view, "STATE", paper_sign(context, sheet.state));
    view.set("NAME", face.name)
        .set("MANAGEMENT_NUMBER", face.management_no)
        .set("CERTIFICATE_NUMBER", face.certificate_no)
        .set("MASKED_ID", domain::masked(domain::IdNumber{face.id_type, face.id_number}));
    if (sheet.paper) {
        View& paper = view.add("PAPER");
        paper.set("SERIAL", sheet.paper->serial);
        if (!sheet.paper->pickup_place.zh.empty()) {
            paper.add("PICKUP").set("PICKUP_PLACE", pick(context, sheet.paper->pickup_place));
        }
        if (sheet.paper->pickup_until) {
            paper.add("UNTIL").set("UNTIL_DAY", day_words(context, *sheet.paper->pickup_until));
        }
    }
    const bool is_over = sheet.state == PaperState::lost || sheet.state == PaperState::damaged ||
                         sheet.state == PaperState::unclaimed;
    if (is_over) {
        view.add("NO_REISSUE")
            .set("REISSUE_TEXT", say(context, domain::reissue_allowed(sheet.state).reason));
    }
    view.show_if("NOT_IN_FORCE", sheet.certificate.status != domain::CertificateStatus::valid);
    set_history(view, context, sheet);
    set_steps(view, context, sheet, key);
    errors.show(view);
    return show_office_page(context, "office_paper", view, Desk::paper, office_frame(errors));
}

/// Words beside the field of a refused step.
void add_refusal(FormErrors& errors, const Context& context, const Error& error) {
    const auto param = [&error](const char* name) {
        const auto found = error.params().find(name);
        return found == error.params().end() ? std::string() : found->second;
    };
    const std::string field = param("field");
    if (error.code() == ErrorCode::invalid_input && !field.empty()) {
        const std::string reason = param("reason");
        errors.add(field, say(context, "paper_wrong." + (reason.empty() ? field : reason)));
    } else if (error.code() == ErrorCode::certificate_not_valid) {
        errors.add("form", say(context, "handler.paper_not_in_force"));
    } else if (error.code() == ErrorCode::conflict) {
        errors.add(field.empty() ? "form" : field,
                   say(context, field.empty() ? "handler.paper_meanwhile" : "paper_wrong.taken"));
    } else {
        errors.add(context, field.empty() ? "form" : field, error);
    }
}

bool is_refusal(const Error& error) {
    constexpr std::array codes{ErrorCode::invalid_input,
                               ErrorCode::conflict,
                               ErrorCode::certificate_number_invalid,
                               ErrorCode::certificate_not_valid,
                               ErrorCode::paper_not_reissued,
                               ErrorCode::office_reason_missing};
    return std::ranges::find(codes, error.code()) != codes.end();
}

Task<Result<Response>> after_step(Context& context,
                                  LineKey key,
                                  const Result<void>& done,
                                  std::string_view flash) {
    if (done) co_return to_office(context, url_of(key), flash);
    if (!is_refusal(done.error())) co_return Error(done.error());
    FormErrors errors;
    add_refusal(errors, context, done.error());
    YX_CO_TRY(const PaperSheet sheet,
              co_await service::find_paper_sheet(context.site().services, actor_of(context), key));
    co_return show_one(context, sheet, key, errors);
}

domain::PaperForm read_form(const Context& context) {
    const auto& form = context.request.form;
    return {std::string(form["serial"]),
            std::string(form["place"]),
            std::string(form["place_en"]),
            std::string(form["until"])};
}

}  // namespace

Task<Result<Response>> show_paper_list(Context& context) {
    co_return co_await show_list(context, {});
}

Task<Result<Response>> find_paper(Context& context) {
    YX_CO_CHECK(only_fields(context, {"number"}));
    const Result<LineKey> key = co_await service::find_paper_line(
        context.site().services, actor_of(context), std::string(context.request.form["number"]));
    if (key) co_return redirect_see_other(url_of(*key));
    FormErrors errors;
    if (key.error().code() == ErrorCode::not_found) {
        errors.add("number", say(context, "handler.paper_unknown"));
    } else if (key.error().code() == ErrorCode::certificate_number_invalid) {
        errors.add(context, "number", key.error());
    } else {
        co_return Error(key.error());
    }
    co_return co_await show_list(context, errors);
}

Task<Result<Response>> show_paper(Context& context) {
    YX_CO_TRY(const LineKey key, read_key(context));
    YX_CO_TRY(const PaperSheet sheet,
              co_await service::find_paper_sheet(context.site().services, actor_of(context), key));
    co_return show_one(context, sheet, key, {});
}

Task<Result<Response>> print_one_paper(Context& context) {
    YX_CO_CHECK(only_fields(context, {"serial", "place", "place_en", "until"}));
    YX_CO_TRY(const LineKey key, read_key(context));
    const Result<void> printed = co_await service::print_paper(
        context.site().services, actor_of(context), key, read_form(context));
    co_return co_await after_step(context, key, printed, "paper_printed");
}

Task<Result<Response>> edit_one_paper(Context& context) {
    YX_CO_CHECK(only_fields(context, {"serial", "place", "place_en", "until"}));
    YX_CO_TRY(const LineKey key, read_key(context));
    const Result<void> edited = co_await service::edit_paper(
        context.site().services, actor_of(context), key, read_form(context));
    co_return co_await after_step(context, key, edited, "paper_edited");
}

Task<Result<Response>> change_one_paper(Context& context) {
    YX_CO_CHECK(only_fields(context, {"state", "collector", "note", "end_note"}));
    YX_CO_TRY(const LineKey key, read_key(context));
    const auto& form = context.request.form;
    service::PaperChange change;
    const auto to = domain::parse_key<PaperState>(form["state"]);
    const auto collector = domain::parse_key<domain::PaperCollector>(form["collector"]);
    if (!to) {
        const Result<void> unchosen =
            Error(ErrorCode::invalid_input, "state").with("field", "state");
        co_return co_await after_step(context, key, unchosen, "");
    }
    // Two forms of one page: each has a note of its own.
    const bool hands_out = *to == PaperState::handed_out;
    change.to = *to;
    if (collector) change.collector = *collector;
    change.note = form[hands_out ? "note" : "end_note"];
    Result<void> changed = co_await service::change_paper(
        context.site().services, actor_of(context), key, std::move(change));
    if (!changed && !hands_out && changed.error().code() == ErrorCode::office_reason_missing) {
        changed = Error(ErrorCode::office_reason_missing).with("field", "end_note");
    }
    co_return co_await after_step(context, key, changed, "paper_changed");
}

Task<Result<Response>> undo_one_paper(Context& context) {
    YX_CO_CHECK(only_fields(context, {"reason"}));
    YX_CO_TRY(const LineKey key, read_key(context));
    const Result<void> undone =
        co_await service::undo_paper(context.site().services,
                                     actor_of(context),
                                     key,
                                     std::string(context.request.form["reason"]));
    co_return co_await after_step(context, key, undone, "paper_undone");
}

}  // namespace yinxin::http
