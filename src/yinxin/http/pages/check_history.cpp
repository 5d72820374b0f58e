// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/check_history.hpp"

#include "yinxin/http/pages/organisation_words.hpp"
#include "yinxin/service/check_history.hpp"

namespace yinxin::http {

void set_check(View& row, const Context& context, const storage::CheckRow& check) {
    row.set("AT", time_words(context, check.at))
        .set("CHECKER", check.checker_name)
        .set("DOOR_TEXT", say(context, "door." + std::string(domain::key(check.door))))
        .set("OUTCOME_TEXT", outcome_words(context, check));
    if (check.standing) {
        set_sign(row.add("STANDING"), "STANDING", standing_sign(context, *check.standing));
    }
    if (!check.purpose.empty()) row.add("HAS_PURPOSE").set("PURPOSE", check.purpose);
    if (check.copy_no) row.add("HAS_COPY").set("COPY_NUMBER", *check.copy_no);
}

std::string outcome_words(const Context& context, const storage::CheckRow& check) {
    const bool is_look = check.door == storage::Door::page || check.door == storage::Door::code;
    // A code proves that a copy exists, not that a paper is it: these looks have words of their
    // own.
    return say(context, (is_look ? "check_look." : "check_outcome.") + check.outcome);
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
    view.show_if("MAY_ACT", context.visitor->facts.may_act);
    co_return show_page(context, "checks", view, {.menu = Menu::account});
}

}  // namespace yinxin::http
