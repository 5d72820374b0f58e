// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/letter.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/documents/drawing.hpp"
#include "yinxin/documents/pdf_document.hpp"
#include "yinxin/documents/style.hpp"
#include "yinxin/documents/xmp.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace yinxin::documents {
namespace {

/// Where things stand, millimetres.
constexpr double left = 25;
constexpr double width = 160;
constexpr double top = 28;
constexpr double bottom = 272;
constexpr double foot_top = 276;
constexpr double foot_bottom = 285;
constexpr double label_width = 42;
constexpr Colour rule_colour{178, 170, 154};

/// The part that failed to fit, for the error.
constexpr std::string_view part_name = "letter";

/// Sets one block of text below the other.
class Column {
  public:
    /// @param scale  of every size and distance.
    Column(Ops& ops, const FontBook& fonts, double from, double until, double scale = 1)
        : ops_(ops), fonts_(fonts), y_(from), until_(until), scale_(scale) {}

    struct Look {
        FontRole role = FontRole::serif;
        double size = 4;
        double pitch = 1.5;  ///< from base line to base line, in ems
        Colour colour = ink;
        Align align = Align::left;
    };

    void skip(double millimetres) { y_ += millimetres * scale_; }
    [[nodiscard]] double y() const noexcept { return y_; }
    void move_to(double y) { y_ = y; }

    /// Wraps the text into a box that begins at `x`, and goes on below it.
    Result<void> put(std::string_view text, const Look& look, double x, double room_width) {
        if (text.empty()) return ok();
        TextRoom room{.role = look.role, .width = room_width};
        const double size = look.size * scale_;
        room.size = room.one_line_size = room.smallest_size = size;
        room.lines = 60;
        YX_TRY(const std::u32string points, printable(text, fonts_));
        YX_TRY(const FittedText fitted, fit(points, room, fonts_, part_name));
        const double leading = size * look.pitch;
        const double height = leading * static_cast<double>(fitted.lines.size());
        if (y_ + height > until_) {
            return Error(ErrorCode::text_does_not_fit, "the letter is longer than its page")
                .with("part", std::string(part_name));
        }
        const double at = look.align == Align::centre ? x + room_width / 2 : x;
        const TextPlace place{
            at, base_line_for(y_ + leading / 2, size), leading, look.align, look.colour};
        put_text(ops_, fitted, room, place, fonts_);
        y_ += height;
        return ok();
    }

    void rule(double thickness) {
        ops_.push_back(make_rule({left, y_}, {left + width, y_}, {rule_colour, thickness}));
    }

