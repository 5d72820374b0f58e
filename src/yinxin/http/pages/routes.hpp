// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"
#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// Every page of the service, with who may come in (docs/pages.md).
void add_pages(Router& router, const config::Settings& settings);

}  // namespace yinxin::http
