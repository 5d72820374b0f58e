// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/overview.hpp"

#include "yinxin/http/office/gate.hpp"
#include "yinxin/service/office_overview.hpp"

namespace yinxin::http {
namespace {

/// How a thing that waits looks, and where it leads.
struct Look {
    service::Waiting what;
    const char* key;
    const char* icon;
    const char* url;
};
constexpr std::array looks{
    Look{service::Waiting::proposals, "proposals", "checking", "/office/proposals"},
    Look{service::Waiting::escalated_stops, "escalated_stops", "failed", "/office/proposals"},
    Look{service::Waiting::overdue_doubts,
         "overdue_doubts",
         "overdue",
         "/office/doubts?show=overdue"},
    Look{service::Waiting::doubts, "doubts", "open", "/office/doubts"},
    Look{service::Waiting::corrections, "corrections", "making", "/office/doubts?show=accepted"},
};

}  // namespace

Task<Result<Response>> show_overview(Context& context) {
    YX_CO_TRY(const auto counts,
              co_await service::count_waiting(context.site().services, actor_of(context)));
    View view;
    bool waits = false;
    for (const Look& look : looks) {
        const auto found = counts.find(look.what);
        if (found == counts.end() || found->second == 0) continue;
        waits = true;
        view.add("WAITING")
            .set("WAITING_URL", look.url)
            .set("WAITING_ICON", look.icon)
            .set("WAITING_COUNT", found->second)
            .set("WAITING_TEXT", say(context, "office_waiting." + std::string(look.key)));
    }
    view.show_if("NOTHING_WAITS", !waits);
    co_return show_office_page(context, "office_overview", view, Desk::overview);
}

}  // namespace yinxin::http
