// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/statement.hpp"
#include "yinxin/storage/value.hpp"

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/pfr/core.hpp>

/// The one database that holds the truth.
///
/// A use case passes a plain function that gets a Reader or a Transaction and runs its statements
/// one after the other. The engine decides where: SQLite reads on the calling thread and writes on
/// its one writer thread, many functions per commit (docs/adr/0003); PostgreSQL reads and writes on
/// threads of its own (docs/postgresql.md). A function may be run more than once before its outcome
/// counts, as when another node came in its way: it changes nothing but the database and what it
/// returns.
namespace yinxin::storage {

/// Rows that were asked for; they are there once the reader has settled.
template <class Row>
class Asked {
  public:
    [[nodiscard]] const std::vector<Row>& rows() const noexcept { return *rows_; }
    [[nodiscard]] bool has_rows() const noexcept { return !rows_->empty(); }

  private:
    friend class Reader;
    /// Shared, because a question may outlive the function that asked it.
    std::shared_ptr<std::vector<Row>> rows_ = std::make_shared<std::vector<Row>>();
};

/// Runs statements inside one consistent view of the database.
///
/// Rows are aggregates whose members stand in the order of the statement's columns.
/// Errors of every call: storage.unavailable (I/O, disk full, corrupt), storage.conflict (a
/// constraint refused the change).
class Reader {
  public:
    virtual ~Reader() = default;

    /// Every row, in the statement's order.
    template <class Row, class... Args>
    Result<std::vector<Row>> all(const Statement& statement, const Args&... args) {
        std::vector<Row> rows;
        YX_CHECK(each(statement, collect<Row>(rows), args...));
        return rows;
    }

    /// The first row, or nothing.
    template <class Row, class... Args>
    Result<std::optional<Row>> maybe(const Statement& statement, const Args&... args) {
        YX_TRY(std::vector<Row> rows, all<Row>(statement, args...));
        if (rows.empty()) return std::optional<Row>();
        return std::optional<Row>(std::move(rows.front()));
    }

    /// The row that must be there. @error not_found
    template <class Row, class... Args>
    Result<Row> one(const Statement& statement, const Args&... args) {
        YX_TRY(std::optional<Row> row, maybe<Row>(statement, args...));
        if (!row) return Error(ErrorCode::not_found, statement.name);
        return *std::move(row);
    }

    /// Calls `visit` for each row without keeping them.
    template <class... Args>
    Result<void> each(const Statement& statement,
                      const std::function<void(const Columns&)>& visit,
                      const Args&... args) {
        const std::vector<Value> values{to_value(args)...};
        return query(statement, values, visit);
    }

    /// As all, for one of many questions whose answers are needed only together: where a server is
    /// asked, they travel behind each other and the way there and back is gone once. What failed is
    /// said by `settle`, or by whatever is run before it.
    template <class Row, class... Args>
    Result<Asked<Row>> ask(const Statement& statement, const Args&... args) {
        Asked<Row> asked;
        const std::vector<Value> values{to_value(args)...};
        // The rows go into what is captured: it lives as long as the question.
        const auto visit = [rows = asked.rows_](const Columns& columns) {
            collect<Row> (*rows)(columns);
        };
        YX_CHECK(query_later(statement, values, visit));
        return asked;
    }

    /// Waits for the answers of all that was asked or sent.
    virtual Result<void> settle() { return ok(); }

  protected:
    virtual Result<void> query(const Statement& statement,
                               std::span<const Value> values,
                               const std::function<void(const Columns&)>& visit) = 0;
    /// As query; `visit` is called by the end of `settle`. An engine in the process does it at
    /// once.
    virtual Result<void> query_later(const Statement& statement,
                                     std::span<const Value> values,
                                     const std::function<void(const Columns&)>& visit) {
        return query(statement, values, visit);
    }

  private:
    template <class Row>
    static std::function<void(const Columns&)> collect(std::vector<Row>& rows) {
        return [&rows](const Columns& columns) {
            Row& row = rows.emplace_back();
            if constexpr (std::is_aggregate_v<Row> && !is_id<Row>::value) {
                boost::pfr::for_each_field(row, [&](auto& field, std::size_t i) {
                    from_column(columns, static_cast<int>(i), field);
                });
            } else {
                from_column(columns, 0, row);
            }
        };
    }

