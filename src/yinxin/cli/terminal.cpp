// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/terminal.hpp"

#include "yinxin/cli/command.hpp"

#include <cstdio>
#include <string>

namespace yinxin::cli {

void say(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

int fail(const Error& error) {
    // The detail is written for operators and names no person.
    const std::string text =
        "yinxin: " + std::string(dotted_name(error.code())) + ": " + error.detail() + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr);
    return exit_failed;
}

}  // namespace yinxin::cli
