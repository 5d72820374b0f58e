// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"
#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// Every page of the office (/office/…), each with the act it needs.
void add_office(Router& router, const config::Limits& limits);

}  // namespace yinxin::http
