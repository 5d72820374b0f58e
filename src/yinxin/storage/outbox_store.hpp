// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <atomic>
#include <memory>

/// On a cluster, keeps what a holder does inside the holder's shard.
///
/// Use cases write a holder's rows, the look-ups of a copy, its job and the audit in one
/// transaction, as on one database. This store takes out of it what stands elsewhere
/// (distribution/deferred.txt), leaves it in the holder's outbox within the same transaction, and
/// does it right after the commit: look-ups first, each alone, then everything of the coordinator
/// in one transaction, exactly once. The caller is answered when that is done. Where a node died
/// between, settle_outbox() finishes it. A transaction that writes no holder's rows is left as it
/// is.
namespace yinxin::storage {

class OutboxStore final : public Store {
  public:
    OutboxStore(std::unique_ptr<Store> database, const Clock& clock);
    ~OutboxStore() override;

    /// The store beneath, for what is no holder's way: imports, demonstrations, the declaration.
    [[nodiscard]] Store& database() noexcept { return *database_; }

    /// For tests: leaves everything undone after the commit, as a node does that dies there.
    void set_dying(bool is_dying) noexcept { is_dying_ = is_dying; }

    void announce_work() override { database_->announce_work(); }
    void on_work(std::function<void()> heard) override { database_->on_work(std::move(heard)); }

  protected:
    [[nodiscard]] bool reads_wait() const override { return Store::reads_wait(*database_); }
    [[nodiscard]] bool submit_read(std::function<void()> work) override {
        return Store::submit_read(*database_, std::move(work));
    }
    Result<void> run_read(const std::function<void(Reader&)>& work) override;
    void submit(Unit unit) override;

  private:
    std::unique_ptr<Store> database_;
    const Clock& clock_;
    std::atomic<bool> is_dying_ = false;
};

/// The same store, or one that keeps holders apart if its tables were declared to Citus
/// (declare_distribution). Only for PostgreSQL: another engine knows no such question.
Result<std::unique_ptr<Store>> kept_apart(std::unique_ptr<Store> database, const Clock& clock);

/// Whether a store keeps holders apart; null: one transaction does for everything.
[[nodiscard]] OutboxStore* outbox_of(Store& store) noexcept;

/// Does what was left undone before `posted_before`; nothing, if the store keeps no outbox. Each
/// entry is done once, however many nodes do this at the same time. @return how many were done.
Result<std::int64_t> settle_outbox(Store& store, Instant posted_before, Instant now);

}  // namespace yinxin::storage
