// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/fonts.hpp"

#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>

namespace yinxin::documents {

/// Glyphs by code point, made at first use, never changed or moved afterwards: readers take no
/// lock. Bounded by what the fonts cover (some 90,000 glyphs).
class GlyphTable {
  public:
    /// Null if the glyph has not been made (it may also not exist).
    [[nodiscard]] const Glyph* known(char32_t point) const noexcept {
        if (point >= limit) return nullptr;
        const Page* page = pages_[point / page_size].load(std::memory_order_acquire);
        if (page == nullptr) return nullptr;
        return (*page)[point % page_size].load(std::memory_order_acquire);
    }

    /// @param make  fills a Glyph and returns whether there is one; called under the table's lock.
    template <class Make>
    const Glyph* find(char32_t point, Make make) {
        if (const Glyph* glyph = known(point)) return glyph;
        if (point >= limit) return nullptr;
        const std::lock_guard lock(mutex_);
        if (const Glyph* glyph = known(point)) return glyph;
        Glyph glyph;
        if (!make(glyph)) return nullptr;
        glyphs_.push_back(std::move(glyph));
        std::atomic<Page*>& slot = pages_[point / page_size];
        Page* page = slot.load(std::memory_order_relaxed);
        if (page == nullptr) {
            owned_.push_back(std::make_unique<Page>());
            page = owned_.back().get();
            slot.store(page, std::memory_order_release);
        }
        (*page)[point % page_size].store(&glyphs_.back(), std::memory_order_release);
        return &glyphs_.back();
    }

  private:
    static constexpr char32_t limit = 0x40000;  // planes 0 to 3 hold everything printable
    static constexpr std::size_t page_size = 256;
    using Page = std::array<std::atomic<const Glyph*>, page_size>;

    std::array<std::atomic<Page*>, limit / page_size> pages_{};
    std::deque<Glyph> glyphs_;
    std::deque<std::unique_ptr<Page>> owned_;
    std::mutex mutex_;
};

}  // namespace yinxin::documents
