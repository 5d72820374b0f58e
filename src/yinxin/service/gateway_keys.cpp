// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/gateway_keys.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/private_file.hpp"

namespace yinxin::service {
namespace {

constexpr std::size_t shortest_key = 32;

}  // namespace

Result<GatewayKeys> read_gateway_keys(const config::Messages& messages) {
    GatewayKeys keys;
    for (const config::MessageGateway& gateway : messages.gateways) {
        YX_TRY(const Secret content, crypto::read_private_file(gateway.key_file));
        const std::string_view text = content.expose();
        Secret key(std::string(trim(text.substr(0, text.find('\n')))));
        if (key.expose().size() < shortest_key) {
            return Error(ErrorCode::config_invalid,
                         "message.gateway \"" + gateway.name +
                             "\": the first line of key_file has less than 32 characters")
                .with("key", "message.gateway");
        }
        keys.emplace(gateway.name, std::move(key));
    }
    return keys;
}

}  // namespace yinxin::service
