// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/known_device.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/random.hpp"

namespace yinxin::service {
namespace {

constexpr std::size_t name_bytes = 16;
constexpr std::size_t longest_mark = 200;

std::string mac_of(const storage::DataKeys& keys, AccountId account, std::string_view signed_part) {
    return to_hex(keys.tokens.derive("yinxin known device")
                      .of(as_bytes(account.str() + ':' + std::string(signed_part))));
}

}  // namespace

std::string new_device_mark(const storage::DataKeys& keys, AccountId account, Instant now) {
    const std::string text =
        std::to_string(now.time_since_epoch().count()) + '.' + crypto::random_token(name_bytes);
    return text + '.' + mac_of(keys, account, text);
}

std::optional<std::string> known_device(const storage::DataKeys& keys,
                                        AccountId account,
                                        const std::string& mark,
                                        Instant now) {
    const std::size_t end = mark.rfind('.');
    if (mark.size() > longest_mark || end == std::string::npos) return std::nullopt;
    const std::string signed_part = mark.substr(0, end);
    const std::string expected = mac_of(keys, account, signed_part);
    if (!equal_constant_time(as_bytes(expected), as_bytes(mark.substr(end + 1)))) {
        return std::nullopt;
    }
    const std::size_t point = signed_part.find('.');
    const auto made_at = parse_integer(signed_part.substr(0, point));
    if (!made_at) return std::nullopt;
    const Instant until = Instant(std::chrono::seconds(*made_at)) + device_known_for;
    if (now >= until) return std::nullopt;
    return signed_part.substr(point + 1);
}

}  // namespace yinxin::service
