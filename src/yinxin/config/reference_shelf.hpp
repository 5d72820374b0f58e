// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference.hpp"

#include <atomic>
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
    void put(Reference next) {
        const std::lock_guard lock(mutex_);
        current_ = &kept_.emplace_back(std::move(next));
    }

  private:
    std::mutex mutex_;
    std::deque<Reference> kept_;
    std::atomic<const Reference*> current_ = nullptr;
};

}  // namespace yinxin::config
