// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <array>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace yinxin::sheets {

/// One entry of a ZIP archive in the making; what differs from the defaults is a lie.
struct MadeEntry {
    std::string name;
    std::string content;
    std::uint16_t flags = 0x0800;
    std::uint16_t method = 0;
    std::uint32_t unix_mode = 0;
    std::string local_name{};              ///< empty: the same
    std::uint32_t announced = 0xFFFFFFFE;  ///< unpacked size in both headers; this: the truth
    std::uint32_t local_announced = 0xFFFFFFFE;
    std::string before{};  ///< bytes in front of the local header
};

/// Writes archives byte by byte, so that tests can write wrong ones.
class ZipBuilder {
  public:
    ZipBuilder& add(MadeEntry entry) {
        entries_.push_back(std::move(entry));
        return *this;
    }
    ZipBuilder& add(std::string name, std::string content) {
        return add(MadeEntry{std::move(name), std::move(content)});
    }

    /// @param behind  bytes between the directory and the end record, and behind the end record
    [[nodiscard]] Bytes build(const std::string& between = {},
                              const std::string& behind = {}) const {
        std::string file;
        std::string directory;
        for (const MadeEntry& entry : entries_) {
            file += entry.before;
            const std::uint32_t at = static_cast<std::uint32_t>(file.size());
            const std::uint32_t size = truth_or(entry.announced, entry);
            const std::string& local = entry.local_name.empty() ? entry.name : entry.local_name;
            const std::uint32_t local_size =
                entry.local_announced == 0xFFFFFFFE ? size : entry.local_announced;
            file += "PK\x03\x04" + u16(20) + common(entry, local_size) + u16(local.size()) +
                    u16(0) + local + entry.content;
            directory += "PK\x01\x02" + u16(entry.unix_mode != 0 ? 0x0314 : 20) + u16(20) +
                         common(entry, size) + u16(entry.name.size()) + u16(0) + u16(0) + u16(0) +
                         u16(0) + u32(entry.unix_mode << 16) + u32(at) + entry.name;
        }
        const std::uint32_t directory_at = static_cast<std::uint32_t>(file.size());
        file += directory + between + "PK\x05\x06" + u16(0) + u16(0) + u16(entries_.size()) +
                u16(entries_.size()) + u32(static_cast<std::uint32_t>(directory.size())) +
                u32(directory_at) + u16(0) + behind;
        return to_bytes(file);
    }

  private:
    static std::string u16(std::size_t value) {
        return {static_cast<char>(value & 0xFF), static_cast<char>(value >> 8 & 0xFF)};
    }
    static std::string u32(std::uint32_t value) { return u16(value & 0xFFFF) + u16(value >> 16); }
    static std::uint32_t truth_or(std::uint32_t announced, const MadeEntry& entry) {
        return announced == 0xFFFFFFFE ? static_cast<std::uint32_t>(entry.content.size())
                                       : announced;
    }
    static std::uint32_t crc32(const std::string& content) {
        std::uint32_t crc = 0xFFFFFFFF;
        for (const char c : content) {
            crc ^= static_cast<unsigned char>(c);
            for (int bit = 0; bit < 8; ++bit) {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
            }
        }
        return ~crc;
    }
    /// From the flags to the unpacked size.
    static std::string common(const MadeEntry& entry, std::uint32_t unpacked) {
        return u16(entry.flags) + u16(entry.method) + u16(0) + u16(0x21) +
               u32(crc32(entry.content)) + u32(static_cast<std::uint32_t>(entry.content.size())) +
               u32(unpacked);
    }

    std::vector<MadeEntry> entries_;
};

}  // namespace yinxin::sheets
