// SPDX-License-Identifier: Apache-2.0
// Files that are a PDF to one program and something else to another.
#include "support/attacks/attack.hpp"

#include <fmt/format.h>

namespace yinxin::attacks {
namespace {

constexpr const char* frame = "pdf.frame.prefix";

/// Bytes before the head, all offsets moved along, sealed over everything with our own key.
std::string sealed_behind(FreshCopy& copy, std::string_view before) {
    const PdfParts& parts = copy.parts();
    const std::string plain = put_together(parts.bodies(), parts.trailer());
    const std::size_t table = plain.rfind("xref\n0 ");
    std::string file(before);
    file += plain.substr(0, table);
    std::string rows = plain.substr(table);
    for (auto at = rows.find(" 00000 n "); at != std::string::npos;
         at = rows.find(" 00000 n ", at + 1)) {
        const auto offset = std::stoul(rows.substr(at - 10, 10)) + before.size();
        rows.replace(at - 10, 10, fmt::format("{:010}", offset));
    }
    const auto pointer = rows.rfind("startxref\n") + 10;
    rows.replace(pointer, rows.rfind("\n%%EOF") - pointer, std::to_string(table + before.size()));
    return seal(file + rows, copy.signed_by_us());
}

/// The end of an archive of nothing (APPNOTE.TXT 4.3.16), whose comment may hold anything.
std::string archive_end() {
    std::string end = "PK\x05\x06";
    return end + std::string(18, '\0');
}

std::string with_head(FreshCopy& copy, std::string_view head) {
    const PdfParts& parts = copy.parts();
    const std::string plain = put_together(parts.bodies(), parts.trailer());
    return seal(replaced(plain, "%PDF-1.7\n", head), copy.signed_by_us());
}

}  // namespace

Attacks polyglots(FreshCopy& copy) {
    const std::string& file = copy.file();
    const std::string page = "<!doctype html><script>alert(1)</script><!--\n";
    return {
        hostile("page_before_the_head", page + file, frame),
        hostile("page_before_the_head_sealed", sealed_behind(copy, page), frame),
        hostile("picture_before_the_head", "\xFF\xD8\xFF\xFE\x01\x10 remark \n" + file, frame),
        hostile("program_before_the_head_sealed", sealed_behind(copy, "MZ\x90 a program\n"), frame),
        hostile("archive_before_the_head_sealed",
                sealed_behind(copy, "PK\x03\x04 a member\n"),
                "file.archive"),
        hostile("line_before_the_head", "\n" + file, frame),
        hostile("mark_before_the_head", "\xEF\xBB\xBF" + file, frame),
        hostile("other_head", with_head(copy, "%FDF-1.7\n"), "file.unknown"),
        hostile("head_of_the_future", with_head(copy, "%PDF-9.9\n"), "pdf.frame.version"),
        altered("archive_behind_the_end", file + archive_end(), "pdf.byte_range.not_whole"),
        altered("page_behind_the_end", file + page, "pdf.byte_range.not_whole"),
    };
}

}  // namespace yinxin::attacks
