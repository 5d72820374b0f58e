// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/load/accounts_file.hpp"
#include "yinxin/load/arrivals.hpp"
#include "yinxin/load/browser.hpp"

#include <functional>

namespace yinxin::load {

/// What is to happen.
struct RunPlan {
    Shape shape = Shape::storm;
    bool holders_apply = true;  ///< else they only look around
    double verifiers = 0.5;     ///< for each holder
    double passers_by = 0.5;    ///< for each holder
    std::chrono::seconds length{60};
    Manners manners;
    std::uint32_t seed = 1;
};

/// How a run stands, once a second.
struct Progress {
    std::chrono::seconds since{};
    std::size_t arrived = 0;  ///< visitors
    std::size_t planned = 0;
    std::size_t inside = 0;  ///< of those who arrived, still there
    std::uint64_t answered = 0;
    std::uint64_t failed = 0;
    std::uint64_t waits = 0;
};

struct RunOutcome {
    Tally tally;
    std::chrono::duration<double> took{};  ///< until the last visitor left
    bool was_stopped = false;              ///< by a signal
};

/// Sends the visitors: each account once as a holder, and verifiers and passers-by beside them,
/// at times fixed before the run begins (an open model: a slow service does not slow them down).
/// Then waits until the last has left, at most as long as the manners' patience. SIGINT and SIGTERM
/// let no more in and end the run early. Everything happens on one thread of its own.
/// @param show  called each second
/// @error invalid_input  no accounts.  @error any  where holders only look around, the first one
///   makes a copy for verifiers to look at before the run begins; it could not be made
[[nodiscard]] Result<RunOutcome> run(const RunPlan& plan,
                                     const Target& target,
                                     const std::vector<LoadAccount>& accounts,
                                     Journal* journal,
                                     const std::function<void(const Progress&)>& show);

}  // namespace yinxin::load
