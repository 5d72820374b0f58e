// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/site.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/http/cookies.hpp"
#include "yinxin/http/csrf.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/request.hpp"

#include <fmt/format.h>

namespace yinxin::http {
namespace {

constexpr std::string_view session_cookie = "session";
/// Before login a random value takes the session's place in the CSRF token.
constexpr std::string_view visit_cookie = "visit";
constexpr std::string_view flash_cookie = "flash";
constexpr std::string_view type_cookie = "type";

std::string_view cookie(const Request& request, std::string_view base) {
    return request.cookies[cookie_name(base, request.is_secure)];
}

crypto::Digest32 csrf_mac(const storage::DataKeys& keys, std::string_view subject) {
    return keys.tokens.of(as_bytes("csrf:" + std::string(subject)));
}

std::string_view menu_section(Menu menu) {
    switch (menu) {
        case Menu::none:
            return {};
        case Menu::home:
            return "AT_HOME";
        case Menu::verify:
            return "AT_VERIFY";
        case Menu::certificates:
            return "AT_CERTIFICATES";
        case Menu::scope:
            return "AT_SCOPE";
        case Menu::progress:
            return "AT_PROGRESS";
        case Menu::faq:
            return "AT_FAQ";
        case Menu::account:
            return "AT_ACCOUNT";
    }
    return {};
}

bool is_large(const Request& request) {
    const std::string_view asked = request.query["type"];
    if (asked == "large" || asked == "normal") return asked == "large";
    return cookie(request, type_cookie) == "large";
}

/// Who runs the service, and whom to ring up.
void set_footer(View& layout, const Site& site, Language language) {
    const config::Footer& footer = site.services.reference->footer;
    const auto words = [language](const domain::Bilingual& text) {
        return language == Language::english && !text.en.empty() ? text.en : text.zh;
    };
    if (!footer.sponsor.zh.empty()) {
        View& sponsor = layout.add("FOOT_SPONSOR");
        sponsor.set("SPONSOR", words(footer.sponsor));
        if (!footer.record_no.empty()) {
            sponsor.add("FOOT_RECORD").set("RECORD_NO", footer.record_no);
        }
    }
    if (footer.phones.empty()) return;
    View& phones = layout.add("FOOT_PHONES");
    for (const config::Footer::Phone& phone : footer.phones) {
        phones.add("FOOT_PHONE")
            .set("PHONE_PLACE", words(phone.place))
            .set("PHONE_NUMBER", phone.number);
    }
}

/// Values that need no visitor: language, switches, site. A path stays as it was asked for; the
/// query is dropped, because it may hold what people typed.
void fill_frame(View& layout, const Site& site, const Request* request, Language language) {
    const std::string path = request == nullptr ? "/" : request->path;
    const bool large = request != nullptr && is_large(*request);
    layout.set("HTML_CLASS", large ? "large" : "")
        .set("LANG_SWITCH_URL", path + (language == Language::chinese ? "?lang=en" : "?lang=zh-CN"))
        .set("TYPE_SWITCH_URL", path + (large ? "?type=normal" : "?type=large"))
        .set("SITE", site.services.settings.public_url)
        .show_either(large, "LARGE", "NOT_LARGE")
        .show_if("DEMO", site.services.is_demonstration);
    set_footer(layout, site, language);
}

/// For whom the visitor checks, on the pages where one does, and the way to change it.
void set_acting(View& layout, const Context& context, const Frame& frame) {
    if (!context.visitor || frame.menu != Menu::verify) return;
    const service::SessionFacts& facts = context.visitor->facts;
    if (!facts.may_act) return;
    View& bar = layout.add("ACTING_BAR");
    // An answer to a form has no address of its own to come back to.
    const bool comes_back = is_safe(context.request.method);
    bar.set("ACTING_URL", comes_back ? "/acting?next=" + context.request.path : "/acting");
    if (!facts.acting) {
        bar.show("ACTING_SELF");
        return;
    }
    View& acting = bar.add("ACTING");
    acting.set("ACTING_NAME", facts.acting->name).set("ACTING_PURPOSE", facts.acting->purpose);
    if (const auto& day = facts.acting->shown_from) {
        acting.add("ACTING_LATER").set("ACTING_DAY", day_words(context, *day));
    }
}

/// Holders go on to their certificates after agreeing; who only checks has come for this page.
Response to_notice(const Context& context) {
    const bool comes_back = context.visitor->facts.only_checks() && is_safe(context.request.method);
    return redirect_see_other("/notice" +
                              (comes_back ? "?next=" + context.request.path : std::string()));
}

Task<Result<std::shared_ptr<Visitor>>> find_visitor(Context& context) {
    const std::string_view value = cookie(context.request, session_cookie);
    if (value.empty()) co_return std::shared_ptr<Visitor>();
    const Secret token{std::string(value)};
    Result<service::SessionFacts> facts =
        co_await service::find_session(context.site().services, token);
    if (facts) co_return std::make_shared<Visitor>(Visitor{token, *std::move(facts)});
    if (facts.error().code() == ErrorCode::session_expired) co_return std::shared_ptr<Visitor>();
    co_return std::move(facts).error();
}

Response to_login(const Context& context) {
    const bool comes_back = is_safe(context.request.method);
    const std::string next = comes_back ? "?next=" + context.request.path : "";
    return redirect_see_other("/login" + next);
}

/// The name a visitor has in CSRF tokens.
std::string_view csrf_subject(const Context& context) {
    if (context.staff) return context.staff->token.expose();
    if (context.visitor) return context.visitor->token.expose();
    return cookie(context.request, visit_cookie);
}

}  // namespace

std::string session_csrf(const storage::DataKeys& keys, std::string_view session) {
    return csrf_token(csrf_mac(keys, session));
}

bool has_session_csrf(const Context& context) {
    const std::string_view subject = csrf_subject(context);
    if (subject.empty()) return false;
    return has_csrf_token(context.request, csrf_mac(context.site().services.keys, subject));
}

Task<Result<std::optional<Response>>> admit(Context& context) {
    const Route& route = context.route;
    if (route.access == Access::machine) co_return std::nullopt;
    if (route.access == Access::staff || route.access == Access::office_door) {
        co_return co_await admit_staff(context);
    }
    YX_CO_TRY(context.visitor, co_await find_visitor(context));
    const bool needs_account = route.access == Access::account || route.access == Access::consented;
    if (needs_account && !context.visitor) co_return to_login(context);
    const bool changes = !is_safe(context.request.method);
    if (changes && context.has_body && !route.is_cross_site && !has_session_csrf(context)) {
        co_return Error(ErrorCode::csrf_failed, route.name);
    }
    if (route.access == Access::consented && !context.visitor->facts.has_agreed) {
        co_return to_notice(context);
    }
    co_return std::nullopt;
}

Response show_page(Context& context, std::string_view name, View& view, const Frame& frame) {
    View layout;
    layout.show_either(context.visitor != nullptr, "LOGGED_IN", "NOT_LOGGED_IN");
    layout.set("ACCOUNT_NAME", context.visitor ? context.visitor->facts.account_name : "");
    if (const auto section = menu_section(frame.menu); !section.empty()) layout.show(section);
    set_acting(layout, context, frame);
    view.show_if("IN_APP", is_in_app(context));
    return draw_page(context, "layout", name, view, layout, frame);
}

Response draw_page(Context& context,
                   std::string_view layout_name,
                   std::string_view name,
                   View& view,
                   View& layout,
                   const Frame& frame) {
    Site& site = context.site();
    const Request& request = context.request;
    fill_frame(layout, site, &request, context.language);
    std::string subject(csrf_subject(context));
    const bool is_first_visit = subject.empty();
    if (is_first_visit) subject = crypto::random_token(16);
    layout.set("CSRF", session_csrf(site.services.keys, subject));
    layout.show_if("TITLE_ERROR", frame.has_errors).show_if("REFRESH", frame.refreshes);
    if (!frame.title.empty()) layout.set("PAGE_TITLE", frame.title);
    const std::string_view flash = cookie(request, flash_cookie);
    const std::string flash_key = "flash." + std::string(flash);
    const bool has_flash =
        !flash.empty() && site.messages.find(context.language, flash_key).has_value();
    if (has_flash) layout.add("FLASH").set("FLASH_TEXT", say(context, flash_key));

    Response response =
        html(site.templates.page(context.language, name, view, layout, layout_name), frame.status);
    if (is_first_visit) {
        response.set_cookie(make_cookie(visit_cookie, subject, request.is_secure));
    }
    if (!flash.empty()) response.set_cookie(forget_cookie(flash_cookie, request.is_secure));
    if (const std::string_view type = request.query["type"]; type == "large" || type == "normal") {
        Cookie remember = make_cookie(type_cookie, std::string(type), request.is_secure);
        remember.max_age = std::chrono::hours(24 * 365);
        response.set_cookie(remember);
    }
    response.forbid_storing();
    return response;
}

View error_layout(Site& site, const Failure& failure) {
    View layout;
    fill_frame(layout, site, failure.request, failure.language);
    if (failure.is_office()) {
        const StaffVisitor* staff = failure.staff.get();
        layout.set("CSRF", staff ? session_csrf(site.services.keys, staff->token.expose()) : "");
        fill_office_layout(layout, site, failure.language, staff, Desk::none);
        return layout;
    }
    const Visitor* visitor = failure.visitor.get();
    const bool is_known = visitor != nullptr;
    layout.set("CSRF", is_known ? session_csrf(site.services.keys, visitor->token.expose()) : "")
        .set("ACCOUNT_NAME", is_known ? visitor->facts.account_name : "")
        .show_either(is_known, "LOGGED_IN", "NOT_LOGGED_IN");
    return layout;
}

Response redirect_with_flash(const Context& context,
                             std::string_view location,
                             std::string_view flash) {
    return redirect_see_other(location).set_cookie(
        make_cookie(flash_cookie, std::string(flash), context.request.is_secure));
}

std::string say(const Context& context,
                std::string_view key,
                const Messages::Parameters& parameters) {
    return context.site().messages.text(context.language, key, parameters);
}

std::string say(const Context& context, const Error& error) {
    Messages::Parameters parameters(error.params().begin(), error.params().end());
    // A day in a parameter is data; people read it in words.
    for (auto& [name, value] : parameters) {
        if (const auto day = parse_day(value)) value = day_words(context, *day);
    }
    return say(context, "error." + std::string(dotted_name(error.code())), parameters);
}

std::string day_words(const Context& context, CivilDay day) {
    return context.language == Language::chinese ? format_day_zh(day) : format_day_en(day);
}

std::string month_words(const Context& context, std::chrono::year_month month) {
    if (!month.ok()) return {};
    // The words of the first day without the day: behind the last digit sign, or before the first.
    const CivilDay first(month / std::chrono::day(1));
    const std::string words = day_words(context, first);
    const auto at = words.rfind('1');
    if (context.language == Language::chinese) return words.substr(0, at);
    return words.substr(words.find(' ') + 1);
}

std::string time_words(const Context& context, Instant at) {
    const std::string civil = format_civil(at);
    return day_words(context, civil_day(at)) + " " + civil.substr(11, 5);
}

const std::string& pick(const Context& context, const domain::Bilingual& text) {
    const bool english = context.language == Language::english && !text.en.empty();
    return english ? text.en : text.zh;
}

void FormErrors::add(std::string field, std::string text) {
    errors_.push_back({std::move(field), std::move(text)});
}

void FormErrors::add(const Context& context, std::string field, const Error& error) {
    add(std::move(field), say(context, error));
}

void FormErrors::show(View& view) const {
    if (errors_.empty()) return;
    View& summary = view.add("ERRORS");
    for (const Entry& entry : errors_) {
        summary.add("ERROR").set("FIELD", entry.field).set("TEXT", entry.text);
        if (entry.field == "form") continue;
        view.add(to_upper_ascii(entry.field) + "_ERROR").set("TEXT", entry.text);
    }
}

Frame form_frame(Menu menu, const FormErrors& errors) {
    Frame frame{.menu = menu};
    frame.has_errors = errors.any();
    frame.status = errors.any() ? 422 : 200;
    return frame;
}

Result<void> only_fields(const Context& context, const std::vector<std::string_view>& allowed) {
    for (const auto& [name, value] : context.request.form) {
        const bool known = name == csrf_field || std::ranges::find(allowed, name) != allowed.end();
        if (!known) return Error(ErrorCode::invalid_input, "unknown form field");
    }
    return ok();
}

bool is_in_app(const Context& context) {
    return context.request.is_wechat();
}

}  // namespace yinxin::http
