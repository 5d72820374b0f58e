// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <filesystem>
#include <string>

namespace yinxin::documents {

struct ToolRun {
    int exit_code = -1;
    std::string output;  ///< standard output and standard error
};

/// Runs a shell command.
[[nodiscard]] ToolRun run_tool(const std::string& command);
[[nodiscard]] bool has_tool(const std::string& name);

/// A directory of its own, removed at the end.
class Scratch {
  public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    /// Writes a file and returns its path.
    std::string put(const std::string& name, BytesView bytes) const;
    [[nodiscard]] std::string path(const std::string& name) const;

  private:
    std::filesystem::path directory_;
};

}  // namespace yinxin::documents

/// Strangers' software is on every development machine (tools/setup), but not a condition to build.
#define YX_NEEDS_TOOL(name) \
    if (!::yinxin::documents::has_tool(name)) GTEST_SKIP() << name << " is not installed"
