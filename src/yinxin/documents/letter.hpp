// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/pdf_certificate.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yinxin::documents {

/// One line of a letter; without a label the value takes the whole width.
struct LetterLine {
    std::string label;
    std::string value;
};

struct LetterPart {
    std::string heading;  ///< may be empty
    std::vector<LetterLine> lines;
};

/// How a letter goes on where its page is full. Its words are never made smaller.
struct LetterPaging {
    std::size_t most_pages = 1;
    std::string foot;          ///< below every page; {page} and {pages} are filled in
    std::string cut;           ///< closes the last page where there was more to say
    char32_t unknown = U'〓';  ///< for what no font here has: nobody's name spoils his letter
};

/// A plain sheet in words: a receipt, a summary. One language, a seal that is not drawn; one page,
/// on which it is set smaller until it fits, or several.
struct Letter {
    std::string title;
    std::string number;    ///< below the title, may be empty
    std::string headline;  ///< the one thing to read, large in a frame
    std::string sentence;  ///< in the frame below it, may be empty
    std::vector<LetterPart> parts;
    std::vector<std::string> notes;  ///< small print at the end
    std::string marking;             ///< of a demonstration; empty in production
    std::string author;              ///< who writes, for the metadata
    std::string made_at;             ///< ISO 8601 with offset, as format_civil writes it
    std::string language = "zh-CN";
    std::optional<LetterPaging> paging;  ///< none: one page
};

/// Writes letters. Const and safe to use from several threads.
class LetterWriter {
  public:
    explicit LetterWriter(std::shared_ptr<const Stationery> stationery);

    /// @error document.text_does_not_fit  more than one page; with paging: one line is more.
    /// @error document.glyph_missing  not with paging.  @error invalid_input  a time that is none.
    [[nodiscard]] Result<UnsignedPdf> build(const Letter& letter, const PdfProfile& profile) const;

  private:
    std::shared_ptr<const Stationery> stationery_;
    std::shared_ptr<const PdfTemplate> blank_;
};

}  // namespace yinxin::documents
