// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/xlsx_book.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/sheets/xml_events.hpp"

#include <charconv>
#include <map>
#include <optional>

namespace yinxin::sheets {
namespace {

Error unreadable(const char* reason) {
    return Error(ErrorCode::sheet_unreadable, reason);
}

/// For parts where only elements and their attributes matter.
class ElementListener : public XmlListener {
  public:
    Result<void> close(std::string_view) override { return ok(); }
    Result<void> text(std::string_view) override { return ok(); }
};

/// An archive whose parts may only be so large.
struct Parts {
    Archive& archive;
    std::size_t most_bytes;
};

Result<void> read_part(const Parts& parts, std::string_view part, XmlListener& listener) {
    const ArchiveEntry* entry = parts.archive.find(part);
    if (entry == nullptr) return unreadable("a part is missing");
    if (entry->size > parts.most_bytes) return Error(ErrorCode::sheet_too_large, "shared texts");
    XmlEvents events(listener);
    YX_CHECK(parts.archive.stream(*entry, [&](BytesView piece) { return events.feed(piece); }));
    return events.finish();
}

/// Relationships of a part: where its ids and kinds lead.
class Relations final : public ElementListener {
  public:
    /// @param folder  what relative targets start from: "" or "xl/"
    explicit Relations(std::string folder) : folder_(std::move(folder)) {}

    Result<void> open(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "Relationship" || attributes["TargetMode"] == "External") return ok();
        std::string_view target = attributes["Target"];
        const bool is_absolute = target.starts_with('/');
        if (is_absolute) target.remove_prefix(1);
        std::string part = is_absolute ? std::string(target) : folder_ + std::string(target);
        const std::string_view type = attributes["Type"];
        by_kind_.emplace(type.substr(type.rfind('/') + 1), part);
        by_id_.emplace(attributes["Id"], std::move(part));
        return ok();
    }
    [[nodiscard]] std::string of_kind(const std::string& kind) const {
        return find(by_kind_, kind);
    }
    [[nodiscard]] std::string of_id(const std::string& id) const { return find(by_id_, id); }

  private:
    static std::string find(const std::map<std::string, std::string>& map, const std::string& key) {
        const auto found = map.find(key);
        return found == map.end() ? std::string() : found->second;
    }
    std::string folder_;
    std::map<std::string, std::string> by_kind_;
    std::map<std::string, std::string> by_id_;
};

class BookListener final : public ElementListener {
  public:
    BookListener(XlsxBook& book, const Relations& relations) : book_(book), relations_(relations) {}

    Result<void> open(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "workbookPr") {
            const std::string_view value = attributes["date1904"];
            book_.counts_from_1904 = value == "1" || value == "true";
        }
        if (name != "sheet") return ok();
        const std::string_view state = attributes["state"];
        book_.sheets.push_back({std::string(attributes["name"]),
                                relations_.of_id(std::string(attributes["id"])),
                                state == "hidden" || state == "veryHidden"});
        return ok();
    }

  private:
    XlsxBook& book_;
    const Relations& relations_;
};

/// Each <si> is one text: its own <t>, or those of its runs; phonetic hints are not part of it.
class TextsListener final : public XmlListener {
  public:
    explicit TextsListener(SharedTexts& texts) : texts_(texts) {}

    Result<void> open(std::string_view name, const XmlAttributes&) override {
        if (name == "si") text_.clear();
        if (name == "rPh") is_phonetic_ = true;
        is_text_ = name == "t" && !is_phonetic_;
        return ok();
    }
    Result<void> close(std::string_view name) override {
        is_text_ = false;
        if (name == "rPh") is_phonetic_ = false;
        if (name == "si") texts_.add(unescape(text_));
        return ok();
    }
    Result<void> text(std::string_view text) override {
        if (is_text_) text_ += text;
        return ok();
    }

  private:
    SharedTexts& texts_;
    std::string text_;
    bool is_text_ = false;
    bool is_phonetic_ = false;
};

