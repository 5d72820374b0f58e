// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/zip_layout.hpp"

#include <algorithm>
#include <optional>

namespace yinxin::sheets {
namespace {

constexpr std::uint32_t local_signature = 0x04034B50;
constexpr std::uint32_t central_signature = 0x02014B50;
constexpr std::uint32_t end_signature = 0x06054B50;
constexpr std::size_t local_size = 30;
constexpr std::size_t central_size = 46;
constexpr std::size_t end_size = 22;
constexpr std::uint32_t in_zip64 = 0xFFFFFFFF;

constexpr unsigned encrypted_flags = 0x0001 | 0x0040 | 0x2000;
constexpr unsigned descriptor_flag = 0x0008;
constexpr unsigned utf8_flag = 0x0800;
constexpr unsigned meaningful_flags = encrypted_flags | descriptor_flag | utf8_flag;
constexpr unsigned stored = 0;
constexpr unsigned deflated = 8;
constexpr unsigned made_on_unix = 3;

Error unreadable(const char* reason) {
    return Error(ErrorCode::archive_unreadable, reason);
}
Error unsafe(const char* reason) {
    return Error(ErrorCode::archive_unsafe, reason);
}

/// Little-endian numbers; reading past the end gives zeros, which no check accepts.
std::uint32_t number(BytesView file, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = size; i-- > 0;) {
        value = (value << 8) | (at + i < file.size() ? file[at + i] : 0);
    }
    return value;
}
std::uint32_t u16(BytesView file, std::size_t at) {
    return number(file, at, 2);
}
std::uint32_t u32(BytesView file, std::size_t at) {
    return number(file, at, 4);
}

struct End {
    std::size_t at = 0;
    std::size_t entries = 0;
    std::size_t directory_at = 0;
};

/// The last end record in the file, which must end it together with its comment.
Result<End> find_end(BytesView file) {
    constexpr std::size_t longest_comment = 0xFFFF;
    if (file.size() < end_size) return unreadable("shorter than an end record");
    const std::size_t last = file.size() - end_size;
    std::optional<std::size_t> found;
    for (std::size_t back = 0; back <= std::min(last, longest_comment) && !found; ++back) {
        if (u32(file, last - back) != end_signature) continue;
        if (u16(file, last - back + 20) != back) return unsafe("bytes behind the end record");
        found = last - back;
    }
    if (!found) return unreadable("no end record");
    const std::size_t at = *found;
    if (u16(file, at + 4) != 0 || u16(file, at + 6) != 0) return unreadable("several volumes");
    const End end{at, u16(file, at + 10), u32(file, at + 16)};
    if (u16(file, at + 8) != end.entries) return unreadable("entry counts differ");
    if (end.directory_at == in_zip64 || end.entries == 0xFFFF) return unreadable("ZIP64");
    if (end.directory_at > at || at - end.directory_at != u32(file, at + 12)) {
        return unsafe("bytes between the directory and the end record");
    }
    return end;
}

/// One row of the central directory, with what the local header must repeat.
struct Central {
    ZipEntry entry;
    std::uint32_t flags = 0;
    std::uint32_t method = 0;
    std::uint32_t crc = 0;
    std::size_t local_at = 0;
};

bool is_special(BytesView file, std::size_t at) {
    constexpr std::uint32_t type_mask = 0170000;
    constexpr std::uint32_t regular = 0100000;
    constexpr std::uint32_t directory = 0040000;
    if (u16(file, at + 4) >> 8 != made_on_unix) return false;
    const std::uint32_t type = (u32(file, at + 38) >> 16) & type_mask;
    return type != 0 && type != regular && type != directory;
}

Result<Central> read_central(BytesView file, std::size_t& at, std::size_t end) {
    if (at + central_size > end || u32(file, at) != central_signature) {
        return unreadable("central directory");
    }
    Central central;
    central.flags = u16(file, at + 8);
    central.method = u16(file, at + 10);
    central.crc = u32(file, at + 16);
    central.entry.packed = u32(file, at + 20);
    central.entry.unpacked = u32(file, at + 24);
    central.entry.is_utf8 = (central.flags & utf8_flag) != 0;
    central.entry.is_special = is_special(file, at);
    central.local_at = u32(file, at + 42);
    const std::size_t name = u16(file, at + 28);
    const std::size_t next = at + central_size + name + u16(file, at + 30) + u16(file, at + 32);
    if (next > end) return unreadable("central directory");
    if ((central.flags & encrypted_flags) != 0) return Error(ErrorCode::archive_encrypted);
    if (central.method != stored && central.method != deflated) return unreadable("method");
    if (central.method == stored && central.entry.packed != central.entry.unpacked) {
        return unsafe("a stored entry of two sizes");
    }
    if (central.entry.packed == in_zip64 || central.entry.unpacked == in_zip64 ||
        central.local_at == in_zip64 || u16(file, at + 34) != 0) {
        return unreadable("ZIP64 or several volumes");
    }
    central.entry.raw_name = as_text(file.subspan(at + central_size, name));
    at = next;
    return central;
}

/// Where the entry's bytes end, its data descriptor included.
/// @param next  where the next entry or the directory begins.
Result<void> check_local(BytesView file, const Central& central, std::size_t next) {
    const std::size_t at = central.local_at;
    if (at + local_size > next || u32(file, at) != local_signature) return unsafe("local header");
    const std::uint32_t flags = u16(file, at + 6);
    const std::size_t name = u16(file, at + 26);
    const std::size_t data = at + local_size + name + u16(file, at + 28);
    if (data > next || next - data < central.entry.packed) return unsafe("entries overlap");
    const bool same = ((flags ^ central.flags) & meaningful_flags) == 0 &&
                      u16(file, at + 8) == central.method &&
                      as_text(file.subspan(at + local_size, name)) == central.entry.raw_name;
    if (!same) return unsafe("local header differs");
    const std::size_t gap = next - data - central.entry.packed;
    if ((flags & descriptor_flag) != 0) {
        // CRC and two sizes, with or without a signature in front.
        if (gap != 12 && gap != 16) return unsafe("bytes between entries");
        return ok();
    }
    if (gap != 0) return unsafe("bytes between entries");
    if (u32(file, at + 14) != central.crc || u32(file, at + 18) != central.entry.packed ||
        u32(file, at + 22) != central.entry.unpacked) {
        return unsafe("local header differs");
    }
    return ok();
}

}  // namespace

Result<std::vector<ZipEntry>> read_zip_layout(BytesView file) {
    YX_TRY(const End end, find_end(file));
    std::vector<Central> rows;
    std::size_t at = end.directory_at;
    for (std::size_t i = 0; i < end.entries; ++i) {
        YX_TRY(Central row, read_central(file, at, end.at));
        rows.push_back(row);
    }
    if (at != end.at) return unsafe("bytes behind the directory");
    std::vector<ZipEntry> entries;
    entries.reserve(rows.size());
    for (const Central& row : rows) {
        entries.push_back(row.entry);
    }
    std::ranges::sort(rows, {}, &Central::local_at);
    const std::size_t first = rows.empty() ? end.directory_at : rows.front().local_at;
    if (first != 0) return unsafe("bytes in front of the first entry");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool is_last = i + 1 == rows.size();
        YX_CHECK(check_local(file, rows[i], is_last ? end.directory_at : rows[i + 1].local_at));
    }
    return entries;
}

}  // namespace yinxin::sheets
