// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/gate.hpp"

#include "yinxin/http/cookies.hpp"
#include "yinxin/http/office/confirm.hpp"
#include "yinxin/http/request.hpp"

#include <array>

namespace yinxin::http {
namespace {

using domain::OfficeAct;

constexpr std::string_view staff_cookie = "staff";

/// One line of the menu. Those whose page does not exist yet are not listed.
struct Entry {
    Desk desk;
    OfficeAct act;
    const char* path;
    const char* words;  ///< message key
};
constexpr std::array entries{
    Entry{Desk::overview, OfficeAct::see_office, "/office", "handler.desk_overview"},
    Entry{Desk::imports, OfficeAct::import_results, "/office/imports", "handler.desk_imports"},
    Entry{Desk::batches, OfficeAct::see_batches, "/office/batches", "handler.desk_batches"},
    Entry{Desk::proposals, OfficeAct::see_office, "/office/proposals", "handler.desk_proposals"},
    Entry{Desk::certificates,
          OfficeAct::look_up_person,
          "/office/certificates",
          "handler.desk_certificates"},
    Entry{Desk::counter, OfficeAct::look_up_person, "/office/counter", "handler.desk_counter"},
    Entry{Desk::doubts, OfficeAct::see_doubts, "/office/doubts", "handler.desk_doubts"},
    Entry{Desk::bindings, OfficeAct::look_up_person, "/office/identity", "handler.desk_identity"},
    Entry{Desk::paper, OfficeAct::keep_paper_register, "/office/paper", "handler.desk_paper"},
    Entry{Desk::texts, OfficeAct::edit_texts, "/office/texts", "handler.desk_texts"},
    Entry{Desk::rules, OfficeAct::edit_rules, "/office/rules", "handler.desk_rules"},
    Entry{Desk::seals, OfficeAct::stop_seal, "/office/seals", "handler.desk_seals"},
    Entry{Desk::statistics,
          OfficeAct::read_statistics,
          "/office/statistics",
          "handler.desk_statistics"},
    Entry{Desk::service, OfficeAct::run_service, "/office/service", "handler.desk_service"},
    Entry{Desk::audit, OfficeAct::read_audit, "/office/audit", "handler.desk_audit"},
    Entry{Desk::doors, OfficeAct::watch_doors, "/office/doors", "handler.desk_doors"},
    Entry{Desk::staff, OfficeAct::manage_staff, "/office/staff", "handler.desk_staff"},
    Entry{Desk::account, OfficeAct::see_office, "/office/account", "handler.desk_account"},
};

Task<Result<std::shared_ptr<StaffVisitor>>> find_staff(Context& context) {
    const std::string name = cookie_name(staff_cookie, context.request.is_secure);
    const std::string_view value = context.request.cookies[name];
    if (value.empty()) co_return std::shared_ptr<StaffVisitor>();
    const Secret token{std::string(value)};
    Result<service::StaffFacts> facts =
        co_await service::find_staff_session(context.site().services, token);
    if (facts) {
        facts->actor.address = context.request.client_address;
        co_return std::make_shared<StaffVisitor>(StaffVisitor{token, *std::move(facts)});
    }
    if (facts.error().code() == ErrorCode::staff_session_over) {
        co_return std::shared_ptr<StaffVisitor>();
    }
    co_return std::move(facts).error();
}

std::string with_next(const Context& context, std::string_view page) {
    const bool comes_back = is_safe(context.request.method);
    return std::string(page) + (comes_back ? "?next=" + context.request.path : "");
}

/// Whether the second factor was shown recently enough for this request.
bool is_confirmed(const Context& context) {
    const bool opens = is_safe(context.request.method);
    return context.staff->facts.is_confirmed(
        context.site().services.clock.now(),
        opens ? service::confirmation_opens : service::confirmation_sends);
}

}  // namespace

Task<Result<std::optional<Response>>> admit_staff(Context& context) {
    const Route& route = context.route;
    YX_CO_TRY(context.staff, co_await find_staff(context));
    const bool is_office = route.access == Access::staff;
    if (is_office && !context.staff)
        co_return redirect_see_other(with_next(context, "/office/login"));
    const bool changes = !is_safe(context.request.method);
    if (changes && context.has_body && !has_session_csrf(context))
        co_return Error(ErrorCode::csrf_failed, route.name);
    if (!is_office) co_return std::nullopt;
    if (!context.staff->facts.is_complete()) {
        co_return redirect_see_other(with_next(context, "/office/login/code"));
    }
    if (!context.staff->facts.actor.may(route.act)) {
        co_return Error(ErrorCode::forbidden, route.name);
    }
    if (route.confirms && !is_confirmed(context)) {
        if (changes && context.request.wants_json()) {
            co_return Error(ErrorCode::staff_step_up_required, route.name);
        }
        if (changes) {
            YX_CO_TRY(Response asked, co_await show_step_up(context));
            co_return asked;
        }
        co_return redirect_see_other(with_next(context, "/office/confirm"));
    }
    co_return std::nullopt;
}

void keep_staff_token(Response& response, const Context& context, const Secret& token) {
    Cookie cookie = make_cookie(staff_cookie, token.expose(), context.request.is_secure);
    // Nobody comes to the office by a link from elsewhere.
    cookie.same_site = "Strict";
    response.set_cookie(cookie);
}

void forget_staff_token(Response& response, const Context& context) {
    response.set_cookie(forget_cookie(staff_cookie, context.request.is_secure));
}

void fill_office_layout(
    View& layout, const Site& site, Language language, const StaffVisitor* visitor, Desk desk) {
    if (visitor == nullptr || !visitor->facts.is_complete()) return;
    const auto words = [&](std::string_view key) { return site.messages.text(language, key); };
    const domain::StaffActor& actor = visitor->facts.actor;
    View& known = layout.add("STAFF");
    known.set("STAFF_NAME", actor.name);
    const domain::Issuer* issuer = site.services.reference->find_issuer(actor.issuer_id);
    const bool is_english = language == Language::english && issuer && !issuer->name.en.empty();
    known.set("STAFF_SCOPE",
              issuer == nullptr ? words("handler.all_authorities")
              : is_english      ? issuer->name.en
                                : issuer->name.zh);
    for (const Entry& entry : entries) {
        if (!actor.may(entry.act)) continue;
        View& row = layout.add("DESKS");
        row.set("DESK_URL", entry.path).set("DESK_TEXT", words(entry.words));
        row.show_if("AT_DESK", entry.desk == desk);
    }
}

Response show_office_page(
    Context& context, std::string_view name, View& view, Desk desk, Frame frame) {
    View layout;
    fill_office_layout(layout, context.site(), context.language, context.staff.get(), desk);
    return draw_page(context, "office_layout", name, view, layout, frame);
}

Frame office_frame(const FormErrors& errors) {
    return form_frame(Menu::none, errors);
}

}  // namespace yinxin::http
