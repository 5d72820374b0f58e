// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/sqlite_connection.hpp"
#include "yinxin/storage/statement_times.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace yinxin::storage {
namespace {

/// More functions in one commit gain nothing measurable and lengthen the wait of the first.
constexpr std::size_t most_units_per_commit = 64;

/// Units that may wait for the writer. At the slowest disk the budgets allow (a commit in 50 ms)
/// the last of them is written within four seconds; the door admits less at once (docs/peak.md), so
/// that this end is met only by a disk that stands still.
constexpr std::size_t most_waiting_units = 4096;

/// The embedded engine: a few reading connections, and one thread that writes.
///
/// The writer takes all that waits, runs each unit in a savepoint of its own inside one
/// transaction, commits once (one fsync), and only then tells the callers (docs/adr/0003).
class SqliteStore final : public Store {
  public:
    SqliteStore(std::string path, std::unique_ptr<SqliteConnection> writer)
        : path_(std::move(path)), writer_(std::move(writer)), thread_([this] { write_loop(); }) {}
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;
    ~SqliteStore() override {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }

  protected:
    Result<void> run_read(const std::function<void(Reader&)>& work) override {
        YX_TRY(std::unique_ptr<SqliteConnection> connection, borrow());
        YX_CHECK(connection->run_bound("BEGIN"));
        work(*connection);
        Result<void> ended = connection->run_bound("COMMIT");
        // A connection that cannot end its snapshot is closed, not put back.
        if (ended) give_back(std::move(connection));
        return ended;
    }

    void submit(Unit unit) override {
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.size() < most_waiting_units) {
                waiting_.push_back({std::move(unit), std::chrono::steady_clock::now()});
                measured_.waiting.add(1);
                wake_.notify_one();
                return;
            }
        }
        unit.done(Error(ErrorCode::unavailable, "too many wait for the database's writer")
                      .retry_in(std::chrono::seconds(1)));
    }

  private:
    struct Done {
        Unit unit;
        std::optional<Error> error;
    };

    Result<std::unique_ptr<SqliteConnection>> borrow() {
        {
            const std::lock_guard lock(readers_mutex_);
            if (!readers_.empty()) {
                auto connection = std::move(readers_.back());
                readers_.pop_back();
                return connection;
            }
        }
        return SqliteConnection::open(path_, Access::read_only);
    }

    void give_back(std::unique_ptr<SqliteConnection> connection) {
        const std::lock_guard lock(readers_mutex_);
        readers_.push_back(std::move(connection));
    }

    void write_loop() {
        for (;;) {
            std::vector<Done> group = next_group();
            if (group.empty()) return;
            commit_group(group);
            for (Done& done : group) {
                done.unit.done(std::move(done.error));
            }
        }
    }

    std::vector<Done> next_group() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        std::vector<Done> group;
        while (!waiting_.empty() && group.size() < most_units_per_commit) {
            measured_.wait_seconds.note(std::chrono::steady_clock::now() - waiting_.front().since);
            group.push_back({std::move(waiting_.front().unit), std::nullopt});
            waiting_.pop_front();
        }
        measured_.waiting.add(-static_cast<std::int64_t>(group.size()));
        return group;
    }

    void commit_group(std::vector<Done>& group) {
        Result<void> state = writer_->run_bound("BEGIN IMMEDIATE");
        for (Done& done : group) {
            if (!state) break;
            state = run_unit(done);
        }
        if (state) {
            measured_.units.note(static_cast<std::int64_t>(group.size()));
            const observe::Timed commit(measured_.commit_seconds);
            state = writer_->run_bound("COMMIT");
        }
        if (state) return;
        // Nothing of the group is on the disk: every caller hears so, none was acknowledged.
        (void)writer_->run_bound("ROLLBACK");
        for (Done& done : group) {
            done.error = Error(ErrorCode::storage_unavailable, state.error().detail());
        }
    }

    /// @return an Error only if the transaction as a whole can no longer be trusted.
    Result<void> run_unit(Done& done) {
        YX_CHECK(writer_->run_bound("SAVEPOINT unit"));
        Result<void> outcome = ok();
        try {
            outcome = done.unit.work(*writer_);
        } catch (const std::exception& bug) {
            outcome = Error(ErrorCode::internal, bug.what());
        }
        if (!outcome) {
            done.error = outcome.error();
            YX_CHECK(writer_->run_bound("ROLLBACK TO unit"));
        }
        return writer_->run_bound("RELEASE unit");
    }

    std::string path_;
    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<SqliteConnection>> readers_;

    std::unique_ptr<SqliteConnection> writer_;
    std::mutex mutex_;
    std::condition_variable wake_;
    struct Waiting {
        Unit unit;
        std::chrono::steady_clock::time_point since;
    };
    std::deque<Waiting> waiting_;
    const WriterSeries& measured_ = writer_series();
    bool stopping_ = false;
    std::thread thread_;  // last: it starts when everything above is there
};

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const std::string& path) {
    YX_TRY(auto writer, SqliteConnection::open(path, Access::read_write));
    return std::unique_ptr<Store>(std::make_unique<SqliteStore>(path, std::move(writer)));
}

}  // namespace yinxin::storage
