// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference.hpp"

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>

namespace yinxin::config {

/// The reference data in force, which the office may replace while requests run. What was in force
/// before stays as long as the shelf: somebody may still be reading it, and edits are few.
class ReferenceShelf {
  public:
    ReferenceShelf() : ReferenceShelf(Reference()) {}
    explicit ReferenceShelf(Reference first) { put(std::move(first)); }
    ReferenceShelf(const ReferenceShelf&) = delete;
    ReferenceShelf& operator=(const ReferenceShelf&) = delete;

    [[nodiscard]] const Reference& operator*() const noexcept { return *current_.load(); }
    [[nodiscard]] const Reference* operator->() const noexcept { return current_.load(); }

    /// From here on `next` is what is read.
    /// @param version  of the text it was read from; 0: from no stored text.
    void put(Reference next, std::int64_t version = 0) {
        const std::lock_guard lock(mutex_);
        current_ = &kept_.emplace_back(std::move(next));
        version_ = version;
    }
    [[nodiscard]] std::int64_t version() const noexcept { return version_; }

  private:
    std::mutex mutex_;
    std::deque<Reference> kept_;
    std::atomic<const Reference*> current_ = nullptr;
    std::atomic<std::int64_t> version_ = 0;
};

}  // namespace yinxin::config
