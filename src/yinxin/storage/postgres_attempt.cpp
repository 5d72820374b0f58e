// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/postgres_attempt.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/storage/statement_times.hpp"

#include <random>
#include <thread>

namespace yinxin::storage {
namespace {

using Role = PostgresConnection::Role;
using End = PostgresConnection::End;
using SteadyClock = std::chrono::steady_clock;

/// Two applications for one slot are told apart by the second try; a third helps nobody.
constexpr int most_exclusions = 3;

/// Who lost a race waits a little, by chance, so that the same two do not meet again.
void rest_after(int lost_races) {
    static thread_local std::minstd_rand chance{std::random_device{}()};
    const int longest_us = 500 << std::min(lost_races, 7);
    std::uniform_int_distribution<int> wait(0, longest_us);
    std::this_thread::sleep_for(std::chrono::microseconds(wait(chance)));
}

Result<void> connect(const PostgresAddress& address,
                     std::unique_ptr<PostgresConnection>& connection,
                     Role role,
                     SteadyClock::time_point until) {
    if (connection && !connection->is_broken()) return ok();
    for (;;) {
        auto made = PostgresConnection::open(address, role);
        if (made) {
            connection = *std::move(made);
            return ok();
        }
        connection.reset();
        // A standby that takes over needs some seconds.
        if (SteadyClock::now() + std::chrono::milliseconds(200) > until) return made.error();
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
}

Result<void> run_guarded(const std::function<Result<void>(Transaction&)>& work,
                         Transaction& transaction) {
    try {
        return work(transaction);
    } catch (const std::exception& bug) {
        return Error(ErrorCode::internal, bug.what());
    }
}

constexpr Statement fate{
    "transaction.fate",
    "SELECT COALESCE(pg_xact_status(CAST(CAST($1 AS TEXT) AS xid8)), 'forgotten')"};

/// What became of a transaction whose commit was sent when the connection broke.
enum class Fate { committed, aborted, unknown };

/// Asks the server on a new connection. The number means something only in the history it was given
/// in: a standby that took over may have lost it and given it to another transaction.
Fate find_out(const PostgresAddress& address,
              std::unique_ptr<PostgresConnection>& connection,
              SteadyClock::time_point until) {
    const std::string number = connection->transaction_number();
    const std::string timeline = connection->timeline();
    for (;;) {
        if (!connect(address, connection, Role::writes, until)) return Fate::unknown;
        if (connection->timeline() != timeline) return Fate::unknown;
        const auto answer = connection->one<std::string>(fate, number);
        connection->roll_back();
        if (answer && *answer == "committed") return Fate::committed;
        if (answer && *answer == "aborted") return Fate::aborted;
        if (answer && *answer != "in progress") return Fate::unknown;
        // Its process at the server has not yet noticed that nobody listens.
        if (SteadyClock::now() > until) return Fate::unknown;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

observe::LiveCounter& counter_of(const PostgresFailure& race) {
    const RetrySeries& series = retry_series();
    if (race.sqlstate == "40P01") return series.deadlock;
    return race.sqlstate == "55P03" ? series.lock : series.serialization;
}

/// What is to be done after one try.
enum class Next { finished, race, exclusion, reconnect };

struct Try {
    Next next = Next::finished;
    std::optional<Error> error;
};

Try after_failure(const PostgresConnection& connection,
                  const PostgresFailure& failure,
                  Error error) {
    if (connection.is_broken()) {
        retry_series().connection.add();
        return {Next::reconnect, std::move(error)};
    }
    if (failure.is_race()) {
        counter_of(failure).add();
        return {Next::race, std::move(error)};
    }
    if (failure.is_exclusion()) {
        retry_series().exclusion.add();
        return {Next::exclusion, std::move(error)};
    }
    return {Next::finished, std::move(error)};
}

Try try_once(const PostgresAddress& address,
             std::unique_ptr<PostgresConnection>& connection,
             const std::function<Result<void>(Transaction&)>& work,
             SteadyClock::time_point until) {
    Result<void> outcome = run_guarded(work, *connection);
    if (!outcome) {
        const std::optional<PostgresFailure> failure = connection->failure();
        connection->roll_back();
        if (!failure) return {Next::finished, outcome.error()};
        return after_failure(*connection, *failure, outcome.error());
    }
    const auto commit = [&] {
        const observe::Timed timed(writer_series().commit_seconds);
        return connection->commit();
    };
    switch (commit()) {
        case End::committed:
            return {};
        case End::refused: {
            const PostgresFailure failure = *connection->failure();
            connection->roll_back();
            return after_failure(*connection, failure, error_of(failure, "commit"));
        }
        case End::unknown:
            retry_series().lost_commit.add();
            break;
    }
    switch (find_out(address, connection, until)) {
        case Fate::committed:
            return {};
        case Fate::aborted:
            return {Next::reconnect, std::nullopt};
        case Fate::unknown:
            break;
    }
    return {Next::finished,
            Error(ErrorCode::storage_unavailable,
                  "the connection broke during a commit, and its outcome cannot be found out")};
}

}  // namespace

Result<void> attempt_read(const PostgresAddress& address,
                          std::unique_ptr<PostgresConnection>& connection,
                          const std::function<void(Reader&)>& work) {
    const auto until = SteadyClock::now() + address.deadline;
    for (int tries = 0;; ++tries) {
        YX_CHECK(connect(address, connection, Role::reads, until));
        if (address.rehearses && tries == 0) {
            work(*connection);
            connection->roll_back();
        }
        work(*connection);
        if (!connection->is_broken()) {
            connection->commit();
            connection->roll_back();
            return ok();
        }
        // What `work` has kept is the failure; a second one is final.
        if (tries > 0) return ok();
    }
}

std::optional<Error> attempt_write(const PostgresAddress& address,
                                   std::unique_ptr<PostgresConnection>& connection,
                                   const std::function<Result<void>(Transaction&)>& work) {
    const auto until = SteadyClock::now() + address.deadline;
    int races = 0;
    int exclusions = 0;
    bool is_rehearsed = !address.rehearses;
    for (;;) {
        if (auto connected = connect(address, connection, Role::writes, until); !connected) {
            return connected.error();
        }
        if (!is_rehearsed) {
            (void)run_guarded(work, *connection);
            connection->roll_back();
            is_rehearsed = true;
            continue;
        }
        Try tried = try_once(address, connection, work, until);
        const bool is_late = SteadyClock::now() > until;
        switch (tried.next) {
            case Next::finished:
                return std::move(tried.error);
            case Next::race:
                rest_after(++races);
                break;
            case Next::exclusion:
                if (++exclusions == most_exclusions) return std::move(tried.error);
                break;
            case Next::reconnect:
                break;
        }
        if (is_late) {
            if (tried.error) return std::move(tried.error);
            return Error(ErrorCode::storage_unavailable, "the deadline is over");
        }
    }
}

}  // namespace yinxin::storage