/// Whether a number format shows days: built in (ECMA-376 part 1, 18.8.30), or with the letters
/// of a date outside quotes and brackets.
bool is_built_in_date(std::int64_t format) {
    return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) ||
           (format >= 50 && format <= 58);
}
bool shows_days(std::string_view code) {
    char until = 0;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (until != 0) {
            if (c == until) until = 0;
        } else if (c == '"') {
            until = '"';
        } else if (c == '[') {
            until = ']';
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
            return true;
        }
    }
    return false;
}

class StylesListener final : public ElementListener {
  public:
    explicit StylesListener(std::vector<bool>& is_date) : is_date_(is_date) {}

    Result<void> open(std::string_view name, const XmlAttributes& attributes) override {
        const std::int64_t format = parse_integer(attributes["numFmtId"]).value_or(0);
        if (name == "numFmt") own_[format] = shows_days(attributes["formatCode"]);
        if (name == "cellXfs") is_in_cells_ = true;
        if (name == "xf" && is_in_cells_) {
            const auto own = own_.find(format);
            is_date_.push_back(own == own_.end() ? is_built_in_date(format) : own->second);
        }
        return ok();
    }
    Result<void> close(std::string_view name) override {
        if (name == "cellXfs") is_in_cells_ = false;
        return ok();
    }

  private:
    std::vector<bool>& is_date_;
    std::map<std::int64_t, bool> own_;
    bool is_in_cells_ = false;
};

/// "xl/_rels/workbook.xml.rels" for "xl/workbook.xml".
std::string relations_of(std::string_view part) {
    const std::size_t name = part.rfind('/') + 1;
    return std::string(part.substr(0, name)) + "_rels/" + std::string(part.substr(name)) + ".rels";
}

/// The code point of "_xHHHH_" at the front.
std::optional<char32_t> escaped(std::string_view text) {
    constexpr std::size_t length = 7;
    if (text.size() < length || !text.starts_with("_x") || text[length - 1] != '_') return {};
    std::uint32_t value = 0;
    const auto read = std::from_chars(text.data() + 2, text.data() + length - 1, value, 16);
    const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (read.ptr != text.data() + length - 1 || value == 0 || is_surrogate) return {};
    return value;
}

}  // namespace

void SharedTexts::add(std::string_view text) {
    all_ += text;
    ends_.push_back(all_.size());
}

bool SharedTexts::find(std::size_t number, std::string_view& text) const noexcept {
    if (number >= ends_.size()) return false;
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    text = std::string_view(all_).substr(begin, ends_[number] - begin);
    return true;
}

std::string unescape(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    while (!text.empty()) {
        const std::size_t at = std::min(text.find("_x"), text.size());
        plain += text.substr(0, at);
        text.remove_prefix(at);
        if (text.empty()) break;
        if (const auto point = escaped(text)) {
            plain += encode_utf8(*point);
            text.remove_prefix(7);
        } else {
            plain += text.front();
            text.remove_prefix(1);
        }
    }
    return plain;
}

Result<XlsxBook> read_book(Archive& archive, std::size_t most_part_bytes) {
    const Parts parts{archive, most_part_bytes};
    Relations package("");
    YX_CHECK(read_part(parts, "_rels/.rels", package));
    const std::string workbook = package.of_kind("officeDocument");
    Relations relations(workbook.substr(0, workbook.rfind('/') + 1));
    YX_CHECK(read_part(parts, relations_of(workbook), relations));
    XlsxBook book;
    BookListener sheets(book, relations);
    YX_CHECK(read_part(parts, workbook, sheets));
    if (const std::string part = relations.of_kind("sharedStrings"); !part.empty()) {
        TextsListener texts(book.texts);
        YX_CHECK(read_part(parts, part, texts));
    }
    if (const std::string part = relations.of_kind("styles"); !part.empty()) {
        StylesListener styles(book.is_date_style);
        YX_CHECK(read_part(parts, part, styles));
    }
    return book;
}

}  // namespace yinxin::sheets
