// SPDX-License-Identifier: Apache-2.0
#include "support/programs.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace yinxin::test {

Said run_program(const std::string& command) {
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("popen");
    Said said;
    char buffer[4096];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) {
        said.output.append(buffer, count);
    }
    const int status = ::pclose(pipe);
    said.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return said;
}

bool is_installed(const std::string& program) {
    return run_program("command -v " + program).status == 0;
}

}  // namespace yinxin::test