  private:
    Ops& ops_;
    const FontBook& fonts_;
    double y_;
    double until_;
    double scale_;
};

Result<void> put_heading(const Letter& letter, Column& column) {
    YX_CHECK(
        column.put(letter.title,
                   {.role = FontRole::serif_bold, .size = 8, .pitch = 1.4, .align = Align::centre},
                   left,
                   width));
    YX_CHECK(column.put(
        letter.number,
        {.role = FontRole::sans, .size = 3.4, .colour = soft_ink, .align = Align::centre},
        left,
        width));
    column.skip(6);
    return ok();
}

Result<void> put_headline(const Letter& letter, Column& column, Ops& ops) {
    constexpr double inset = 6;
    const double frame_top = column.y();
    column.skip(inset - 1);
    YX_CHECK(column.put(letter.headline,
                        {.role = FontRole::serif_bold, .size = 6.4, .pitch = 1.35},
                        left + inset,
                        width - 2 * inset));
    column.skip(1);
    YX_CHECK(column.put(letter.sentence, {.size = 4.1}, left + inset, width - 2 * inset));
    column.skip(inset - 2);
    PaintedPath frame;
    frame.path.rectangle({left, frame_top, width, column.y() - frame_top});
    frame.stroke = Stroke{ink, 0.5};
    ops.push_back(std::move(frame));
    column.skip(6);
    return ok();
}

Result<void> put_line(const LetterLine& line, Column& column) {
    const Column::Look plain{.size = 3.7, .pitch = 1.55};
    if (line.label.empty()) return column.put(line.value, plain, left, width);
    const double start = column.y();
    Column::Look quiet = plain;
    quiet.colour = soft_ink;
    YX_CHECK(column.put(line.label, quiet, left, label_width - 3));
    const double below_label = column.y();
    column.move_to(start);
    YX_CHECK(column.put(line.value, plain, left + label_width, width - label_width));
    column.move_to(std::max(below_label, column.y()));
    return ok();
}

Result<void> put_part_heading(const LetterPart& part, Column& column) {
    if (part.heading.empty()) return ok();
    YX_CHECK(column.put(
        part.heading, {.role = FontRole::serif_bold, .size = 4.4, .pitch = 1.5}, left, width));
    column.rule(0.2);
    column.skip(1.5);
    return ok();
}

Result<void> put_part(const LetterPart& part, Column& column) {
    YX_CHECK(put_part_heading(part, column));
    for (const LetterLine& line : part.lines)
        YX_CHECK(put_line(line, column));
    column.skip(4);
    return ok();
}

constexpr Column::Look note_look{.size = 3, .pitch = 1.5, .colour = soft_ink};
constexpr Column::Look foot_look{
    .role = FontRole::sans, .size = 2.6, .colour = soft_ink, .align = Align::centre};

Result<void> put_notes(const Letter& letter, Column& column) {
    if (!letter.notes.empty()) {
        column.rule(0.2);
        column.skip(2);
    }
    for (const std::string& note : letter.notes)
        YX_CHECK(column.put(note, note_look, left, width));
    return ok();
}

Result<VariableDrawing> lay_out(const Letter& letter, const FontBook& fonts, double scale) {
    VariableDrawing drawing;
    Column column(drawing.content, fonts, top, bottom, scale);
    YX_CHECK(put_heading(letter, column));
    YX_CHECK(put_headline(letter, column, drawing.content));
    for (const LetterPart& part : letter.parts)
        YX_CHECK(put_part(part, column));
    YX_CHECK(put_notes(letter, column));
    Column foot(drawing.content, fonts, foot_top, foot_bottom);
    YX_CHECK(foot.put(letter.marking, foot_look, left, width));
    return drawing;
}

/// At full size, or smaller until it fits on its page.
Result<VariableDrawing> lay_out(const Letter& letter, const FontBook& fonts) {
    constexpr std::array scales{1.0, 0.93, 0.86, 0.8};
    for (const double scale : scales) {
        auto drawing = lay_out(letter, fonts, scale);
        const bool fits = drawing || drawing.error().code() != ErrorCode::text_does_not_fit;
        if (fits || scale == scales.back()) return drawing;
    }
    return Error(ErrorCode::internal, "unreachable");
}

/// The pages of a long letter, filled one block after the other. A block stands on one page whole.
class Pages {
  public:
    Pages(const Letter& letter, const LetterPaging& paging, const FontBook& fonts)
        : letter_(letter), paging_(paging), fonts_(fonts) {
        turn();
    }

    /// @return whether it stands there; no: the last page is full.
    Result<bool> put(const std::function<Result<void>(Column& column, Ops& ops)>& block) {
        if (is_cut_) return false;
        Ops& ops = pages_.back();
        const auto before = static_cast<std::ptrdiff_t>(ops.size());
        Result<void> done = block(*column_, ops);
        if (done) return true;
        if (done.error().code() != ErrorCode::text_does_not_fit) return done.error();
        ops.erase(ops.begin() + before, ops.end());
        if (pages_.size() == paging_.most_pages) {
            is_cut_ = true;
            return false;
        }
        turn();
        YX_CHECK(block(*column_, pages_.back()));
        return true;
    }

    /// Says on the last page that something was left out, and numbers all of them.
    Result<std::vector<Ops>> finish() {
        if (is_cut_) {
            Column end(pages_.back(), fonts_, bottom - room_of_cut, bottom);
            end.rule(0.2);
            end.skip(2);
            YX_CHECK(end.put(paging_.cut, note_look, left, width));
        }
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            Column foot(pages_[i], fonts_, foot_top, foot_bottom);
            YX_CHECK(foot.put(foot_of(i + 1), foot_look, left, width));
            YX_CHECK(foot.put(letter_.marking, foot_look, left, width));
        }
        return std::move(pages_);
    }

  private:
    static constexpr double room_of_cut = 16;

    void turn() {
        pages_.emplace_back();
        const bool is_last = pages_.size() >= paging_.most_pages;
        column_.emplace(pages_.back(), fonts_, top, is_last ? bottom - room_of_cut : bottom);
    }

