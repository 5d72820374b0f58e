// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/account.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/authorised_uses.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/organisation_words.hpp"
#include "yinxin/http/pages/provider_login.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/account_overview.hpp"
#include "yinxin/service/accounts.hpp"
#include "yinxin/service/consents.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/mobile_changes.hpp"
#include "yinxin/service/password_policy.hpp"

namespace yinxin::http {
namespace {

constexpr std::int64_t most_messages = 50;

service::Language language_of(const Context& context) {
    return context.language == Language::english ? service::Language::en : service::Language::zh;
}

/// Where the visitor wanted to go when the notice came in between; else the certificate list, and
/// for an account that only checks the page of checking.
std::string after_notice(const Context& context) {
    const std::string_view next = context.request.form["next"];
    if (is_local_path(next)) return std::string(next);
    return context.visitor->facts.only_checks() ? "/verify" : "/certificates";
}

void set_parts(View& view, const service::NoticeView& notice) {
    for (const service::NoticePart& part : notice.parts) {
        View& section = view.add("PARTS");
        if (!part.heading.empty()) section.add("HAS_HEADING").set("HEADING", part.heading);
        for (const std::string& paragraph : part.paragraphs) {
            section.add("PARAGRAPHS").set("TEXT", paragraph);
        }
    }
}

/// Why the notice is shown.
enum class Asked {
    first,
    anew,  ///< other versions took effect while the page was before him
};

Task<Result<Response>> ask(Context& context, Asked asked) {
    YX_CO_TRY(const service::NoticeView notice,
              co_await service::find_notice(
                  context.site().services, context.visitor->facts.account, language_of(context)));
    const bool is_anew = asked == Asked::anew;
    const bool is_settled = notice.agreed_at && !notice.privacy_asked;
    // Agreed in another window meanwhile.
    if (is_anew && is_settled) co_return redirect_see_other(after_notice(context));
    View view;
    view.set("NOTICE_TITLE", notice.title)
        .set("VERSION", notice.version)
        .set("EFFECTIVE_DAY", day_words(context, civil_day(notice.effective_at)));
    set_parts(view, notice);
    if (is_settled) {
        view.add("AGREED").set("AGREED_AT", time_words(context, *notice.agreed_at));
    } else {
        View& part = view.add("ASK");
        const auto& fields = is_anew ? context.request.form : context.request.query;
        const std::string_view next = fields["next"];
        part.set("V_NEXT", is_local_path(next) ? next : std::string_view());
        part.show_if("CHANGED", is_anew);
        part.show_if("NEW_VERSION", !is_anew && notice.has_agreed_before && !notice.agreed_at);
        if (notice.privacy_asked) {
            part.add("PRIVACY").set("PRIVACY_VERSION", *notice.privacy_asked);
            part.add("PRIVACY_FIELD").set("PRIVACY_VERSION", *notice.privacy_asked);
        }
    }
    constexpr int conflict = 409;
    co_return show_page(
        context, "notice", view, {.menu = Menu::account, .status = is_anew ? conflict : 200});
}

Task<Result<Response>> accept(Context& context) {
    YX_CO_CHECK(only_fields(context, {"version", "privacy", "next"}));
    const auto& form = context.request.form;
    service::ShownNotices shown;
    shown.service = parse_integer(form["version"]).value_or(0);
    shown.privacy = parse_integer(form["privacy"]);
    const Result<void> accepted = co_await service::accept_notice(
        context.site().services, context.visitor->facts.account, shown, origin_of(context));
    if (!accepted && accepted.error().code() == ErrorCode::conflict) {
        co_return co_await ask(context, Asked::anew);
    }
    if (!accepted) co_return Error(accepted.error());
    co_return redirect_see_other(after_notice(context));
}

}  // namespace

Task<Result<Response>> show_privacy(Context& context) {
    YX_CO_TRY(const std::optional<service::NoticeView> notice,
              co_await service::find_privacy_notice(context.site().services, language_of(context)));
    View view;
    if (!notice) {
        view.show("UNPUBLISHED");
        co_return show_page(context, "privacy", view, {.menu = Menu::none});
    }
    View& published = view.add("PUBLISHED");
    published.set("NOTICE_TITLE", notice->title)
        .set("VERSION", notice->version)
        .set("EFFECTIVE_DAY", day_words(context, civil_day(notice->effective_at)));
    set_parts(published, *notice);
    co_return show_page(context, "privacy", view, {.menu = Menu::none});
}

Task<Result<Response>> show_notice(Context& context) {
    if (context.request.method == Method::post) co_return co_await accept(context);
    co_return co_await ask(context, Asked::first);
}

Task<Result<Response>> show_account(Context& context) {
    const Visitor& visitor = *context.visitor;
    YX_CO_TRY(const service::AccountOverview overview,
              co_await service::account_overview(
                  context.site().services, visitor.facts.account, visitor.token));
    View view;
    view.set("LOGIN_NAME", overview.login_name).set("MASKED_MOBILE", overview.masked_mobile);
    view.show_if("NO_MOBILE", overview.masked_mobile.empty());
    if (overview.is_mail_offered || !overview.masked_mail.empty()) {
        View& mail = view.add("MAIL");
        mail.set("MASKED_MAIL", overview.masked_mail);
        mail.show_if("NO_MAIL", overview.masked_mail.empty());
    }
    YX_CO_TRY(const auto change,
              co_await service::find_mobile_change(context.site().services, visitor.facts.account));
    if (change) {
        view.add("MOBILE_CHANGE")
            .set("NEW_MOBILE", change->masked_mobile)
            .set("ASKED_AT", time_words(context, change->asked_at))
            .set("EFFECTIVE_AT", time_words(context, change->effective_at));
    }
    view.show_if("NO_PERSONS", overview.persons.empty());
    for (const service::BoundPerson& person : overview.persons) {
        view.add("PERSONS")
            .set("NAME", person.name)
            .set("ID_TYPE", id_type_words(context, person.id_type))
            .set("MASKED_ID", person.number)
            .set("BOUND_DAY", day_words(context, civil_day(person.bound_at)));
    }
    for (const storage::Membership& each : overview.organisations) {
        View& row = view.add("ORGANISATIONS");
        row.set("URL", organisation_url(each.organisation))
            .set("NAME", each.name)
            .set("ROLE", role_words(context, each.role));
        set_sign(row, "STANDING", standing_sign(context, each.standing));
    }
    view.show_if("NO_ORGANISATIONS", overview.organisations.empty());
    for (const service::Consent& consent : overview.consents) {
        view.add("CONSENTS")
            .set("VERSION", consent.version)
            .set("AGREED_AT", time_words(context, consent.accepted_at));
    }
    for (const service::SessionLine& session : overview.sessions) {
        View& row = view.add("SESSIONS");
        row.set("STARTED_AT", time_words(context, session.created_at))
            .set("SEEN_AT", time_words(context, session.seen_at))
            .set("DEVICE", session.device)
            .set("ADDRESS", session.address);
        row.show_if("THIS_ONE", session.is_this_one).show_if("NEW_DEVICE", session.is_new_device);
        if (!session.is_this_one) {
            row.add("OTHER_ONE").set("END_URL", "/account/sessions/" + session.id + "/end");
        }
    }
    YX_CO_TRY(const auto uses,
              co_await service::list_all_uses(context.site().services, visitor.facts.actor()));
    if (!uses.empty()) set_uses(view.add("HAS_USES"), context, uses);
    view.show_if("OTHER_SESSIONS", overview.sessions.size() > 1);
    YX_CO_CHECK(co_await show_links(context, view));
    co_return show_page(context, "account", view, {.menu = Menu::account});
}

Task<Result<Response>> object_to_mobile_change(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::object_to_mobile_change(context.site().services,
                                                          context.visitor->facts.account));
    co_return redirect_with_flash(context, "/account", "mobile_objected");
}