    template <class T>
    struct is_id : std::false_type {};
    template <class Tag>
    struct is_id<Id<Tag>> : std::true_type {};
};

/// A Reader that may also change rows. Everything a function does through one Transaction happens
/// whole, or, if the function returns an Error, not at all.
class Transaction : public Reader {
  public:
    /// @return the number of rows changed.
    template <class... Args>
    Result<std::int64_t> execute(const Statement& statement, const Args&... args) {
        const std::vector<Value> values{to_value(args)...};
        return change(statement, values);
    }

    /// As execute, for one of many changes whose number of rows nobody asks for: nothing is waited
    /// for. What failed is said by the next statement that waits, or by the end of the transaction;
    /// nothing of it happens then.
    template <class... Args>
    Result<void> send(const Statement& statement, const Args&... args) {
        const std::vector<Value> values{to_value(args)...};
        return change_later(statement, values);
    }

    /// Enters many rows by one INSERT … VALUES, each with arguments of its own; what these borrow
    /// is needed until the call returns. Nobody asks for the number of rows, and an engine that has
    /// a way of its own to take rows in bulk takes them by it (COPY).
    virtual Result<void> load(const Statement& insert, std::span<const Values> rows) {
        for (const Values& row : rows)
            YX_CHECK(change_later(insert, row));
        return ok();
    }

    /// Before the first statement of a transaction that locks what it decides on before it reads it
    /// (rows of a queue, the line of a certificate): its statements see what others have committed
    /// meanwhile, so that those who work at the same time pass by each other instead of giving way.
    /// What is read without a lock is not kept from changing then.
    virtual void see_commits() {}

  protected:
    virtual Result<std::int64_t> change(const Statement& statement,
                                        std::span<const Value> values) = 0;
    /// As change, without waiting where an engine can.
    virtual Result<void> change_later(const Statement& statement, std::span<const Value> values) {
        YX_CHECK(change(statement, values));
        return ok();
    }
};

/// An open database.
class Store {
  public:
    virtual ~Store() = default;

    /// Runs `work(Reader&) -> Result<T>` on one snapshot and waits for it on the calling thread.
    template <class F>
    std::invoke_result_t<F, Reader&> read_now(F work) {
        std::optional<std::invoke_result_t<F, Reader&>> outcome;
        YX_CHECK(run_read([&](Reader& reader) { outcome.emplace(work(reader)); }));
        return *std::move(outcome);
    }

    /// Runs `work(Transaction&) -> Result<T>`; when the value is returned, it is on the disk.
    /// Blocks the calling thread: for tools, tests and worker threads, never for an I/O thread.
    template <class F>
    std::invoke_result_t<F, Transaction&> write_now(F work);

    /// As write_now, for a thread that has other things to do meanwhile: the outcome is there when
    /// the future has it. What `work` refers to lives until then.
    template <class F>
    std::future<std::invoke_result_t<F, Transaction&>> begin_write(F work);

    /// As read_now, for an event thread: where reading waits for a server, another thread does.
    template <class F>
    boost::asio::awaitable<std::invoke_result_t<F, Reader&>> read(F work);

    /// As write_now, without blocking: the coroutine resumes on its own executor after the commit.
    template <class F>
    boost::asio::awaitable<std::invoke_result_t<F, Transaction&>> write(F work);

    /// Tells the other nodes that use this database that a job was committed. Returns at once; a
    /// node that misses it finds the job when it looks again by itself.
    virtual void announce_work() {}
    /// `heard` is called, on a thread of the engine, when another node announced. An empty one ends
    /// that: when the call returns, none runs any more.
    virtual void on_work(std::function<void()> heard) { (void)heard; }

    /// One unit of work for the writer; `done` is called once, after the commit or the failure, on
    /// a thread of the engine.
    struct Unit {
        std::function<Result<void>(Transaction&)> work;
        std::function<void(std::optional<Error>)> done;
    };

