// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/error.hpp"

#include <string_view>

/// What commands say to whoever typed them.
namespace yinxin::cli {

/// One line on standard output, at once.
void say(std::string_view text);

/// "yinxin: CODE: DETAIL" on standard error. @return exit_failed
int fail(const Error& error);

}  // namespace yinxin::cli
