// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

namespace CLI {
class App;
}

namespace yinxin::cli {

/// The arguments of `yinxin catalogue …`; what they do is catalogue.
class CatalogueLine {
  public:
    /// Adds the commands. @param choose  called with what to run when one of them was given.
    CatalogueLine(CLI::App& parent, std::function<void(std::function<int()>)> choose);
    ~CatalogueLine();

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::cli
