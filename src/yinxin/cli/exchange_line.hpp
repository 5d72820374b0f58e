// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/report_json.hpp"

#include <functional>
#include <memory>

namespace CLI {
class App;
}

namespace yinxin::cli {

/// The arguments of `yinxin export …`; what they do is exchange.
class ExchangeLine {
  public:
    /// Adds the commands. @param choose  called with what to run when one of them was given.
    /// @param words  what a finding's code says to people
    ExchangeLine(CLI::App& parent,
                 std::function<void(std::function<int()>)> choose,
                 service::FindingWords words);
    ~ExchangeLine();

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::cli
