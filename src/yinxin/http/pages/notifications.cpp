// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/notifications.hpp"

#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

using domain::Notification;

Task<Result<Response>> choose(Context& context) {
    YX_CO_CHECK(only_fields(context,
                            {"language",
                             "certificate_issued",
                             "certificate_changed",
                             "paper_deadline",
                             "copy_ready",
                             "endorsement_ending",
                             "copy_verified"}));
    const Fields& form = context.request.form;
    const auto language = domain::parse_key<service::Language>(form["language"]);
    if (!language) co_return Error(ErrorCode::invalid_input, "language");
    service::NotificationSettings settings{*language, {}};
    for (const auto& [event, key] : domain::all_keyed<Notification>()) {
        if (form[key] == "yes") settings.wanted.push_back(event);
    }
    YX_CO_CHECK(co_await service::choose_notifications(
        context.site().services, context.visitor->facts.account, std::move(settings)));
    co_return redirect_with_flash(context, "/account/notifications", "notifications_saved");
}

}  // namespace

Task<Result<Response>> notifications(Context& context) {
    if (context.request.method == Method::post) co_return co_await choose(context);
    YX_CO_TRY(const service::NotificationSettings settings,
              co_await service::notification_settings(context.site().services,
                                                      context.visitor->facts.account));
    View view;
    for (const auto& [event, key] : domain::all_keyed<Notification>()) {
        const std::string name(key);
        View& row = view.add("EVENTS");
        row.set("NAME", name)
            .set("LABEL", say(context, "notification." + name))
            .set("HINT", say(context, "notification_hint." + name));
        row.show_if("CHOSEN", std::ranges::find(settings.wanted, event) != settings.wanted.end());
    }
    for (const auto& [language, key] : domain::all_keyed<service::Language>()) {
        view.add("LANGUAGES")
            .set("VALUE", key)
            .set("LABEL", say(context, "message_language." + std::string(key)))
            .show_if("SELECTED", language == settings.language);
    }
    co_return show_page(context, "notifications", view, {.menu = Menu::account});
}

}  // namespace yinxin::http
