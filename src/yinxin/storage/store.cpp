// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/store.hpp"

#include "yinxin/flow/deadline.hpp"

#include <exception>
#include <future>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace yinxin::storage {
namespace asio = boost::asio;

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

// Here, not in the header: compiled once, not for every function that writes.
asio::awaitable<std::optional<Error>> Store::submit_and_resume(
    std::function<Result<void>(Transaction&)> work) {
    auto failure = std::make_shared<std::optional<Error>>();
    auto executor = co_await asio::this_coro::executor;
    const flow::Carried carried;
    // A caller with a deadline has it looked at once more when the writer comes to his turn.
    if (carried.deadline() != flow::no_deadline) {
        work = [work = std::move(work),
                until = carried.deadline()](Transaction& transaction) -> Result<void> {
            if (until > std::chrono::steady_clock::now()) return work(transaction);
            return Error(ErrorCode::timed_out, "nobody waits any more for the writer");
        };
    }
    auto initiate = [this, &work, failure, executor](auto handler) {
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        submit(Unit{std::move(work), [failure, executor, resume](std::optional<Error> error) {
                        *failure = std::move(error);
                        asio::post(executor, [resume] { std::move (*resume)(); });
                    }});
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(std::move(initiate),
                                                                          asio::use_awaitable);
    carried.resume();
    co_return *std::move(failure);
}

asio::awaitable<Result<void>> Store::read_and_resume(std::function<void()> work) {
    struct Turn {
        bool is_refused = false;
        bool is_late = false;
        std::exception_ptr thrown;
    };
    auto turn = std::make_shared<Turn>();
    auto executor = co_await asio::this_coro::executor;
    const flow::Carried carried;
    auto initiate = [&, turn, executor](auto handler) {
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        auto back = [executor, resume] {
            asio::post(executor, [resume] { std::move (*resume)(); });
        };
        const bool is_taken =
            submit_read([work = std::move(work), until = carried.deadline(), turn, back] {
                turn->is_late = until <= std::chrono::steady_clock::now();
                // A bug is the caller's, as where he reads himself; the reading thread goes on.
                try {
                    if (!turn->is_late) work();
                } catch (...) {
                    turn->thrown = std::current_exception();
                }
                back();
            });
        if (is_taken) return;
        turn->is_refused = true;
        back();
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(std::move(initiate),
                                                                          asio::use_awaitable);
    carried.resume();
    if (turn->thrown) std::rethrow_exception(turn->thrown);
    if (turn->is_refused) {
        co_return Error(ErrorCode::unavailable, "too many wait for the database's readers")
            .retry_in(std::chrono::seconds(1));
    }
    if (turn->is_late) co_return Error(ErrorCode::timed_out, "nobody waits any more for a reader");
    co_return ok();
}

}  // namespace yinxin::storage
