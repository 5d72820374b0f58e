// SPDX-License-Identifier: Apache-2.0
#pragma once

// Other people's programs, run by tests to judge what we made.

#include <string>

namespace yinxin::test {

/// What a program said and how it ended.
struct Said {
    int status = -1;
    std::string output;  ///< standard output and error
};
/// Runs a shell command.
Said run_program(const std::string& command);
/// Whether a program is installed.
bool is_installed(const std::string& program);

}  // namespace yinxin::test
