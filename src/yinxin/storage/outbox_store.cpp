// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/outbox_store.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/outbox_entry.hpp"
#include "yinxin/storage/sql.hpp"

#include <chrono>
#include <future>
#include <string_view>

namespace yinxin::storage {
namespace {

constexpr std::int64_t entries_at_once = 100;
/// A mark is kept longer than any entry can stay undone while a node is down.
constexpr std::chrono::hours marks_kept{24 * 30};

/// The engine's own calls, which only stores may make of each other.
struct Inner : Store {
    using Store::run_read;
    using Store::submit;
};
struct InnerReader : Reader {
    using Reader::query;
};
struct InnerTransaction : Transaction {
    using Transaction::change;
};

Result<std::int64_t> run(Transaction& transaction, const KeptStatement& kept) {
    return (transaction.*&InnerTransaction::change)(*kept.statement, borrow(kept.values));
}

/// One entry of the outbox, as it was posted.
struct Entry {
    std::int64_t holder = 0;
    std::int64_t id = 0;
    std::vector<KeptStatement> statements;
};

bool is_lookup(const KeptStatement& kept) {
    const auto place = write_place(*kept.statement);
    return place && place->kind == TableKind::key;
}

/// What a use case sees on a cluster: its own transaction, less what stands elsewhere.
class HolderTransaction final : public Transaction {
  public:
    explicit HolderTransaction(Transaction& database) : database_(database) {}

    void see_commits() override { database_.see_commits(); }

    /// At the end of the work. @return the entry that was left, none if nothing was.
    Result<std::optional<Entry>> post(Instant now) {
        if (left_.empty()) return std::optional<Entry>();
        if (!holder_) {
            for (const KeptStatement& kept : left_) {
                YX_CHECK(run(database_, kept));
            }
            return std::optional<Entry>();
        }
        Entry entry{*holder_, new_id(), std::move(left_)};
        YX_CHECK(database_.execute(
            sql::outbox::post, entry.holder, entry.id, now, write_entry(entry.statements)));
        return std::optional(std::move(entry));
    }

  protected:
    Result<void> query(const Statement& statement,
                       std::span<const Value> values,
                       const std::function<void(const Columns&)>& visit) override {
        return (database_.*&InnerReader::query)(statement, values, visit);
    }

    Result<std::int64_t> change(const Statement& statement,
                                std::span<const Value> values) override {
        const std::string_view name = statement.name;
        if (find_deferred(name) != nullptr) {
            left_.push_back(keep(statement, values));
            return 1;
        }
        if (name == sql::job::hold.name) return count(sql::job::is_held, values);
        // Entered before the release, in transactions of their own; whoever asks finds it.
        if (name == sql::lookup::insert_file.name || name == sql::lookup::insert_sm3.name) {
            const bool is_sm3 = name == sql::lookup::insert_sm3.name;
            const Statement& find = is_sm3 ? sql::lookup::find_by_sm3 : sql::lookup::find_by_sha256;
            YX_TRY(const std::int64_t there, count(find, values.first(1)));
            if (there != 0) return 0;
        }
        const auto place = write_place(statement);
        if (!holder_ && place && place->kind == TableKind::holder && place->key) {
            holder_ = std::get<std::int64_t>(values[*place->key]);
        }
        return (database_.*&InnerTransaction::change)(statement, values);
    }

  private:
    Result<std::int64_t> count(const Statement& statement, std::span<const Value> values) {
        std::int64_t rows = 0;
        YX_CHECK(query(statement, values, [&rows](const Columns&) { ++rows; }));
        return rows;
    }

    Transaction& database_;
    std::vector<KeptStatement> left_;
    std::optional<std::int64_t> holder_;
};

/// Enters one look-up; done before, it is left. @return false: the number is another copy's.
Result<bool> enter(Transaction& transaction, const KeptStatement& kept) {
    YX_TRY(const std::int64_t rows, run(transaction, kept));
    if (rows == 1) return true;
    const std::string_view name = kept.statement->name;
    const Statement& find =
        name == sql::lookup::insert_copy_token.name
            ? sql::lookup::find_copy_token
            : (name == sql::lookup::insert_copy_code.name ? sql::lookup::find_copy_code
                                                          : sql::lookup::find_copy_no);
    YX_TRY(const auto owner,
           transaction.maybe<CopyKey>(find, std::get<std::string>(kept.values[0])));
    return owner && owner->holder.value == std::get<std::int64_t>(kept.values[1]) &&
           owner->copy.value == std::get<std::int64_t>(kept.values[2]);
}

/// Everything of the coordinator, once.
Result<void> run_rest(Transaction& transaction, const Entry& entry, Instant now) {
    YX_TRY(const std::int64_t fresh, transaction.execute(sql::outbox::mark_done, entry.id, now));
    if (fresh == 0) return ok();
    for (const KeptStatement& kept : entry.statements) {
        if (!is_lookup(kept)) YX_CHECK(run(transaction, kept));
    }
    return ok();
}

Result<void> drop_entry(Transaction& transaction, const Entry& entry) {
    YX_CHECK(transaction.execute(sql::outbox::drop, entry.holder, entry.id));
    return ok();
}

/// About once in 10^7 copies of a nation a code was drawn that another has. Nothing was shown to
/// anybody: the application fails, its slot is free, and the holder applies again.
Result<void> give_up(Transaction& transaction, const Entry& entry, CopyId copy, Instant now) {
    log::error("outbox.number_taken", {{"copy", copy.value}});
    const HolderId holder{entry.holder};
    YX_CHECK(transaction.execute(
        sql::endorsement::fail_copy, holder, copy, dotted_name(ErrorCode::storage_conflict), now));
    YX_CHECK(transaction.execute(sql::copy::fail, holder, copy));
    return drop_entry(transaction, entry);
}

/// The steps after the commit, one after the other on the engine's threads; any may be done again.
/// `done` is told whether all were done: if not, the holder's rows are on the disk all the same,
/// and a job does what is left.
class Settling : public std::enable_shared_from_this<Settling> {
  public:
    Settling(Store& database, Entry entry, Instant now, std::function<void(bool)> done)
        : database_(database), entry_(std::move(entry)), now_(now), done_(std::move(done)) {}

