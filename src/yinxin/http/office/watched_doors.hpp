// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /office/doors: what goes on at the doors somebody could guess at (防滥用), in numbers and
/// short forms of keyed hashes.
Task<Result<Response>> show_watched_doors(Context& context);

}  // namespace yinxin::http
