// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

namespace CLI {
class App;
}

namespace yinxin::cli {

/// The arguments of `yinxin fsck`, and what it prints.
class FsckLine {
  public:
    /// Adds the command. @param choose  called with what to run when it was given.
    FsckLine(CLI::App& parent, std::function<void(std::function<int()>)> choose);
    ~FsckLine();

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::cli
