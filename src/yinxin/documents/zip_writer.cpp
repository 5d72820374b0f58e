// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/zip_writer.hpp"

#include <array>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>

#include <libdeflate.h>

namespace yinxin::documents {
namespace {

constexpr std::uint32_t version_needed = 20;
constexpr std::uint32_t utf8_names = 0x0800;
/// 1980-01-01 00:00, the first moment the format knows.
constexpr std::uint32_t no_time = 0;
constexpr std::uint32_t no_date = 0x0021;

void put16(std::string& out, std::uint32_t value) {
    out += static_cast<char>(value & 0xFF);
    out += static_cast<char>((value >> 8) & 0xFF);
}

void put32(std::string& out, std::uint32_t value) {
    put16(out, value);
    put16(out, value >> 16);
}

/// From the version needed to the length of the extra field: the same in both headers.
std::string common_header(const PackedMember& member) {
    constexpr std::uint32_t deflate = 8;
    std::string out;
    put16(out, version_needed);
    put16(out, utf8_names);
    put16(out, member.is_deflated ? deflate : 0);
    put16(out, no_time);
    put16(out, no_date);
    put32(out, member.crc);
    put32(out, static_cast<std::uint32_t>(member.packed.size()));
    put32(out, member.size);
    put16(out, static_cast<std::uint32_t>(member.name.size()));
    put16(out, 0);
    return out;
}

using Compressor = std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)>;

Compressor make_compressor(int level) {
    Compressor compressor(libdeflate_alloc_compressor(level), &libdeflate_free_compressor);
    if (!compressor) throw std::bad_alloc();
    return compressor;
}

libdeflate_compressor& compressor_of(Packing packing) {
    // Large tables: one of each for a thread.
    thread_local const Compressor quick = make_compressor(1);
    thread_local const Compressor tight = make_compressor(12);
    return packing == Packing::quick ? *quick : *tight;
}

}  // namespace

PackedMember pack_member(std::string name, std::string_view content, Packing packing) {
    if (content.size() >= std::numeric_limits<std::uint32_t>::max()) {
        throw std::length_error("a member of an archive");
    }
    PackedMember member;
    member.name = std::move(name);
    member.crc = libdeflate_crc32(0, content.data(), content.size());
    member.size = static_cast<std::uint32_t>(content.size());
    if (packing != Packing::stored && !content.empty()) {
        // One byte less than the content: what does not fit is stored.
        member.packed.resize(content.size() - 1);
        const std::size_t length = libdeflate_deflate_compress(&compressor_of(packing),
                                                               content.data(),
                                                               content.size(),
                                                               member.packed.data(),
                                                               member.packed.size());
        member.packed.resize(length);
        member.is_deflated = length != 0;
    }
    if (!member.is_deflated) member.packed = content;
    return member;
}

void ZipWriter::add(const PackedMember& member) {
    if (count_ == std::numeric_limits<std::uint16_t>::max()) {
        throw std::length_error("members of an archive");
    }
    const auto offset = static_cast<std::uint32_t>(bytes_.size());
    const std::string header = common_header(member);
    for (const std::string_view part : {std::string_view("PK\3\4"),
                                        std::string_view(header),
                                        std::string_view(member.name),
                                        std::string_view(member.packed)}) {
        const BytesView view = as_bytes(part);
        bytes_.insert(bytes_.end(), view.begin(), view.end());
    }
    directory_ += "PK\1\2";
    put16(directory_, version_needed);
    directory_ += header;
    directory_.append(10, '\0');  // comment, disk, attributes
    put32(directory_, offset);
    directory_ += member.name;
    ++count_;
}

Bytes ZipWriter::finish() && {
    const auto start = static_cast<std::uint32_t>(bytes_.size());
    std::string end = std::move(directory_);
    const auto length = static_cast<std::uint32_t>(end.size());
    end += "PK\5\6";
    put32(end, 0);
    put16(end, count_);
    put16(end, count_);
    put32(end, length);
    put32(end, start);
    put16(end, 0);
    const BytesView view = as_bytes(end);
    bytes_.insert(bytes_.end(), view.begin(), view.end());
    return std::move(bytes_);
}

}  // namespace yinxin::documents
