// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/provider_door.hpp"

#include <memory>

namespace yinxin::app {

/// The providers of the settings with their client secrets, and the way to them.
/// @param pool  its threads wait for providers.
/// @error signing.key_unavailable  a secret's file is missing or open to others.
[[nodiscard]] Result<std::unique_ptr<service::LoginProviders>> open_login_providers(
    const config::Login& settings, flow::Pool& pool);

}  // namespace yinxin::app
