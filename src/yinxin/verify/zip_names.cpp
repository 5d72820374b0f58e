// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/verify/zip_archive.hpp"

#include <algorithm>
#include <set>

namespace yinxin::verify {
namespace {

void refuse(Claims& claims, const char* code) {
    reject(claims,
           "ofd.name",
           code,
           "APPNOTE.TXT 6.3.10, 4.4.17.1: a relative path with forward slashes, no drive letter");
}

void check_name(std::string_view name, Claims& claims) {
    if (!is_utf8(name)) refuse(claims, "ofd.name.encoding");
    if (name.starts_with('/')) refuse(claims, "ofd.name.absolute");
    const bool has_control =
        std::ranges::any_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (name.empty() || has_control || name.contains(':')) refuse(claims, "ofd.name.odd");
    if (name.contains('\\')) refuse(claims, "ofd.name.backslash");
    if (name.ends_with('/')) name.remove_suffix(1);
    for (const std::string_view part : split(name, '/')) {
        if (part == "..") refuse(claims, "ofd.name.escape");
        // Windows drops dots and spaces at the end of a name.
        if (part.empty() || part == "." || (part != ".." && part.ends_with('.')) ||
            part.ends_with(' ')) {
            refuse(claims, "ofd.name.odd");
        }
    }
}

/// A directory entry holds nothing; what it held would be covered by nobody.
void check_directory(const ZipEntry& entry, Claims& claims) {
    constexpr std::size_t empty_stream = 2;  // what deflate makes of nothing
    const bool is_empty = entry.size == 0 && entry.crc == 0 && entry.packed.size() <= empty_stream;
    if (!is_empty) refuse(claims, "ofd.name.directory");
}

}  // namespace

void check_names(const std::vector<ZipEntry>& entries, Claims& claims) {
    std::set<std::string_view> exact;
    std::set<std::string> folded;
    for (const ZipEntry& entry : entries) {
        std::string_view name = entry.name;
        check_name(name, claims);
        if (name.ends_with('/')) {
            check_directory(entry, claims);
            name.remove_suffix(1);
        }
        if (!exact.insert(name).second) {
            refuse(claims, "ofd.name.duplicate");
        } else if (!folded.insert(to_lower_ascii(name)).second) {
            refuse(claims, "ofd.name.case");
        }
    }
}

}  // namespace yinxin::verify