Task<Result<Response>> change_password(Context& context) {
    auto& services = context.site().services;
    const bool needs_current = context.visitor->facts.needs_current_password(services.clock.now());
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"current", "password"}));
        const Fields& form = context.request.form;
        const Result<void> changed =
            co_await service::change_password(services,
                                              context.visitor->token,
                                              Secret(std::string(form["current"])),
                                              Secret(std::string(form["password"])));
        if (changed) {
            co_return co_await with_new_token(
                context, redirect_with_flash(context, "/account", "password_changed"));
        }
        const ErrorCode code = changed.error().code();
        const bool is_current =
            code == ErrorCode::password_current_wrong || code == ErrorCode::password_disabled;
        if (code == ErrorCode::session_expired || code == ErrorCode::too_many_requests) {
            co_return Error(changed.error());
        }
        errors.add(context, is_current ? "current" : "password", changed.error());
    }
    View view;
    view.set("PASSWORD_MIN", service::min_password_length);
    view.show_if("NEED_CURRENT", needs_current);
    errors.show(view);
    co_return show_page(context, "password", view, form_frame(Menu::account, errors));
}

Task<Result<Response>> end_other_sessions(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::end_other_sessions(
        context.site().services, context.visitor->facts.account, context.visitor->token));
    co_return redirect_with_flash(context, "/account", "sessions_ended");
}

