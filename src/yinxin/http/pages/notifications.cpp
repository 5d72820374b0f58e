// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/notifications.hpp"

#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"

namespace yinxin::http {
namespace {

using domain::Notification;

constexpr std::string_view mail_suffix = "_mail";

/// "language", and for each event a box and one of the same name for mail.
Result<void> only_choices(const Context& context) {
    std::vector<std::string> names{"language"};
    for (const auto& [event, key] : domain::all_keyed<Notification>()) {
        names.emplace_back(key);
        names.push_back(std::string(key) + std::string(mail_suffix));
    }
    return only_fields(context, {names.begin(), names.end()});
}

Task<Result<Response>> choose(Context& context) {
    YX_CO_CHECK(only_choices(context));
    const Fields& form = context.request.form;
    const auto language = domain::parse_key<service::Language>(form["language"]);
    if (!language) co_return Error(ErrorCode::invalid_input, "language");
    service::NotificationSettings settings{*language, {}, {}};
    for (const auto& [event, key] : domain::all_keyed<Notification>()) {
        const std::string name(key);
        if (form[name] == "yes") settings.by_sms.push_back(event);
        if (form[name + std::string(mail_suffix)] == "yes") settings.by_mail.push_back(event);
    }
    YX_CO_CHECK(co_await service::choose_notifications(
        context.site().services, context.visitor->facts.account, std::move(settings)));
    co_return redirect_with_flash(context, "/account/notifications", "notifications_saved");
}

/// Two boxes for each event where the account can be written to by mail, else one.
void set_events(View& view, const Context& context, const service::ShownNotifications& shown) {
    const bool has_mail = !shown.masked_mail.empty();
    View& group = view.add(has_mail ? "TWO_WAYS" : "ONE_WAY");
    for (const auto& [event, key] : domain::all_keyed<Notification>()) {
        const std::string name(key);
        View& row = group.add("EVENTS");
        row.set("NAME", name)
            .set("LABEL", say(context, "notification." + name))
            .set("HINT", say(context, "notification_hint." + name));
        row.show_if("CHOSEN", shown.chosen.has_sms(event));
        row.show_if("CHOSEN_MAIL", shown.chosen.has_mail(event));
    }
    if (has_mail) {
        view.add("HAS_MAIL").set("MASKED_MAIL", shown.masked_mail);
    } else if (shown.is_mail_offered) {
        view.show("NO_MAIL");
    }
    view.show_either(shown.is_mail_offered, "MAIL_OFFERED", "SMS_ALONE");
}

}  // namespace

Task<Result<Response>> notifications(Context& context) {
    if (context.request.method == Method::post) co_return co_await choose(context);
    YX_CO_TRY(const service::ShownNotifications shown,
              co_await service::notification_settings(context.site().services,
                                                      context.visitor->facts.account));
    View view;
    set_events(view, context, shown);
    for (const auto& [language, key] : domain::all_keyed<service::Language>()) {
        view.add("LANGUAGES")
            .set("VALUE", key)
            .set("LABEL", say(context, "message_language." + std::string(key)))
            .show_if("SELECTED", language == shown.chosen.language);
    }
    co_return show_page(context, "notifications", view, {.menu = Menu::account});
}

}  // namespace yinxin::http
