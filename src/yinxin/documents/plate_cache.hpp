// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>

namespace yinxin::documents {

/// Compiled templates by key, made at first use. Safe to use from several threads.
template <class Template>
class PlateCache {
  public:
    using Entry = std::shared_ptr<const Template>;

    /// When there are so many, all are forgotten: a house has some dozen kinds of certificates.
    static constexpr std::size_t limit = 256;

    /// @param compile  () -> Result<Entry>; called without a lock.
    template <class Compile>
    [[nodiscard]] Result<Entry> find(const std::string& key, Compile compile) {
        {
            const std::shared_lock lock(mutex_);
            const auto found = templates_.find(key);
            if (found != templates_.end()) return found->second;
        }
        // Two threads may compile the same plate at once; the results are equal.
        YX_TRY(Entry compiled, compile());
        const std::unique_lock lock(mutex_);
        if (templates_.size() >= limit) templates_.clear();
        templates_.emplace(key, compiled);
        return compiled;
    }

  private:
    std::shared_mutex mutex_;
    std::unordered_map<std::string, Entry> templates_;
};

}  // namespace yinxin::documents