Task<Result<Response>> end_named_session(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    const Result<void> ended =
        co_await service::end_session_named(context.site().services,
                                            context.visitor->facts.account,
                                            std::string(context.parameter("id")));
    if (!ended) co_return Error(ended.error());
    co_return redirect_with_flash(context, "/account", "session_ended");
}

Task<Result<Response>> show_demo(Context& context) {
    if (!context.site().services.is_demonstration) co_return Error(ErrorCode::not_found, "demo");
    View view;
    for (const DemoAccount& account : context.site().demo.accounts) {
        const bool english = context.language == Language::english;
        View& row = view.add("ACCOUNTS");
        row.set("LOGIN_NAME", account.login_name)
            .set("PASSWORD", account.password)
            .set("NAME", account.name)
            .set("MOBILE", account.mobile)
            .set("SHOWS", english ? account.shows_en : account.shows_zh);
        row.show_either(!account.login_name.empty(), "REGISTERED", "NOT_REGISTERED");
    }
    for (const DemoStaff& staff : context.site().demo.staff) {
        const bool english = context.language == Language::english;
        view.add("STAFF")
            .set("LOGIN_NAME", staff.login_name)
            .set("PASSWORD", staff.password)
            .set("NAME", staff.name)
            .set("SHOWS", english ? staff.shows_en : staff.shows_zh);
    }
    co_return show_page(context, "demo", view, {});
}

Task<Result<Response>> show_demo_messages(Context& context) {
    YX_CO_TRY(const std::vector<service::DemoMessage> all,
              co_await service::list_demo_messages(context.site().services, most_messages));
    View view;
    view.show_if("NO_MESSAGES", all.empty());
    for (const service::DemoMessage& message : all) {
        const Language language = message.message.language == service::Language::en
                                      ? Language::english
                                      : Language::chinese;
        const auto words = [&](const std::string& group) {
            return context.site().messages.text(
                language, group + message.message.name, message.message.parameters);
        };
        View& row = view.add("MESSAGES");
        row.set("MOBILE", message.mobile)
            .set("ICON", message.is_mail ? "mail" : "phone")
            .set("SENT_AT", time_words(context, message.sent_at))
            .set("TEXT", words(message.is_mail ? "mail." : "sms."));
        if (message.is_mail) row.add("MAIL").set("SUBJECT", words("mail_subject."));
    }
    co_return show_page(context, "demo_messages", view, {});
}

}  // namespace yinxin::http
