// SPDX-License-Identifier: Apache-2.0
#include "support/ofd/zip_writer.hpp"

#include <algorithm>
#include <stdexcept>
#include <zlib.h>

namespace yinxin::ofd {
namespace {

std::string deflated(std::string_view content) {
    z_stream stream{};
    if (deflateInit2(&stream, 6, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("deflate");
    }
    std::string packed(deflateBound(&stream, content.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int outcome = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (outcome != Z_STREAM_END) throw std::runtime_error("deflate");
    return packed;
}

/// From the version needed to the lengths of name and extra field: the same in both headers.
std::string common(const ZipHeader& header) {
    constexpr std::size_t version = 20;
    constexpr std::size_t midnight = 0;
    constexpr std::size_t day = 0x5B78;  // 2025-11-24
    return le16(version) + le16(header.flags) + le16(header.method) + le16(midnight) + le16(day) +
           le32(header.crc) + le32(header.packed_size) + le32(header.size) +
           le16(header.name.size()) + le16(header.extra.size());
}

ZipItem item_of(std::string_view name, std::string_view content, std::string packed, int method) {
    ZipItem item;
    item.packed = std::move(packed);
    item.local.name = name;
    item.local.method = static_cast<std::uint16_t>(method);
    item.local.crc = static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size()));
    item.local.packed_size = static_cast<std::uint32_t>(item.packed.size());
    item.local.size = static_cast<std::uint32_t>(content.size());
    item.listed = item.local;
    return item;
}

}  // namespace

std::string le16(std::size_t number) {
    return {static_cast<char>(number & 0xFFU), static_cast<char>(number >> 8U & 0xFFU)};
}

std::string le32(std::size_t number) {
    return le16(number & 0xFFFFU) + le16(number >> 16U);
}

ZipItem zip_item(std::string_view name, std::string_view content) {
    return item_of(name, content, deflated(content), 8);
}

ZipItem stored_item(std::string_view name, std::string_view content) {
    return item_of(name, content, std::string(content), 0);
}

ZipItem streamed(ZipItem item, bool is_marked) {
    constexpr std::uint16_t has_descriptor = 8;
    item.descriptor = (is_marked ? "PK\7\10" : "") + le32(item.local.crc) +
                      le32(item.local.packed_size) + le32(item.local.size);
    item.local.flags |= has_descriptor;
    item.listed.flags |= has_descriptor;
    item.local.crc = item.local.packed_size = item.local.size = 0;
    return item;
}

std::string ZipFile::write() const {
    std::string out;
    std::string directory;
    for (const ZipItem& item : items) {
        out += item.before;
        const std::size_t offset = item.offset.value_or(out.size());
        out += "PK\3\4" + common(item.local) + item.local.name + item.local.extra + item.packed +
               item.descriptor;
        directory += "PK\1\2" + le16(20) + common(item.listed) + le16(item.listed.comment.size()) +
                     le16(0) + le16(0) + le32(item.listed.attributes) + le32(offset) +
                     item.listed.name + item.listed.extra + item.listed.comment;
    }
    out += before_directory;
    const std::size_t start = out.size();
    const std::size_t stated = count.value_or(static_cast<std::uint16_t>(items.size()));
    return out + directory + after_directory + "PK\5\6" + le16(disk) + le16(disk) + le16(stated) +
           le16(stated) + le32(directory.size()) + le32(start) + le16(comment.size()) + comment +
           after;
}

ZipItem& ZipFile::at(std::string_view name) {
    const auto found =
        std::ranges::find_if(items, [&](const ZipItem& item) { return item.listed.name == name; });
    if (found == items.end()) throw std::out_of_range(std::string(name));
    return *found;
}

}  // namespace yinxin::ofd
