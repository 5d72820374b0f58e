// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/one_time_codes.hpp"

#include <string_view>

namespace yinxin::http {

/// What differs between the pages that ask for a one-time code: login, registration, binding.
struct CodePage {
    std::string_view purpose;  ///< of the messages enter_code.<purpose>_*
    std::string_view action;   ///< takes the code; <action>/resend sends another one
    std::string_view back;     ///< where to go without a code
    Menu menu = Menu::none;
    bool is_mail = false;  ///< the code comes by mail and not by text message
};

/// The page for an open request, or, where there is none any more, for the errors alone.
Response show_code_page(Context& context,
                        const CodePage& page,
                        const Result<service::CodeRequestFacts>& request,
                        const FormErrors& errors);

}  // namespace yinxin::http
