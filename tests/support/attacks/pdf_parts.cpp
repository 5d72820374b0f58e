// SPDX-License-Identifier: Apache-2.0
#include "support/attacks/pdf_parts.hpp"

#include "yinxin/base/text.hpp"

#include <stdexcept>

#include <fmt/format.h>

namespace yinxin::attacks {
namespace {

constexpr std::string_view header = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

std::size_t must_find(std::string_view text, std::string_view what, std::size_t from = 0) {
    const auto at = text.find(what, from);
    if (at == std::string_view::npos) throw std::runtime_error("no " + std::string(what));
    return at;
}

std::size_t number_at(std::string_view text, std::size_t at, std::size_t digits) {
    const auto number = parse_integer(text.substr(at, digits));
    if (!number) throw std::runtime_error("no number in the table");
    return static_cast<std::size_t>(*number);
}

/// "0000000123 00000 n \n"
std::string entry(std::size_t offset, int generation, char kind) {
    return fmt::format("{:010} {:05} {} \n", offset, generation, kind);
}

/// The rows of a table, each with a subsection of its own.
std::string table_of(const PdfUpdate::Places& places, int generation) {
    std::string out = places.empty() ? "xref\n0 0\n" : "xref\n";
    for (const auto& [object, place] : places) {
        out += fmt::format("{} 1\n", object);
        out += place.kind == PdfUpdate::Place::free ? entry(0, 65535, 'f')
                                                    : entry(place.at, generation, 'n');
    }
    return out;
}

/// The same as a cross-reference stream (ISO 32000-1, 7.5.8), which lists itself.
std::string stream_table_of(PdfUpdate::Places places,
                            int itself,
                            std::size_t at,
                            std::string_view trailer) {
    places[itself] = {PdfUpdate::Place::offset, at};
    std::string index;
    std::string rows;
    for (const auto& [object, place] : places) {
        index += fmt::format("{} 1 ", object);
        rows += place.kind;
        for (int shift = 24; shift >= 0; shift -= 8) {
            rows += static_cast<char>((place.at >> shift) & 0xFF);
        }
        rows += '\0';
    }
    const std::string entries = fmt::format(
        "/Type/XRef/W[1 4 1]/Index[{}]/Size {}{}", index, places.rbegin()->first + 1, trailer);
    return fmt::format("{} 0 obj\n{}\nendobj\n", itself, stream(entries, rows));
}

}  // namespace

std::string reference(int object) {
    return fmt::format("{} 0 R", object);
}

std::string stream(std::string_view entries, std::string_view data) {
    return fmt::format("<<{}/Length {}>>\nstream\n{}\nendstream", entries, data.size(), data);
}

std::string with_entry(std::string dictionary, std::string_view entries) {
    const auto end = dictionary.rfind(">>");
    if (end == std::string::npos) throw std::runtime_error("no dictionary");
    return dictionary.insert(end, entries);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    return text.replace(must_find(text, from), from.size(), to);
}

PdfParts::PdfParts(std::string file) : file_(std::move(file)) {
    const std::string_view text = file_;
    const auto pointer = text.rfind("startxref\n");
    if (pointer == std::string_view::npos) throw std::runtime_error("no startxref");
    const auto digits = pointer + std::string_view("startxref\n").size();
    table_ = number_at(text, digits, must_find(text, "\n", digits) - digits);
    const auto rows = must_find(text, "\n", table_ + 5) + 1;
    size_ = static_cast<int>(number_at(text, table_ + 7, rows - 1 - (table_ + 7)));
    for (int object = 1; object < size_; ++object) {
        const auto row = rows + 20 * static_cast<std::size_t>(object);
        const std::string head = fmt::format("{} 0 obj\n", object);
        const std::size_t at = number_at(text, row, 10);
        if (!text.substr(at).starts_with(head)) throw std::runtime_error("table is wrong");
        std::size_t end = must_find(text, "\nendobj\n", at);
        // Data of a stream may contain anything.
        const auto data = text.substr(at, end - at).find(">>\nstream\n");
        if (data != std::string_view::npos) {
            const auto key = text.substr(at, data).rfind("/Length ");
            const auto value = at + key + 8;
            const auto length = number_at(text, value, at + data - value);
            end = must_find(text, "\nendobj\n", at + data + 10 + length);
        }
        bodies_[object] = text.substr(at + head.size(), end - at - head.size());
    }
    const auto dictionary = must_find(text, "trailer\n<<", table_);
    const auto root = must_find(text, "/Root", dictionary);
    trailer_ = text.substr(root, must_find(text, ">>\nstartxref", root) - root);
}

std::vector<int> PdfParts::find_all(std::string_view mark) const {
    std::vector<int> found;
    for (const auto& [object, body] : bodies_) {
        const std::string_view dictionary = std::string_view(body).substr(0, body.find("stream\n"));
        if (dictionary.contains(mark)) found.push_back(object);
    }
    return found;
}

int PdfParts::find(std::string_view mark) const {
    const std::vector<int> found = find_all(mark);
    if (found.size() != 1) {
        throw std::runtime_error(std::to_string(found.size()) + " of " + std::string(mark));
    }
    return found.front();
}

int PdfParts::font() const {
    const std::string& descriptor = body(find("/Type/FontDescriptor/FontName/YXTEXT"));
    const std::size_t begin = must_find(descriptor, "/FontFile3 ") + 11;
    const std::size_t end = must_find(descriptor, " 0 R", begin);
    return static_cast<int>(number_at(descriptor, begin, end - begin));
}

int PdfParts::text() const {
    // The page's contents are watermark, plate, text.
    const std::string& leaf = body(page());
    const std::size_t end = must_find(leaf, " 0 R]/Annots");
    const std::size_t begin = leaf.rfind(' ', end - 1) + 1;
    return static_cast<int>(number_at(leaf, begin, end - begin));
}

std::string put_together(const Bodies& bodies, std::string_view trailer) {
    std::string out(header);
    std::map<int, std::size_t> offsets;
    for (const auto& [object, body] : bodies) {
        offsets[object] = out.size();
        out += fmt::format("{} 0 obj\n{}\nendobj\n", object, body);
    }
    const std::size_t table = out.size();
    const int size = bodies.rbegin()->first + 1;
    out += fmt::format("xref\n0 {}\n", size) + entry(0, 65535, 'f');
    for (int object = 1; object < size; ++object) {
        const auto found = offsets.find(object);
        out += found == offsets.end() ? entry(0, 65535, 'f') : entry(found->second, 0, 'n');
    }
    return out +
           fmt::format("trailer\n<</Size {}{}>>\nstartxref\n{}\n%%EOF\n", size, trailer, table);
}

PdfUpdate& PdfUpdate::put(int object, std::string body) {
    changed_[object] = std::move(body);
    return *this;
}

int PdfUpdate::add(std::string body) {
    put(next_, std::move(body));
    return next_++;
}

PdfUpdate& PdfUpdate::remove(int object) {
    places_[object] = {};
    return *this;
}

PdfUpdate& PdfUpdate::point(int object, std::size_t offset) {
    places_[object] = {Place::offset, offset};
    return *this;
}

PdfUpdate& PdfUpdate::pack(int object, int object_stream) {
    places_[object] = {Place::packed, static_cast<std::size_t>(object_stream)};
    return *this;
}

PdfUpdate& PdfUpdate::trailer(std::string entries) {
    trailer_ = std::move(entries);
    return *this;
}

PdfUpdate& PdfUpdate::prev(long long offset) {
    prev_ = offset;
    return *this;
}

PdfUpdate& PdfUpdate::next_generation() {
    generation_ = 1;
    return *this;
}

std::string PdfUpdate::trailer_entries() const {
    const long long prev = prev_.value_or(static_cast<long long>(base_.table()));
    return trailer_.value_or(base_.trailer()) + (prev < 0 ? "" : fmt::format("/Prev {}", prev));
}

std::string PdfUpdate::write(End end) const {
    std::string out = base_.file();
    Places places = places_;
    for (const auto& [object, body] : changed_) {
        places[object] = {Place::offset, out.size()};
        out += fmt::format("{} {} obj\n{}\nendobj\n", object, generation_, body);
    }
    if (end == End::nothing) return out;
    std::size_t table = out.size();
    if (end == End::table) {
        out += table_of(places, generation_) +
               fmt::format("trailer\n<</Size {}{}>>\n", next_, trailer_entries());
    } else if (end == End::stream_table) {
        out += stream_table_of(places, next_, table, trailer_entries());
    } else {
        table = base_.table();
        out += fmt::format("trailer\n<</Size {}{}>>\n", next_, trailer_entries());
    }
    return out + fmt::format("startxref\n{}\n%%EOF\n", table);
}

}  // namespace yinxin::attacks
