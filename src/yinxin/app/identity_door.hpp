// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/identity_service.hpp"

#include <memory>

namespace yinxin::app {

/// The identity service of the settings with its key, and the way to it; null: there is none.
/// @param pool  its threads wait for the service.
/// @error signing.key_unavailable  the key's file is missing or open to others.
/// @error config.invalid  shorter than 32 characters.
[[nodiscard]] Result<std::unique_ptr<service::IdentityService>> open_identity_service(
    const config::IdentityService& settings, const Clock& clock, flow::Pool& pool);

}  // namespace yinxin::app
