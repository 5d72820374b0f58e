// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/in_parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace yinxin::storage {

Result<void> in_parallel(std::size_t count,
                         std::size_t threads,
                         const std::function<Result<void>(std::size_t)>& work) {
    std::mutex mutex;
    std::optional<Error> first_error;
    std::exception_ptr bug;
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> is_over = false;
    const auto run = [&] {
        try {
            while (!is_over) {
                const std::size_t at = next++;
                if (at >= count) return;
                Result<void> done = work(at);
                if (done) continue;
                const std::scoped_lock lock(mutex);
                if (!first_error) first_error = std::move(done).error();
                is_over = true;
            }
        } catch (...) {
            const std::scoped_lock lock(mutex);
            bug = std::current_exception();
            is_over = true;
        }
    };
    {
        std::vector<std::jthread> crew;
        for (std::size_t i = 1; i < std::min(threads, count); ++i)
            crew.emplace_back(run);
        run();
    }
    if (bug) std::rethrow_exception(bug);
    if (first_error) return *std::move(first_error);
    return ok();
}

}  // namespace yinxin::storage
