// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"
#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// Adds everything below /api/v1; web/api/openapi.json describes each of these routes.
void add_api(Router& router, const config::Settings& settings);

}  // namespace yinxin::http
