// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/erasures.hpp"

#include "yinxin/http/office/gate.hpp"
#include "yinxin/service/erasures.hpp"

namespace yinxin::http {

Task<Result<Response>> show_erasures(Context& context) {
    YX_CO_TRY(const std::vector<storage::ErasureRow> rows,
              co_await service::list_erasures(context.site().services, actor_of(context)));
    View view;
    view.set("DAYS", service::erasures_shown.count());
    for (const storage::ErasureRow& row : rows) {
        view.add("ERASURES")
            .set("DAY", day_words(context, CivilDay(Days(row.day))))
            .set("WHAT", say(context, "erasure." + row.what))
            .set("COUNT", row.erased);
    }
    view.show_if("NO_ERASURES", rows.empty());
    co_return show_office_page(context, "office_erasures", view, Desk::staff);
}

}  // namespace yinxin::http