    void next() {
        while (step_ < entry_.statements.size() && !is_lookup(entry_.statements[step_])) {
            ++step_;
        }
        if (step_ < entry_.statements.size()) return enter_lookup();
        after_lookups();
    }

  private:
    using Work = std::function<Result<void>(Transaction&)>;

    void submit(Work work, void (Settling::*then)()) {
        (database_.*&Inner::submit)(
            Store::Unit{std::move(work), [self = shared_from_this(), then](std::optional<Error> e) {
                            if (!e) return (self.get()->*then)();
                            log::warning("outbox.left", {{"error", dotted_name(e->code())}});
                            self->done_(false);
                        }});
    }
    void enter_lookup() {
        submit(
            [self = shared_from_this()](Transaction& transaction) -> Result<void> {
                YX_TRY(self->is_own_, enter(transaction, self->entry_.statements[self->step_]));
                return ok();
            },
            &Settling::entered);
    }
    void entered() {
        if (is_own_) {
            ++step_;
            return next();
        }
        const CopyId copy{std::get<std::int64_t>(entry_.statements[step_].values[2])};
        submit(
            [self = shared_from_this(), copy](Transaction& transaction) {
                return give_up(transaction, self->entry_, copy, self->now_);
            },
            &Settling::finish);
    }
    void after_lookups() {
        submit(
            [self = shared_from_this()](Transaction& transaction) {
                return run_rest(transaction, self->entry_, self->now_);
            },
            &Settling::drop);
    }
    void drop() {
        submit([self = shared_from_this()](
                   Transaction& transaction) { return drop_entry(transaction, self->entry_); },
               &Settling::finish);
    }
    void finish() { done_(true); }

    Store& database_;
    const Entry entry_;
    const Instant now_;
    const std::function<void(bool)> done_;
    std::size_t step_ = 0;
    bool is_own_ = true;
};

}  // namespace

OutboxStore::OutboxStore(std::unique_ptr<Store> database, const Clock& clock)
    : database_(std::move(database)), clock_(clock) {}

OutboxStore::~OutboxStore() = default;

Result<void> OutboxStore::run_read(const std::function<void(Reader&)>& work) {
    return (*database_.*&Inner::run_read)(work);
}

void OutboxStore::submit(Unit unit) {
    auto left = std::make_shared<std::optional<Entry>>();
    auto work = [this, left, work = std::move(unit.work)](Transaction& database) -> Result<void> {
        HolderTransaction transaction(database);
        YX_CHECK(work(transaction));
        YX_TRY(*left, transaction.post(clock_.now()));
        return ok();
    };
    auto done = [this, left, done = std::move(unit.done)](std::optional<Error> error) {
        if (error || !*left || is_dying_) return done(std::move(error));
        std::make_shared<Settling>(*database_, **std::move(left), clock_.now(), [done](bool) {
            done(std::nullopt);
        })->next();
    };
    (*database_.*&Inner::submit)(Unit{std::move(work), std::move(done)});
}

Result<std::unique_ptr<Store>> kept_apart(std::unique_ptr<Store> database, const Clock& clock) {
    YX_TRY(const bool is_spread, is_distributed(*database));
    if (!is_spread) return database;
    return std::unique_ptr<Store>(std::make_unique<OutboxStore>(std::move(database), clock));
}

OutboxStore* outbox_of(Store& store) noexcept {
    return dynamic_cast<OutboxStore*>(&store);
}

Result<std::int64_t> settle_outbox(Store& store, Instant posted_before, Instant now) {
    OutboxStore* outbox = outbox_of(store);
    if (outbox == nullptr) return 0;
    struct Row {
        std::int64_t holder;
        std::int64_t id;
        Bytes body;
    };
    Store& database = outbox->database();
    YX_TRY(const auto rows, database.read_now([&](Reader& reader) {
        return reader.all<Row>(sql::outbox::list_left, posted_before, entries_at_once);
    }));
    std::int64_t done = 0;
    std::optional<Error> unreadable;
    for (const Row& row : rows) {
        auto statements = read_entry(row.body);
        // A newer node's, or damaged: said at the end, so that what stands behind it is done.
        if (!statements) {
            log::error("outbox.unreadable", {{"entry", row.id}});
            unreadable = std::move(statements).error();
            continue;
        }
        std::promise<bool> settled;
        std::make_shared<Settling>(database,
                                   Entry{row.holder, row.id, *std::move(statements)},
                                   now,
                                   [&settled](bool is_done) { settled.set_value(is_done); })
            ->next();
        if (settled.get_future().get()) ++done;
    }
    YX_CHECK(database.write_now([&](Transaction& transaction) {
        return transaction.execute(sql::outbox::forget_done, now - marks_kept);
    }));
    if (unreadable) return *std::move(unreadable);
    return done;
}

}  // namespace yinxin::storage
