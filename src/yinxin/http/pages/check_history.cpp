// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/check_history.hpp"

#include "yinxin/http/pages/words.hpp"
#include "yinxin/service/check_history.hpp"

namespace yinxin::http {

void set_check(View& row, const Context& context, const storage::CheckRow& check) {
    row.set("AT", time_words(context, check.at))
        .set("CHECKER", check.checker_name)
        .set("DOOR_TEXT", say(context, "door." + std::string(domain::key(check.door))))
        .set("OUTCOME_TEXT", say(context, "answer.said." + check.outcome));
    if (!check.purpose.empty()) row.add("HAS_PURPOSE").set("PURPOSE", check.purpose);
    if (check.copy_no) row.add("HAS_COPY").set("COPY_NUMBER", *check.copy_no);
}

Task<Result<Response>> show_checks(Context& context) {
    YX_CO_TRY(const service::CheckHistory history,
              co_await service::load_check_history(context.site().services,
                                                   context.visitor->facts.actor()));
    View view;
    for (const service::CheckOfMine& one : history.of_mine) {
        View& row = view.add("OF_MINE");
        set_check(row, context, one.check);
        row.set("CERTIFICATE_URL", "/certificates/" + one.check.line.str())
            .set("QUALIFICATION", pick(context, one.certificate.face.qualification));
    }
    view.show_if("NONE_OF_MINE", history.of_mine.empty());
    for (const storage::CheckRow& check : history.by_me) {
        set_check(view.add("BY_ME"), context, check);
    }
    view.show_if("NONE_BY_ME", history.by_me.empty());
    co_return show_page(context, "checks", view, {.menu = Menu::account});
}

}  // namespace yinxin::http
