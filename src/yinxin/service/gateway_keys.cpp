// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/gateway_keys.hpp"

#include "yinxin/crypto/private_file.hpp"

namespace yinxin::service {

Result<GatewayKeys> read_gateway_keys(const config::Messages& messages) {
    GatewayKeys keys;
    for (const config::MessageGateway& gateway : messages.gateways) {
        YX_TRY(Secret key, crypto::read_shared_key(gateway.key_file));
        if (key.expose().size() < crypto::shortest_shared_key) {
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
