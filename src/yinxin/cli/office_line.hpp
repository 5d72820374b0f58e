// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

namespace CLI {
class App;
}

/// `yinxin office …`: what people of the office let programs do, by signed requests to the running
/// service (docs/office-cli.md). Nothing is decided here.
namespace yinxin::cli {

class OfficeLine {
  public:
    /// Adds the commands. @param choose  called with what to run when one of them was given.
    OfficeLine(CLI::App& parent, std::function<void(std::function<int()>)> choose);
    ~OfficeLine();

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::cli
