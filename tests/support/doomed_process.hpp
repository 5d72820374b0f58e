// SPDX-License-Identifier: Apache-2.0
#pragma once

// Programs that tests start to kill them at some moment.

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace yinxin::test {

/// A child process. It never outlives the object, in whatever way a test ends: it would go on
/// writing into a directory that is being removed.
class DoomedProcess {
  public:
    /// Starts a program, named by its path. Nothing is allocated between fork and exec: other
    /// threads of the test may hold any lock at that moment.
    DoomedProcess(const std::filesystem::path& program, std::vector<std::string> arguments);
    DoomedProcess(const DoomedProcess&) = delete;
    DoomedProcess& operator=(const DoomedProcess&) = delete;
    ~DoomedProcess();

    /// Whether it has not ended by itself.
    [[nodiscard]] bool is_alive();
    /// Ends it. @return whether that was what ended it.
    bool kill();

  private:
    pid_t child_;
};

}  // namespace yinxin::test