    [[nodiscard]] std::string foot_of(std::size_t page) const {
        std::string foot = paging_.foot;
        const auto fill = [&foot](std::string_view name, std::size_t number) {
            const std::size_t at = foot.find(name);
            if (at != std::string::npos) foot.replace(at, name.size(), std::to_string(number));
        };
        fill("{page}", page);
        fill("{pages}", pages_.size());
        return foot;
    }

    const Letter& letter_;
    const LetterPaging& paging_;
    const FontBook& fonts_;
    std::vector<Ops> pages_;
    std::optional<Column> column_;
    bool is_cut_ = false;
};

/// The text with every character that no font here has replaced.
Result<std::string> legible(std::string_view text, char32_t unknown, const FontBook& fonts) {
    YX_TRY(std::u32string points, decode_utf8(text));
    for (char32_t& point : points) {
        if (!fonts.check_coverage(std::u32string_view(&point, 1))) point = unknown;
    }
    return encode_utf8(points);
}

Result<Letter> legible(Letter letter, char32_t unknown, const FontBook& fonts) {
    for (std::string* text : {&letter.title,
                              &letter.number,
                              &letter.headline,
                              &letter.sentence,
                              &letter.marking,
                              &letter.paging->foot,
                              &letter.paging->cut}) {
        YX_TRY(*text, legible(*text, unknown, fonts));
    }
    for (LetterPart& part : letter.parts) {
        YX_TRY(part.heading, legible(part.heading, unknown, fonts));
        for (LetterLine& line : part.lines) {
            YX_TRY(line.label, legible(line.label, unknown, fonts));
            YX_TRY(line.value, legible(line.value, unknown, fonts));
        }
    }
    for (std::string& note : letter.notes) {
        YX_TRY(note, legible(note, unknown, fonts));
    }
    return letter;
}

/// A heading stays with its first line.
Result<void> put_part(const LetterPart& part, Pages& pages) {
    for (std::size_t i = 0; i < std::max<std::size_t>(part.lines.size(), 1); ++i) {
        YX_TRY(const bool is_there, pages.put([&](Column& column, Ops&) -> Result<void> {
            if (i == 0) YX_CHECK(put_part_heading(part, column));
            return i < part.lines.size() ? put_line(part.lines[i], column) : ok();
        }));
        if (!is_there) return ok();
    }
    YX_CHECK(pages.put([](Column& column, Ops&) {
        column.skip(4);
        return ok();
    }));
    return ok();
}

Result<std::vector<Ops>> lay_out_pages(const Letter& asked, const FontBook& fonts) {
    YX_TRY(const Letter letter, legible(asked, asked.paging->unknown, fonts));
    Pages pages(letter, *letter.paging, fonts);
    YX_CHECK(pages.put([&](Column& column, Ops& ops) -> Result<void> {
        YX_CHECK(put_heading(letter, column));
        return put_headline(letter, column, ops);
    }));
    for (const LetterPart& part : letter.parts)
        YX_CHECK(put_part(part, pages));
    YX_CHECK(pages.put([&](Column& column, Ops&) { return put_notes(letter, column); }));
    return pages.finish();
}

}  // namespace

LetterWriter::LetterWriter(std::shared_ptr<const Stationery> stationery)
    : stationery_(std::move(stationery)),
      blank_(compile_blank(PdfConformance::a_2u, *stationery_)) {}

Result<UnsignedPdf> LetterWriter::build(const Letter& letter, const PdfProfile& profile) const {
    PdfMatter matter;
    matter.title = letter.number.empty() ? letter.title : letter.title + " " + letter.number;
    matter.author = letter.author;
    matter.made_at = letter.made_at;
    matter.language = letter.language;
    matter.xmp = make_letter_xmp(matter.title, letter.author, letter.made_at, PdfConformance::a_2u);
    matter.id_seed = letter.title + '\n' + letter.number + '\n' + letter.made_at;
    matter.is_sealed = true;
    if (letter.paging) {
        YX_TRY(std::vector<Ops> pages, lay_out_pages(letter, stationery_->fonts()));
        matter.drawing.content = std::move(pages.front());
        pages.erase(pages.begin());
        matter.further_pages = std::move(pages);
    } else {
        YX_TRY(matter.drawing, lay_out(letter, stationery_->fonts()));
    }
    return write_pdf(matter, profile, *blank_, stationery_->fonts());
}

}  // namespace yinxin::documents
