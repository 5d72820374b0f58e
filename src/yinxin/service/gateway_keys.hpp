// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/config/messages.hpp"

#include <map>
#include <string>

namespace yinxin::service {

using GatewayKeys = std::map<std::string, Secret, std::less<>>;

/// The keys of the gateways of messages, from their files, by gateway's name.
/// @error signing.key_unavailable  missing, empty, or open to others than its owner.
/// @error config.invalid  shorter than 32 characters.
[[nodiscard]] Result<GatewayKeys> read_gateway_keys(const config::Messages& messages);

}  // namespace yinxin::service