  protected:
    virtual Result<void> run_read(const std::function<void(Reader&)>& work) = 0;
    /// Whether a read waits for somebody else, so that no event thread should do it.
    [[nodiscard]] virtual bool reads_wait() const { return false; }
    /// Runs `work`, which reads, on a thread that may wait. @return false  too many wait already.
    [[nodiscard]] virtual bool submit_read(std::function<void()> work) {
        work();
        return true;
    }
    virtual void submit(Unit unit) = 0;
    /// For a store around another one.
    [[nodiscard]] static bool reads_wait(const Store& inner) { return inner.reads_wait(); }
    [[nodiscard]] static bool submit_read(Store& inner, std::function<void()> work) {
        return inner.submit_read(std::move(work));
    }

  private:
    /// Runs `work`, keeps its outcome, and reports only whether to keep the changes.
    template <class F, class Outcome>
    static std::function<Result<void>(Transaction&)> keeping(
        std::shared_ptr<std::pair<F, std::optional<Outcome>>> state) {
        return [state](Transaction& transaction) -> Result<void> {
            state->second.emplace(state->first(transaction));
            if (!*state->second) return Error(state->second->error());
            return ok();
        };
    }

    void submit_and_wait(std::function<Result<void>(Transaction&)> work,
                         std::optional<Error>& failure);
    /// Resumes on the caller's executor. @return why nothing was changed.
    boost::asio::awaitable<std::optional<Error>> submit_and_resume(
        std::function<Result<void>(Transaction&)> work);
    /// Resumes on the caller's executor when `work` has run on a reading thread.
    /// @error unavailable  too many wait; timed_out  its turn came when nobody waited any more.
    boost::asio::awaitable<Result<void>> read_and_resume(std::function<void()> work);
};

template <class F>
boost::asio::awaitable<std::invoke_result_t<F, Reader&>> Store::read(F work) {
    if (!reads_wait()) co_return read_now(std::move(work));
    using Outcome = std::invoke_result_t<F, Reader&>;
    // Shared, because the thread may outlive a coroutine that was given up.
    auto state =
        std::make_shared<std::pair<F, std::optional<Outcome>>>(std::move(work), std::nullopt);
    const Result<void> turn =
        co_await read_and_resume([this, state] { state->second.emplace(read_now(state->first)); });
    if (!turn) co_return Error(turn.error());
    co_return *std::move(state->second);
}

template <class F>
std::invoke_result_t<F, Transaction&> Store::write_now(F work) {
    using Outcome = std::invoke_result_t<F, Transaction&>;
    auto state =
        std::make_shared<std::pair<F, std::optional<Outcome>>>(std::move(work), std::nullopt);
    std::optional<Error> failure;
    submit_and_wait(keeping<F, Outcome>(state), failure);
    if (failure) return *std::move(failure);
    return *std::move(state->second);
}

template <class F>
std::future<std::invoke_result_t<F, Transaction&>> Store::begin_write(F work) {
    using Outcome = std::invoke_result_t<F, Transaction&>;
    auto state =
        std::make_shared<std::pair<F, std::optional<Outcome>>>(std::move(work), std::nullopt);
    auto told = std::make_shared<std::promise<Outcome>>();
    std::future<Outcome> outcome = told->get_future();
    submit(Unit{keeping<F, Outcome>(state), [state, told](std::optional<Error> failure) {
                    told->set_value(failure ? Outcome(*std::move(failure))
                                            : *std::move(state->second));
                }});
    return outcome;
}

template <class F>
boost::asio::awaitable<std::invoke_result_t<F, Transaction&>> Store::write(F work) {
    using Outcome = std::invoke_result_t<F, Transaction&>;
    auto state =
        std::make_shared<std::pair<F, std::optional<Outcome>>>(std::move(work), std::nullopt);
    std::optional<Error> failure = co_await submit_and_resume(keeping<F, Outcome>(state));
    if (failure) co_return *std::move(failure);
    co_return *std::move(state->second);
}

/// Opens the SQLite database file. @error file.missing (create it with migrate),
/// storage.unavailable
Result<std::unique_ptr<Store>> open_sqlite(const std::string& path);

/// Creates the file if `create` and brings the schema to this program's version, step by step, each
/// step in a transaction of its own. @return names of the steps that were run.
/// @error storage.schema  the file's schema is newer than this program.
enum class Create { no, yes };
Result<std::vector<std::string>> migrate_sqlite(const std::string& path,
                                                Create create,
                                                Instant now);

}  // namespace yinxin::storage
