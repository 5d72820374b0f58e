// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/progress_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace yinxin::cli {
namespace {

constexpr std::chrono::milliseconds rest{100};
constexpr const char* erase_line = "\r\033[K";

}  // namespace

ProgressLine::ProgressLine() : is_terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
    if (is_shown_) fmt::print(stderr, "{}", erase_line);
}

void ProgressLine::show(const std::string& text) {
    const auto now = std::chrono::steady_clock::now();
    if (!is_terminal_ || now - last_ < rest) return;
    last_ = now;
    is_shown_ = true;
    fmt::print(stderr, "{}{}", erase_line, text);
    std::fflush(stderr);
}

void ProgressLine::show(const std::string& what, std::int64_t done, std::int64_t total) {
    show(fmt::format("{} {} %", what, total > 0 ? done * 100 / total : 100));
}

}  // namespace yinxin::cli
