// SPDX-License-Identifier: Apache-2.0
#pragma once

// Pictures of QR codes, and PDF files without a seal that hold them, as a scanner writes them.

#include "yinxin/documents/qr.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace yinxin::test {

/// A QR code of four pixels a module, with its margin.
class DrawnCode {
  public:
    explicit DrawnCode(std::string_view text) : code_(documents::encode_qr(text, 60).value()) {}
    /// Pixels a side.
    [[nodiscard]] int side() const { return (code_.size + 2 * margin) * scale; }
    [[nodiscard]] bool is_black(int x, int y) const {
        const int column = x / scale - margin;
        const int row = y / scale - margin;
        if (column < 0 || row < 0 || column >= code_.size || row >= code_.size) return false;
        return code_.dark[static_cast<std::size_t>(row * code_.size + column)];
    }
    /// "/Width N/Height N"
    [[nodiscard]] std::string size_entries() const {
        return "/Width " + std::to_string(side()) + "/Height " + std::to_string(side());
    }

  private:
    static constexpr int scale = 4;
    static constexpr int margin = 4;
    documents::CodeModules code_;
};

/// A page in grey for each text, with its code; blank for an empty text.
[[nodiscard]] std::string scanned_pdf(const std::vector<std::string>& texts);

}  // namespace yinxin::test
