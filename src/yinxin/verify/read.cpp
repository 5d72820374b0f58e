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

/// The reader that understands these bytes; the name of a file and what a browser says of it count
/// for nothing.
void read_by_kind(BytesView file, const ReadLimits& limits, Claims& claims) {
    // Readers accept a PDF header anywhere in the first 1024 bytes; polyglots live from that. Asked
    // before all else: a file that shows people a PDF is judged as one, whatever else it may be.
    constexpr std::size_t header_room = 1024;
    const std::string_view head = as_text(file.first(std::min(file.size(), header_room)));
    if (head.contains("%PDF-")) return read_pdf(file, limits, claims);
    if (starts_with(file, {'P', 'K', 3, 4})) return read_ofd(file, limits, claims);
    if (starts_with(file, {0xFF, 0xD8, 0xFF}) || starts_with(file, {0x89, 'P', 'N', 'G'})) {
        return read_picture(file, limits, claims);
    }
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
