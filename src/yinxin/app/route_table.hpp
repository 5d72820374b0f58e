// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace yinxin::app {

/// Prints every route the service has, one JSON object a line: method, pattern, name, access, act
/// (where access is staff), confirms. Returns the exit code.
int print_routes();

}  // namespace yinxin::app
