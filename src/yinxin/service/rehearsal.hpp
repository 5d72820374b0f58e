// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"

#include <memory>
#include <optional>
#include <utility>

/// What a use case would do, without doing it.
namespace yinxin::service {

enum class Mode {
    rehearse,  ///< every check, then everything is undone
    apply,
};

/// Runs `work(Transaction&) -> Result<T>` with every check and constraint of the real thing; in a
/// rehearsal the transaction is rolled back afterwards. Only for work whose every effect is in the
/// transaction.
template <class F>
Task<std::invoke_result_t<F, storage::Transaction&>> run_in_mode(Services& services,
                                                                 Mode mode,
                                                                 F work) {
    using Outcome = std::invoke_result_t<F, storage::Transaction&>;
    if (mode == Mode::apply) co_return co_await services.store.write(std::move(work));
    auto kept = std::make_shared<std::optional<Outcome>>();
    auto run = [kept, work = std::move(work)](storage::Transaction& transaction) -> Outcome {
        kept->emplace(work(transaction));
        return Error(ErrorCode::conflict, "a rehearsal is undone");
    };
    Outcome undone = co_await services.store.write(std::move(run));
    // Where the work did not even begin, the store says why.
    if (!kept->has_value()) co_return undone;
    co_return **std::move(kept);
}

}  // namespace yinxin::service
