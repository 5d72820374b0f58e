// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/password_text.hpp"

#include <cstdlib>
#include <cstring>
#include <utf8proc.h>

namespace yinxin::crypto {

Secret nfkc(const Secret& password) {
    const std::string_view typed = password.expose();
    constexpr auto form =
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    utf8proc_uint8_t* normal = nullptr;
    const utf8proc_ssize_t size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(typed.data()),
                     static_cast<utf8proc_ssize_t>(typed.size()),
                     &normal,
                     form);
    if (size < 0) return password;
    const auto bytes = static_cast<std::size_t>(size);
    Secret result(std::string(reinterpret_cast<const char*>(normal), bytes));
    explicit_bzero(normal, bytes);
    std::free(normal);
    return result;
}

}  // namespace yinxin::crypto
