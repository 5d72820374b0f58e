// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/postgres_store.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/storage/postgres_attempt.hpp"
#include "yinxin/storage/postgres_bell.hpp"
#include "yinxin/storage/postgres_connection.hpp"
#include "yinxin/storage/statement_times.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace yinxin::storage {
namespace {

/// More than the busiest second of one node; what waits behind them would be late anyway.
constexpr std::size_t most_waiting = 4096;

/// Work that threads take one after the other.
template <class Work>
class WorkQueue {
  public:
    /// Takes `work` unless too much waits already.
    [[nodiscard]] bool put(Work& work) {
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.size() >= most_waiting) return false;
            waiting_.push_back(std::move(work));
        }
        wake_.notify_one();
        return true;
    }
    /// Waits for work. @return nothing when all is done and no more will come.
    std::optional<Work> take() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return is_closed_ || !waiting_.empty(); });
        if (waiting_.empty()) return std::nullopt;
        Work work = std::move(waiting_.front());
        waiting_.pop_front();
        return work;
    }
    void close() {
        {
            const std::lock_guard lock(mutex_);
            is_closed_ = true;
        }
        wake_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Work> waiting_;
    bool is_closed_ = false;
};

/// A server shared with other nodes: threads that write, each with a connection of its own, threads
/// that read for the event threads, and connections for whoever reads on a thread of his own.
class PostgresStore final : public Store {
  public:
    explicit PostgresStore(PostgresAddress address)
        : address_(std::move(address)), bell_(address_) {
        for (int i = 0; i < address_.writers; ++i) {
            threads_.emplace_back([this] { write_loop(); });
        }
        for (int i = 0; i < address_.readers; ++i) {
            threads_.emplace_back([this] { read_loop(); });
        }
    }
    PostgresStore(const PostgresStore&) = delete;
    PostgresStore& operator=(const PostgresStore&) = delete;
    ~PostgresStore() override {
        writes_.close();
        reads_.close();
        for (std::thread& thread : threads_)
            thread.join();
    }

    void announce_work() override { bell_.ring(); }
    void on_work(std::function<void()> heard) override { bell_.on_ring(std::move(heard)); }

  protected:
    Result<void> run_read(const std::function<void(Reader&)>& work) override {
        std::unique_ptr<PostgresConnection> connection = borrow();
        const Result<void> outcome = attempt_read(address_, connection, work);
        if (connection && !connection->is_broken()) give_back(std::move(connection));
        return outcome;
    }
    [[nodiscard]] bool reads_wait() const override { return true; }
    [[nodiscard]] bool submit_read(std::function<void()> work) override { return reads_.put(work); }
    void submit(Unit unit) override {
        Waiting waiting{std::move(unit), std::chrono::steady_clock::now()};
        // Counted first: a thread may have taken it before this one goes on.
        measured_.waiting.add(1);
        if (writes_.put(waiting)) return;
        measured_.waiting.add(-1);
        waiting.unit.done(Error(ErrorCode::unavailable, "too many wait for the database's writers")
                              .retry_in(std::chrono::seconds(1)));
    }

  private:
    struct Waiting {
        Unit unit;
        std::chrono::steady_clock::time_point since;
    };

    void write_loop() {
        std::unique_ptr<PostgresConnection> connection;
        while (std::optional<Waiting> next = writes_.take()) {
            measured_.waiting.add(-1);
            measured_.wait_seconds.note(std::chrono::steady_clock::now() - next->since);
            next->unit.done(attempt_write(address_, connection, next->unit.work));
        }
    }

    void read_loop() {
        while (std::optional<std::function<void()>> work = reads_.take())
            (*work)();
    }

    std::unique_ptr<PostgresConnection> borrow() {
        const std::lock_guard lock(idle_mutex_);
        if (idle_.empty()) return nullptr;
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }

    void give_back(std::unique_ptr<PostgresConnection> connection) {
        const std::lock_guard lock(idle_mutex_);
        idle_.push_back(std::move(connection));
    }

    PostgresAddress address_;
    PostgresBell bell_;
    const WriterSeries& measured_ = writer_series();
    WorkQueue<Waiting> writes_;
    WorkQueue<std::function<void()>> reads_;
    std::mutex idle_mutex_;
    std::vector<std::unique_ptr<PostgresConnection>> idle_;
    std::vector<std::thread> threads_;  // last: they start when everything above is there
};

}  // namespace

Result<std::unique_ptr<Store>> open_postgres(const PostgresAddress& address) {
    // A wrong address or password is said at once, not at the first request.
    YX_CHECK(PostgresConnection::open(address, PostgresConnection::Role::reads));
    return std::unique_ptr<Store>(std::make_unique<PostgresStore>(address));
}

}  // namespace yinxin::storage
