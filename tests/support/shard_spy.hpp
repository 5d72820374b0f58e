// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/distribution.hpp"

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace yinxin::test {

/// A store that notes where every transaction writes: which holder's shard, which look-up's key,
/// the coordinator, all nodes. On a cluster a transaction with more than one place is a two-phase
/// commit.
class ShardSpy final : public storage::Store {
  public:
    explicit ShardSpy(std::unique_ptr<storage::Store> database) : database_(std::move(database)) {}

    /// Forgets what was noted.
    void begin() {
        const std::lock_guard guard(mutex_);
        noted_.clear();
    }
    /// Of each transaction that wrote anything since begin(): its places, joined by " + ".
    [[nodiscard]] std::vector<std::string> noted() const {
        const std::lock_guard guard(mutex_);
        return noted_;
    }

  protected:
    Result<void> run_read(const std::function<void(storage::Reader&)>& work) override;
    void submit(Unit unit) override;

  private:
    void note(const std::set<std::string>& places);

    std::unique_ptr<storage::Store> database_;
    mutable std::mutex mutex_;
    std::vector<std::string> noted_;
};

}  // namespace yinxin::test
