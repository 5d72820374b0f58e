// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/recovery_steps.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/enter_code.hpp"
#include "yinxin/http/pages/entry_check.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/request.hpp"

namespace yinxin::http {

Task<Result<Response>> ask_for_mobile(Context& context,
                                      const RecoveryStep& step,
                                      RequestCode request) {
    FormErrors errors;
    const std::string mobile(trim(context.request.form["mobile"]));
    std::optional<Error> unchecked;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"mobile", "challenge", "work", "answer"}));
        YX_CO_TRY(unchecked, co_await pass_entry_check(context, recovery_entry, errors));
        if (!unchecked) {
            const auto ticket =
                co_await request(context.site().services, mobile, origin_of(context));
            watch_request(context, WatchedDoor::recover, error_in(ticket), mobile);
            if (ticket) co_return to_step_code(context, step, ticket->token);
            if (ticket.error().code() != ErrorCode::mobile_invalid) co_return Error(ticket.error());
            errors.add(context, "mobile", ticket.error());
        }
    }
    const std::string words(step.word());
    View view;
    view.set("HEADING", say(context, "recover_by_mobile." + words))
        .set("LEDE", say(context, "recover_by_mobile." + words + "_lede"))
        .set("ACTION", step.form_url)
        .set("V_MOBILE", mobile);
    errors.show(view);
    co_await show_entry_check(context, view, recovery_entry, unchecked);
    Frame frame = form_frame(Menu::none, errors);
    frame.title = say(context, "recover_by_mobile." + words);
    co_return show_page(context, "recover_by_mobile", view, frame);
}

Response to_step_code(const Context& context, const RecoveryStep& step, const Secret& ticket) {
    Response response = redirect_see_other(step.code_url);
    keep_ticket(response, context, step.word(), ticket);
    return response;
}

Task<Result<Response>> show_step_code(Context& context,
                                      const RecoveryStep& step,
                                      const FormErrors& errors) {
    const auto facts = co_await service::find_code_request(
        context.site().services, step.purpose, find_ticket(context, step.word()));
    if (!facts && !errors.any()) co_return redirect_see_other(step.form_url);
    co_return show_code_page(
        context, CodePage{step.word(), step.code_url, step.back}, facts, errors);
}

Task<Result<Response>> resend_step_code(Context& context, const RecoveryStep& step) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const service::CodeTicket ticket,
              co_await service::resend_code(context.site().services,
                                            step.purpose,
                                            find_ticket(context, step.word()),
                                            origin_of(context)));
    co_return to_step_code(context, step, ticket.token);
}

Task<Result<Response>> confirm_step_code(Context& context,
                                         const RecoveryStep& step,
                                         StepGrant grant,
                                         ExchangeCode exchange) {
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const auto ticket = co_await exchange(context.site().services,
                                              find_ticket(context, step.word()),
                                              std::string(trim(context.request.form["code"])));
        watch_door(context, WatchedDoor::code, error_in(ticket));
        if (ticket) {
            Response response = redirect_see_other(grant.url);
            keep_ticket(response, context, grant.cookie, *ticket);
            co_return response;
        }
        errors.add(context, "code", ticket.error());
    }
    co_return co_await show_step_code(context, step, errors);
}

}  // namespace yinxin::http
