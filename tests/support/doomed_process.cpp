// SPDX-License-Identifier: Apache-2.0
#include "support/doomed_process.hpp"

#include <csignal>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace yinxin::test {

DoomedProcess::DoomedProcess(const std::filesystem::path& program,
                             std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program.string());
    std::vector<char*> pointers;
    for (std::string& argument : arguments)
        pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    child_ = ::fork();
    if (child_ < 0) throw std::runtime_error("fork");
    if (child_ == 0) {
        ::execv(pointers.front(), pointers.data());
        ::_exit(127);
    }
}

DoomedProcess::~DoomedProcess() {
    kill();
}

bool DoomedProcess::is_alive() {
    if (child_ < 0) return false;
    if (::waitpid(child_, nullptr, WNOHANG) == 0) return true;
    child_ = -1;
    return false;
}

bool DoomedProcess::kill() {
    if (child_ < 0) return false;
    ::kill(child_, SIGKILL);
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

}  // namespace yinxin::test
