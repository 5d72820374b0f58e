// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/read.hpp"

#include "yinxin/verify/file_kinds.hpp"

#include <algorithm>

namespace yinxin::verify {
namespace {

bool starts_with(BytesView file, std::initializer_list<std::uint8_t> magic) {
    return file.size() >= magic.size() && std::equal(magic.begin(), magic.end(), file.begin());
}

/// Something else in front, but programs that look for an archive from its end find one.
bool ends_as_archive(BytesView file) {
    constexpr std::string_view end_mark = "PK\5\6";
    constexpr std::size_t end_room = 22 + 0xFFFF;
    return as_text(file.last(std::min(file.size(), end_room))).contains(end_mark);
}

/// Archives of other programs (RAR, 7-Zip, gzip): what people send is often in one.
bool is_other_archive(BytesView file) {
    return starts_with(file, {'R', 'a', 'r', '!', 0x1A, 7}) ||
           starts_with(file, {'7', 'z', 0xBC, 0xAF, 0x27, 0x1C}) || starts_with(file, {0x1F, 0x8B});
}

/// Documents of office programs before DOCX, and mails of one of them (compound files).
bool is_compound_file(BytesView file) {
    return starts_with(file, {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1});
}

/// Pictures in a format that is not decoded here: GIF, BMP, TIFF, WebP, HEIC and its relatives.
bool is_other_picture(BytesView file) {
    const std::string_view head = as_text(file.first(std::min<std::size_t>(file.size(), 12)));
    const bool is_heif = head.size() == 12 && head.substr(4, 4) == "ftyp" &&
                         (head.substr(8).starts_with("hei") || head.substr(8).starts_with("hev") ||
                          head.substr(8).starts_with("mif") || head.substr(8).starts_with("avi"));
    const bool is_webp = head.starts_with("RIFF") && head.ends_with("WEBP");
    return is_heif || is_webp || head.starts_with("GIF8") || head.starts_with("BM") ||
           head.starts_with(std::string_view("II*\0", 4)) ||
           head.starts_with(std::string_view("MM\0*", 4));
}

/// The reader that understands these bytes; the name of a file and what a browser says of it count
/// for nothing.
void read_by_kind(BytesView file, const ReadLimits& limits, Claims& claims) {
    // Readers accept a PDF header anywhere in the first 1024 bytes; polyglots live from that. Asked
    // before all else: a file that shows people a PDF is judged as one, whatever else it may be.
    constexpr std::size_t header_room = 1024;
    const std::string_view head = as_text(file.first(std::min(file.size(), header_room)));
    const bool is_archive = starts_with(file, {'P', 'K', 3, 4});
    if (head.contains("%PDF-")) {
        // A PDF that somebody packed as it is, or something that only looks so.
        if (is_archive) reject(claims, "file", "file.archive");
        return read_pdf(file, limits, claims);
    }
    if (is_archive) return read_ofd(file, limits, claims);
    if (starts_with(file, {0xFF, 0xD8, 0xFF}) || starts_with(file, {0x89, 'P', 'N', 'G'})) {
        return read_picture(file, limits, claims);
    }
    if (is_other_archive(file)) return reject(claims, "file", "file.archive");
    if (is_compound_file(file)) return reject(claims, "file", "file.office");
    if (is_other_picture(file)) return reject(claims, "file", "file.other_picture");
    if (ends_as_archive(file)) return read_ofd(file, limits, claims);
    reject(claims, "file", "file.unknown");
}

}  // namespace

void reject(Claims& claims, std::string check, std::string code, std::string clause) {
    claims.is_hostile = true;
    add_finding(claims, Level::fail, std::move(check), std::move(code), std::move(clause));
}

void add_finding(
    Claims& claims, Level level, std::string check, std::string code, std::string clause) {
    Finding finding{std::move(check), level, std::move(code), std::move(clause)};
    if (std::ranges::find(claims.findings, finding) != claims.findings.end()) return;
    claims.findings.push_back(std::move(finding));
}

Claims read(BytesView file, const ReadLimits& limits) {
    Claims claims;
    claims.size = file.size();
    if (file.size() > limits.file_bytes) {
        reject(claims, "file", "file.too_large");
        return claims;
    }
    claims.sha256 = crypto::sha256(file);
    claims.sm3 = crypto::sm3(file);
    read_by_kind(file, limits, claims);
    return claims;
}

}  // namespace yinxin::verify
