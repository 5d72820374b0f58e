// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/location.hpp"
#include "yinxin/storage/postgres_result.hpp"
#include "yinxin/storage/statement_times.hpp"

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

struct pg_conn;

namespace yinxin::storage {

/// One PostgreSQL connection with its prepared statements; used by one thread at a time.
///
/// It speaks in pipelines: what opens a transaction travels with its first statement, what prepares
/// a statement with its first use, what ends a snapshot with nothing at all. So a read of one
/// statement is one round trip, and a write of n statements n + 1; what is only asked or sent waits
/// for no answer of its own.
class PostgresConnection final : public Transaction {
  public:
    enum class Role {
        reads,  ///< each transaction is one snapshot and may change nothing
        writes  ///< each transaction is serializable, but for those that see_commits()
    };
    /// How a commit ended.
    enum class End {
        committed,
        refused,  ///< failure() says why; nothing was changed
        unknown   ///< the connection broke after the commit was sent
    };

    static Result<std::unique_ptr<PostgresConnection>> open(const PostgresAddress& address,
                                                            Role role);
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;
    ~PostgresConnection() override;

    /// Runs one or more statements without arguments as one transaction.
    Result<void> run_script(const std::string& text);

    /// Gives the next piece of a table; empty: there is no more.
    using CopySource = std::function<Result<std::string>()>;
    /// Runs COPY … FROM STDIN. @error storage.conflict, storage.unavailable, what `next` says
    Result<void> copy_in(const std::string& command, const CopySource& next);
    /// Runs COPY … TO STDOUT.
    Result<void> copy_out(const std::string& command,
                          const std::function<void(std::string_view)>& take);

    /// Ends what the statements since the last end began.
    End commit();
    /// Takes it back; the connection can be used again unless is_broken().
    void roll_back();
    Result<void> settle() override;
    Result<void> load(const Statement& insert, std::span<const Values> rows) override;
    void see_commits() override { sees_commits_ = !is_open_; }

    /// Why a statement since the last end failed; nothing further was run after it.
    [[nodiscard]] const std::optional<PostgresFailure>& failure() const { return failure_; }
    /// Not to be used again.
    [[nodiscard]] bool is_broken() const { return is_broken_; }
    /// Number of the current or last transaction that wrote; empty before the first.
    [[nodiscard]] const std::string& transaction_number() const { return transaction_number_; }
    /// Which history the server writes; another one after a standby took over.
    [[nodiscard]] const std::string& timeline() const { return timeline_; }
    /// For a listener: readable when notifications may have come.
    [[nodiscard]] int socket() const;
    /// The senders of the notifications that came, one each. @error storage.unavailable
    Result<std::vector<int>> take_notifications();
    /// Process at the server.
    [[nodiscard]] int backend() const;

  protected:
    Result<void> query(const Statement& statement,
                       std::span<const Value> values,
                       const std::function<void(const Columns&)>& visit) override;
    Result<void> query_later(const Statement& statement,
                             std::span<const Value> values,
                             const std::function<void(const Columns&)>& visit) override;
    Result<std::int64_t> change(const Statement& statement, std::span<const Value> values) override;
    Result<void> change_later(const Statement& statement, std::span<const Value> values) override;

  private:
    using Moment = std::chrono::steady_clock::time_point;

    /// A command whose answer has not come yet.
    struct Owed {
        enum class What {
            opening,      ///< of the transaction
            number,       ///< of the transaction
            preparation,  ///< of the statement
            run           ///< of the statement
        };
        What what = What::run;
        Statement statement{};
        StatementSeries series = {};                     ///< of what was only asked or sent
        std::function<void(const Columns&)> visit = {};  ///< takes the rows
    };

    PostgresConnection(pg_conn* connection, const PostgresAddress& address, Role role);
    Result<void> prepare_session();
    /// Scripts and copies are not sent in pipelines.
    void leave_pipeline();
    void enter_pipeline();
    std::optional<PostgresFailure> run_copy(const std::string& command,
                                            const CopySource& next,
                                            std::optional<Error>& given_up);
    std::optional<PostgresFailure> end_copy();
    Result<PostgresResult> run(const Statement& statement, std::span<const Value> values);
    /// Sends what must come before the first statement. @return false  the connection broke.
    bool send_opening();
    bool send_statement(const Statement& statement, std::span<const Value> values, Owed owed);
    /// Sends a statement and what must come before it.
    Result<void> dispatch(const Statement& statement, std::span<const Value> values, Owed owed);
    Result<PostgresResult> exchange(const Statement& statement, std::span<const Value> values);
    /// Sends without waiting, unless too many answers are owed already.
    Result<void> run_later(const Statement& statement,
                           std::span<const Value> values,
                           const std::function<void(const Columns&)>& visit);
    /// All answers that are owed. @return the last; nothing after a failure, which is kept then.
    std::optional<PostgresResult> take_answers();
    /// Deals with one of them. @return false  it is a failure.
    bool take(const Owed& owed, const PostgresResult& result);
    /// What was to be prepared behind a failure is not there.
    void forget_owed();
    /// The answer to the oldest command that has none yet, or a failure.
    std::optional<PostgresResult> receive(Moment until);
    /// Brings both sides to the same place after an end or an error.
    void synchronise();
    void keep_failure(const PostgresResult& result);
    void keep_broken(const char* what);

    pg_conn* connection_;
    std::chrono::seconds deadline_;
    Role role_;
    /// What the server calls a statement, and how long it takes.
    struct Prepared {
        std::string name;
        StatementSeries series;
    };

    std::unordered_map<const char*, Prepared> prepared_;  // by the text's address
    std::size_t names_given_ = 0;
    std::deque<Owed> owed_;
    Moment answered_;  ///< when the last answer came
    std::optional<PostgresFailure> failure_;
    std::string transaction_number_;
    std::string timeline_;
    bool sees_commits_ = false;  ///< the next transaction does not look at one snapshot
    bool is_open_ = false;       ///< a transaction has begun
    bool owes_sync_ = false;     ///< a synchronisation was sent and not yet received
    bool is_broken_ = false;
};

}  // namespace yinxin::storage
