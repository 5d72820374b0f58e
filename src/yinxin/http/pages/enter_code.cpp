// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/enter_code.hpp"

namespace yinxin::http {

Response show_code_page(Context& context,
                        const CodePage& page,
                        const Result<service::CodeRequestFacts>& request,
                        const FormErrors& errors) {
    const std::string message = "enter_code." + std::string(page.purpose);
    View view;
    view.set("ACTION", page.action)
        .set("GO", say(context, message + "_go"))
        .set("BACK_URL", page.back)
        .set("BACK", say(context, message + "_back"));
    if (request) {
        view.add("OPEN").set("LEDE",
                             say(context,
                                 message + "_lede",
                                 {{"mobile", request->masked_recipient},
                                  {"minutes", std::to_string(request->minutes)}}));
        view.show("RESEND");
    }
    view.show_either(page.is_mail, "BY_MAIL", "BY_SMS");
    errors.show(view);
    return show_page(context, "enter_code", view, form_frame(page.menu, errors));
}

}  // namespace yinxin::http
