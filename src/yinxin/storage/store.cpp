// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/store.hpp"

#include <future>

namespace yinxin::storage {

void from_column(const Columns& row, int i, CivilDay& out) {
    // Days are written by format_day only; a text that is none is a damaged row and reads as 1970.
    const auto day = parse_day(row.text(i));
    out = day ? *day : CivilDay{};
}

void Store::submit_and_wait(std::function<Result<void>(Transaction&)> work,
                            std::optional<Error>& failure) {
    std::promise<void> finished;
    submit(Unit{std::move(work), [&](std::optional<Error> error) {
                    failure = std::move(error);
                    finished.set_value();
                }});
    finished.get_future().wait();
}

}  // namespace yinxin::storage
