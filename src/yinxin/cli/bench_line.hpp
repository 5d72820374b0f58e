// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

namespace CLI {
class App;
}

namespace yinxin::cli {

struct BenchOptions;

/// The arguments of `yinxin bench`.
class BenchLine {
  public:
    /// Adds the command. @param bench  what runs it, by the options.
    BenchLine(CLI::App& parent,
              std::function<void(std::function<int()>)> choose,
              std::function<int(const BenchOptions&)> bench);
    ~BenchLine();

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::cli
