// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

namespace CLI {
class App;
}

namespace yinxin::cli {

/// The arguments of `yinxin accounts`.
class AccountLine {
  public:
    /// @param choose  is told what to run.
    AccountLine(CLI::App& parent, std::function<void(std::function<int()>)> choose);
    ~AccountLine();
    AccountLine(const AccountLine&) = delete;
    AccountLine& operator=(const AccountLine&) = delete;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::cli
