// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/sheets/sheet_writer.hpp"

#include <algorithm>
#include <array>

namespace yinxin::sheets {
namespace {

constexpr std::array<std::string_view, 11> dangerous_starts{
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\xEF\xBC\x9D",
    "\xEF\xBC\x8B",
    "\xEF\xBC\x8D",
    "\xEF\xBC\xA0"};  // the last four: full-width = + - @

class CsvWriter final : public SheetWriter {
  public:
    void add_row(std::span<const std::string> cells) override {
        bool is_first = true;
        for (const std::string& cell : cells) {
            if (!is_first) text_ += ',';
            is_first = false;
            text_ += '"';
            text_ += replace_all(neutralised(cell), "\"", "\"\"");
            text_ += '"';
        }
        text_ += "\r\n";
    }

    Result<Bytes> finish() override { return to_bytes(text_); }

  private:
    std::string text_ = "\xEF\xBB\xBF";
};

}  // namespace

std::string neutralised(std::string_view text) {
    const bool is_dangerous = text.starts_with('\0') ||
                              std::ranges::any_of(dangerous_starts, [&](std::string_view start) {
                                  return text.starts_with(start);
                              });
    return (is_dangerous ? "'" : "") + std::string(text);
}

std::unique_ptr<SheetWriter> make_csv_writer() {
    return std::make_unique<CsvWriter>();
}

}  // namespace yinxin::sheets
