// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

#include <string>

namespace yinxin::http {

/// The values of a page on which an authenticator app is set up: QR as a picture, SECRET for
/// typing, and in a demonstration the CODE an app would show now.
/// @param issuer_name  message with the name under which an app lists it
void show_authenticator(View& view,
                        const Context& context,
                        const Secret& secret,
                        std::string_view login_name,
                        std::string_view issuer_name = "office.name");

/// "K5QX Z4TA …"
[[nodiscard]] std::string grouped_base32(const Secret& secret);

}  // namespace yinxin::http
