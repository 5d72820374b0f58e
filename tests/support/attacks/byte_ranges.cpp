// SPDX-License-Identifier: Apache-2.0
// Ranges that leave something out. Every file here is sealed with our own key over exactly the
// bytes its ranges name, so that digest and signature are right.
#include "support/attacks/attack.hpp"

#include <fmt/format.h>

namespace yinxin::attacks {
namespace {

constexpr const char* not_whole = "pdf.byte_range.not_whole";
constexpr const char* malformed = "pdf.byte_range.malformed";

/// Sealed over other ranges than all but the hole.
std::string over(FreshCopy& copy, const std::string& file, const Ranges& ranges) {
    return seal_over(file, find_hole(file), ranges, words_of(ranges), copy.signed_by_us());
}

/// Sealed over all but the hole, and said in other words.
std::string said_as(FreshCopy& copy, const std::string& words) {
    const Hole hole = find_hole(copy.file());
    return seal_over(copy.file(), hole, all_but(hole, copy.file()), words, copy.signed_by_us());
}

/// The signature dictionary has the entry twice; the second is the right one.
std::string with_two_ranges(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    bodies[parts.signature()] =
        replaced(bodies[parts.signature()], "/Reference[", "/ByteRange [0 1 2 3]/Reference[");
    return seal(put_together(bodies, parts.trailer()), copy.signed_by_us());
}

/// The numbers are another object.
std::string with_range_elsewhere(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    const std::string body = bodies[parts.signature()];
    const auto range = body.find("/ByteRange[");
    const auto end = body.find(']', range) + 1;
    const int elsewhere = parts.size();
    bodies[parts.signature()] =
        body.substr(0, range) + "/ByteRange " + reference(elsewhere) + body.substr(end);
    bodies[elsewhere] = "[                                    ]";
    std::string file = put_together(bodies, parts.trailer());
    Hole hole;
    hole.begin = file.find("/Contents<", file.find("/Type/Sig/")) + 9;
    hole.end = file.find('>', hole.begin) + 1;
    hole.range_begin = file.find("[        ", hole.end) + 1;
    hole.range_end = file.find(']', hole.range_begin);
    const Ranges ranges = all_but(hole, file);
    return seal_over(std::move(file), hole, ranges, words_of(ranges), copy.signed_by_us());
}

}  // namespace

Attacks byte_ranges(FreshCopy& copy) {
    const std::string& file = copy.file();
    const Hole hole = find_hole(file);
    const std::size_t size = file.size();
    const std::size_t rest = size - hole.end;
    const std::size_t key = hole.begin - std::string_view("/Contents").size();
    const std::string tail = "\n% a line that nobody sealed\n";
    const std::string longer = file + tail;
    const std::string right = words_of(all_but(hole, file));
    return {
        fooling(altered("one_range", over(copy, file, {{0, hole.begin}}), malformed)),
        altered("one_range_of_the_end", over(copy, file, {{hole.end, rest}}), malformed),
        fooling(altered(
            "second_range_empty", over(copy, file, {{0, hole.begin}, {hole.end, 0}}), not_whole)),
        altered("first_range_empty",
                over(copy, file, {{0, 0}, {hole.end, rest}}),
                "pdf.byte_range.gap"),
        fooling(altered("gap_from_the_key",
                        over(copy, file, {{0, key}, {hole.end, rest}}),
                        "pdf.byte_range.gap")),
        fooling(altered(
            "gap_to_the_table",
            over(
                copy, file, {{0, hole.begin}, {copy.parts().table(), size - copy.parts().table()}}),
            "pdf.byte_range.gap")),
        fooling(altered("gap_in_the_page",
                        over(copy, file, {{0, 4096}, {hole.end, rest}}),
                        "pdf.byte_range.gap")),
        fooling(altered("gap_without_bracket",
                        over(copy, file, {{0, hole.begin}, {hole.end + 1, rest - 1}}),
                        "pdf.contents.not_hex")),
        fooling(altered("padding_covered",
                        over(copy, file, {{0, hole.begin}, {hole.end - 9, rest + 9}}),
                        "pdf.byte_range.gap")),
        altered("bracket_covered",
                over(copy, file, {{0, hole.begin + 1}, {hole.end, rest}}),
                "pdf.byte_range.gap"),
        fooling(altered("first_byte_left_out",
                        over(copy, file, {{1, hole.begin - 1}, {hole.end, rest}}),
                        "pdf.byte_range.odd")),
        fooling(altered("last_byte_left_out",
                        over(copy, file, {{0, hole.begin}, {hole.end, rest - 1}}),
                        not_whole)),
        fooling(altered(
            "tail_left_out", over(copy, longer, {{0, hole.begin}, {hole.end, rest}}), not_whole)),
        altered("overlap",
                over(copy, file, {{0, hole.begin}, {100, size - 100 - rest}}),
                "pdf.byte_range.odd"),
        altered("same_range_twice",
                over(copy, file, {{0, hole.begin}, {0, hole.begin}}),
                "pdf.byte_range.odd"),
        fooling(altered("order_reversed",
                        over(copy, file, {{hole.end, rest}, {0, hole.begin}}),
                        "pdf.byte_range.odd")),
        fooling(altered("three_ranges",
                        over(copy, file, {{0, 100}, {100, hole.begin - 100}, {hole.end, rest}}),
                        malformed)),
        altered("no_range", over(copy, file, {}), malformed),
        altered("three_numbers",
                said_as(copy, fmt::format("0 {} {}", hole.begin, hole.end)),
                malformed),
        altered("five_numbers", said_as(copy, right + " 0"), malformed),
        altered("with_fractions",
                said_as(copy, fmt::format("0 {} {} {}.0", hole.begin, hole.end, rest)),
                malformed),
        altered("longer_than_the_file",
                said_as(copy, fmt::format("0 {} {} {}", hole.begin, hole.end, rest + 1)),
                "pdf.byte_range.odd"),
        hostile("two_entries", with_two_ranges(copy), "pdf.structure.damaged"),
        altered("in_another_object", with_range_elsewhere(copy), malformed),
    };
}

}  // namespace yinxin::attacks
