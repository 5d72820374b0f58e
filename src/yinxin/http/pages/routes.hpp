// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// Every page of the service, with who may come in (docs/pages.md).
void add_pages(Router& router);

}  // namespace yinxin::http
