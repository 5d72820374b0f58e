// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/zip_archive.hpp"

#include <algorithm>
#include <optional>

namespace yinxin::verify {
namespace {

// Sizes and offsets: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.9, 4.3.12 and 4.3.16.
constexpr std::uint32_t local_mark = 0x04034B50;
constexpr std::uint32_t directory_mark = 0x02014B50;
constexpr std::uint32_t end_mark = 0x06054B50;
constexpr std::uint32_t zip64_locator_mark = 0x07064B50;
constexpr std::uint32_t descriptor_mark = 0x08074B50;
constexpr std::size_t local_size = 30;
constexpr std::size_t directory_size = 46;
constexpr std::size_t end_size = 22;
constexpr std::size_t longest_comment = 0xFFFF;
constexpr std::uint32_t full_16 = 0xFFFF;
constexpr std::uint32_t full_32 = 0xFFFFFFFF;

constexpr std::uint32_t flag_encrypted = 1U << 0U | 1U << 6U | 1U << 13U;
constexpr std::uint32_t flag_descriptor = 1U << 3U;
constexpr std::uint32_t flag_utf8 = 1U << 11U;
constexpr std::uint32_t method_deflate = 8;

std::uint32_t u16(BytesView bytes, std::size_t at) {
    return static_cast<std::uint32_t>(bytes[at] | bytes[at + 1] << 8);
}

std::uint32_t u32(BytesView bytes, std::size_t at) {
    return u16(bytes, at) | u16(bytes, at + 2) << 16U;
}

bool has(BytesView bytes, std::size_t at, std::size_t count) {
    return at <= bytes.size() && count <= bytes.size() - at;
}

void refuse(Claims& claims, const char* code) {
    reject(claims, "ofd.zip", code, "GB/T 33190-2016: an OFD is packed as one ZIP archive");
}

struct Directory {
    std::size_t at = 0;
    std::size_t end = 0;
    std::size_t count = 0;
    std::size_t base = 0;  ///< where offsets count from; 0 in a sound archive
};

std::optional<std::size_t> find_end(BytesView file) {
    if (file.size() < end_size) return std::nullopt;
    const std::size_t last = file.size() - end_size;
    for (std::size_t back = 0; back <= std::min(last, longest_comment); ++back) {
        if (u32(file, last - back) == end_mark) return last - back;
    }
    return std::nullopt;
}

std::optional<Directory> find_directory(BytesView file, Claims& claims) {
    const auto end = find_end(file);
    if (!end) {
        refuse(claims, "ofd.zip.no_end");
        return std::nullopt;
    }
    const std::size_t count = u16(file, *end + 10);
    const std::size_t size = u32(file, *end + 12);
    const std::size_t start = u32(file, *end + 16);
    const std::size_t comment = u16(file, *end + 20);
    if (comment != 0) refuse(claims, "ofd.zip.comment");
    if (*end + end_size + comment != file.size()) refuse(claims, "ofd.zip.trailing");
    const bool has_locator = *end >= 20 && u32(file, *end - 20) == zip64_locator_mark;
    if (has_locator || count == full_16 || size == full_32 || start == full_32) {
        refuse(claims, "ofd.zip.zip64");
        return std::nullopt;
    }
    const bool is_split =
        u16(file, *end + 4) != 0 || u16(file, *end + 6) != 0 || u16(file, *end + 8) != count;
    if (is_split) refuse(claims, "ofd.zip.split");
    if (size > *end) {
        refuse(claims, "ofd.zip.directory");
        return std::nullopt;
    }
    if (start + size != *end) refuse(claims, "ofd.zip.gap");
    const std::size_t at = *end - size;
    return Directory{at, *end, count, at > start ? at - start : 0};
}

/// An entry of the central directory, not yet believed.
struct Listed {
    std::string_view name;
    std::uint32_t flags = 0;
    std::uint32_t method = 0;
    std::uint32_t crc = 0;
    std::size_t packed_size = 0;
    std::size_t size = 0;
    std::size_t offset = 0;
};

/// Extra fields say nothing but times and owners: no longer sizes, no other name.
void check_extra(BytesView extra, Claims& claims) {
    constexpr std::uint32_t zip64 = 0x0001;
    constexpr std::uint32_t unicode_path = 0x7075;
    while (!extra.empty()) {
        if (extra.size() < 4 || u16(extra, 2) > extra.size() - 4 || u16(extra, 0) == unicode_path) {
            return refuse(claims, "ofd.zip.extra");
        }
        if (u16(extra, 0) == zip64) return refuse(claims, "ofd.zip.zip64");
        extra = extra.subspan(4 + u16(extra, 2));
    }
}

void check_listed(BytesView header, const Listed& listed, Claims& claims) {
    constexpr std::uint32_t kind_mask = 0xF000;
    constexpr std::uint32_t symbolic_link = 0xA000;
    if ((listed.flags & flag_encrypted) != 0) refuse(claims, "ofd.zip.encrypted");
    if (listed.method != 0 && listed.method != method_deflate) refuse(claims, "ofd.zip.method");
    if ((u32(header, 38) >> 16U & kind_mask) == symbolic_link) refuse(claims, "ofd.zip.link");
    if (u16(header, 32) != 0) refuse(claims, "ofd.zip.comment");
    if (u16(header, 34) != 0) refuse(claims, "ofd.zip.split");
    const bool is_plain = std::ranges::all_of(listed.name, [](char c) { return c >= 0; });
    // Without the flag a name is in whatever code page the reader thinks of.
    if (!is_plain && (listed.flags & flag_utf8) == 0) {
        reject(claims, "ofd.name", "ofd.name.encoding");
    }
}

std::vector<Listed> read_directory(BytesView file,
                                   const Directory& directory,
                                   const ReadLimits& limits,
                                   Claims& claims) {
    std::vector<Listed> list;
    if (directory.count > limits.members) {
        refuse(claims, "ofd.zip.too_many");
        return list;
    }
    BytesView rest = file.subspan(directory.at, directory.end - directory.at);
    for (std::size_t i = 0; i < directory.count; ++i) {
        if (rest.size() < directory_size || u32(rest, 0) != directory_mark) {
            refuse(claims, "ofd.zip.directory");
            return list;
        }
        const std::size_t name = u16(rest, 28);
        const std::size_t extra = u16(rest, 30);
        const std::size_t comment = u16(rest, 32);
        if (!has(rest, directory_size, name + extra + comment)) {
            refuse(claims, "ofd.zip.directory");
            return list;
        }
        const Listed& listed = list.emplace_back(as_text(rest.subspan(directory_size, name)),
                                                 u16(rest, 8),
                                                 u16(rest, 10),
                                                 u32(rest, 16),
                                                 u32(rest, 20),
                                                 u32(rest, 24),
                                                 u32(rest, 42) + directory.base);
        check_listed(rest, listed, claims);
        check_extra(rest.subspan(directory_size + name, extra), claims);
        rest = rest.subspan(directory_size + name + extra + comment);
    }
    if (!rest.empty()) refuse(claims, "ofd.zip.directory");
    return list;
}

bool repeats(BytesView local, const Listed& listed) {
    // Streaming writers do not know checksum and sizes yet and leave them zero.
    const bool may_be_zero = (listed.flags & flag_descriptor) != 0;
    const auto is = [&](std::size_t at, std::size_t value) {
        return u32(local, at) == value || (may_be_zero && u32(local, at) == 0);
    };
    return u16(local, 6) == listed.flags && u16(local, 8) == listed.method && is(14, listed.crc) &&
           is(18, listed.packed_size) && is(22, listed.size);
}

/// Length of the data descriptor (APPNOTE 4.3.9), with its mark or without; nothing when it says
/// something else than the directory.
std::optional<std::size_t> descriptor_length(BytesView file, std::size_t at, const Listed& listed) {
    const auto says = [&](std::size_t from) {
        return has(file, from, 12) && u32(file, from) == listed.crc &&
               u32(file, from + 4) == listed.packed_size && u32(file, from + 8) == listed.size;
    };
    if (has(file, at, 16) && u32(file, at) == descriptor_mark && says(at + 4)) return 16;
    return says(at) ? std::optional<std::size_t>(12) : std::nullopt;
}

/// @return the offset after the entry; nothing when its local header cannot be read.
std::optional<std::size_t> read_local(BytesView file,
                                      const Listed& listed,
                                      std::vector<ZipEntry>& entries,
                                      Claims& claims) {
    if (!has(file, listed.offset, local_size) || u32(file, listed.offset) != local_mark) {
        refuse(claims, "ofd.zip.header");
        return std::nullopt;
    }
    const BytesView local = file.subspan(listed.offset);
    const std::size_t name = u16(local, 26);
    const std::size_t extra = u16(local, 28);
    if (!has(local, local_size, name + extra + listed.packed_size)) {
        refuse(claims, "ofd.zip.header");
        return std::nullopt;
    }
    const bool is_same = as_text(local.subspan(local_size, name)) == listed.name;
    if (!is_same || !repeats(local, listed)) refuse(claims, "ofd.zip.mismatch");
    check_extra(local.subspan(local_size + name, extra), claims);
    const std::size_t data = local_size + name + extra;
    entries.push_back({std::string(listed.name),
                       local.subspan(data, listed.packed_size),
                       listed.size,
                       listed.crc,
                       listed.method == method_deflate});
    const std::size_t end = listed.offset + data + listed.packed_size;
    if ((listed.flags & flag_descriptor) == 0) return end;
    const auto descriptor = descriptor_length(file, end, listed);
    if (!descriptor) refuse(claims, "ofd.zip.mismatch");
    return end + descriptor.value_or(0);
}

void check_sizes(const std::vector<Listed>& list, const ReadLimits& limits, Claims& claims) {
    // Short and uniform things pack well; only what is large can hurt.
    constexpr std::size_t harmless = std::size_t{1} << 20U;
    std::size_t sum = 0;
    for (const Listed& listed : list) {
        sum += listed.size;
        if (listed.size > harmless && listed.size / limits.ratio > listed.packed_size) {
            refuse(claims, "ofd.zip.bomb");
        }
    }
    if (sum > limits.unpacked_bytes) refuse(claims, "ofd.zip.unpacks");
}

}  // namespace

std::vector<ZipEntry> walk_archive(BytesView file, const ReadLimits& limits, Claims& claims) {
    std::vector<ZipEntry> entries;
    if (file.size() < 4 || (u32(file, 0) != local_mark && u32(file, 0) != end_mark)) {
        refuse(claims, "ofd.zip.prefix");
    }
    const auto directory = find_directory(file, claims);
    if (!directory) return entries;
    std::vector<Listed> list = read_directory(file, *directory, limits, claims);
    check_sizes(list, limits, claims);
    std::ranges::sort(list, {}, &Listed::offset);
    std::size_t expected = directory->base;
    for (const Listed& listed : list) {
        if (listed.offset < expected) refuse(claims, "ofd.zip.overlap");
        if (listed.offset > expected) refuse(claims, "ofd.zip.gap");
        expected = read_local(file, listed, entries, claims).value_or(listed.offset);
    }
    if (expected != directory->at) refuse(claims, "ofd.zip.gap");
    check_names(entries, claims);
    std::erase_if(entries, [](const ZipEntry& entry) { return entry.name.ends_with('/'); });
    return entries;
}

}  // namespace yinxin::verify
