// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

namespace CLI {
class App;
}

namespace yinxin::cli {

/// The arguments of `yinxin init`, `yinxin demo` and `yinxin migrate`, and what they do.
class MakingLine {
  public:
    /// Adds the commands. @param choose  called with what to run when one of them was given.
    MakingLine(CLI::App& parent, std::function<void(std::function<int()>)> choose);
    ~MakingLine();

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::cli
