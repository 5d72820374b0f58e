// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/pressure.hpp"

#include "yinxin/config/key_kinds.hpp"

namespace yinxin::config {
namespace {

constexpr std::int64_t most_pressing = 1'000'000;

}  // namespace

std::vector<Key> pressure_keys() {
    return {
        number_key(
            "pressure.login",
            "Failed and refused logins from all addresses within five minutes, from which on "
            "the form asks for the human check; 0: never.",
            YX_AT(pressure.login),
            0,
            most_pressing),
        number_key("pressure.login_code",
                   "Codes asked for to log in, likewise.",
                   YX_AT(pressure.login_code),
                   0,
                   most_pressing),
        number_key("pressure.register",
                   "Registrations, likewise.",
                   YX_AT(pressure.registration),
                   0,
                   most_pressing),
        number_key("pressure.recover",
                   "Requests to get back into an account, likewise.",
                   YX_AT(pressure.recover),
                   0,
                   most_pressing),
        number_key("pressure.match",
                   "Names and ID numbers that do not fit a copy, likewise.",
                   YX_AT(pressure.match),
                   0,
                   most_pressing),
    };
}

}  // namespace yinxin::config
