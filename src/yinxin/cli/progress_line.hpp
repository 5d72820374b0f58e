// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace yinxin::cli {

/// One line at the terminal that says how far something is, at most ten times a second; nothing
/// where standard error is no terminal.
class ProgressLine {
  public:
    ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine();

    void show(const std::string& text);
    /// "database 42 %"
    void show(const std::string& what, std::int64_t done, std::int64_t total);

  private:
    bool is_shown_ = false;
    bool is_terminal_;
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace yinxin::cli
