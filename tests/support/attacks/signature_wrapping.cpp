// SPDX-License-Identifier: Apache-2.0
// Signature wrapping (Mladenov et al., CCS 2019): what is signed is all there, but elsewhere, and
// the gap between the ranges holds more than a signature.
#include "support/attacks/attack.hpp"

#include <fmt/format.h>

namespace yinxin::attacks {
namespace {

constexpr const char* gap = "pdf.contents.not_hex";

/// Text behind the signature, still inside the gap: the digest is right and no byte has moved.
std::string with_gap(const std::string& file, std::string_view text) {
    const std::string hex = to_hex(signature_in(file));
    return with_hole_text(file, hex + std::string(text), ' ');
}

/// A table for the objects of the file and one more, some of them elsewhere.
std::string forged_table(const PdfParts& parts, const std::map<int, std::size_t>& moved) {
    const int size = parts.size() + 1;
    std::string out = fmt::format("xref\n0 {}\n", size) + "0000000000 65535 f \n";
    for (int object = 1; object < size; ++object) {
        const auto found = moved.find(object);
        const std::size_t at = found != moved.end()
                                   ? found->second
                                   : parts.file().find(fmt::format("\n{} 0 obj\n", object)) + 1;
        out += fmt::format("{:010} 00000 n \n", at);
    }
    return out + fmt::format("trailer\n<</Size {}{}>>\n", size, parts.trailer());
}

/// The signed tail moves to the end; where it pointed to, there is now a table of the attacker's.
/// @param range  the attacker adds a second /ByteRange that names the new place.
std::string with_moved_tail(const PdfParts& parts, bool range) {
    const std::string& file = parts.file();
    const Hole hole = find_hole(file);
    const std::string tail = file.substr(hole.end);
    // Long enough for any table of ours; the tail begins with ">>".
    const std::size_t tail_at = parts.table() + 8192;
    std::string out = file.substr(0, hole.begin) + "<" + to_hex(signature_in(file)) + ">";
    if (range) out += fmt::format("/ByteRange[0 {} {} {}]", hole.begin, tail_at, tail.size());
    out += ">>\nendobj\n";
    const std::size_t cover_at = out.size();
    const int cover = parts.size();
    out += fmt::format("{} 0 obj\n{}\nendobj\n", cover, covering_content());
    const std::size_t page_at = out.size();
    out += fmt::format("{} 0 obj\n{}\nendobj\n", parts.page(), page_with_content(parts, cover));
    out.resize(parts.table(), ' ');
    out += forged_table(parts, {{cover, cover_at}, {parts.page(), page_at}});
    out.resize(tail_at - 2, ' ');
    return out + "<<" + tail;
}

}  // namespace

Attacks signature_wrapping(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    const std::string& file = copy.file();
    const Hole hole = find_hole(file);
    const std::size_t rest = file.size() - hole.end;
    const std::string second_range =
        fmt::format(">/ByteRange[0 {} {} {}]/Contents<00", hole.begin, hole.end, rest);
    const std::string page =
        fmt::format(">>>\nendobj\n{} 0 obj\n{}\nendobj\n900 0 obj\n<</Contents<00",
                    parts.page(),
                    parts.body(parts.page()));
    return {
        fooling(hostile(
            "moved_tail_with_second_range", with_moved_tail(parts, true), "pdf.structure.damaged")),
        altered("moved_tail", with_moved_tail(parts, false), "pdf.byte_range.gap"),
        hostile("second_range_in_the_gap", with_gap(file, second_range), "pdf.structure.damaged"),
        fooling(altered("objects_in_the_gap", with_gap(file, page), gap)),
        fooling(altered("spaces_in_the_gap", with_gap(file, "    "), gap)),
        fooling(hostile("remark_in_the_gap", with_gap(file, "%\n"), "pdf.structure.damaged")),
        fooling(hostile("second_text_in_the_gap", with_gap(file, "><00"), "pdf.structure.damaged")),
        hostile("entries_in_the_gap", with_gap(file, ">/V 1/Contents<00"), "pdf.structure.damaged"),
        fooling(altered(
            "end_of_file_in_the_gap", with_gap(file, ">>>endobj startxref 0 %%EOF <<<"), gap)),
    };
}

}  // namespace yinxin::attacks
