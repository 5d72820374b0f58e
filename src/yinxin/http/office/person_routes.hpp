// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// The office's pages about one person or certificate: /office/certificates, /office/counter,
/// /office/identity.
void add_persons(Router& router);

}  // namespace yinxin::http
