// SPDX-License-Identifier: Apache-2.0
#pragma once

// Writes ZIP archives, sound ones and any that are not: every field of every header can lie.

#include "yinxin/base/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::ofd {

/// What a local header or an entry of the central directory says.
struct ZipHeader {
    std::string name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint32_t packed_size = 0;
    std::uint32_t size = 0;
    std::string extra;
    std::string comment;           ///< directory only
    std::uint32_t attributes = 0;  ///< directory only
};

struct ZipItem {
    std::string before;  ///< stands in front of the local header
    ZipHeader local;
    ZipHeader listed;
    std::string packed;
    std::string descriptor;               ///< stands behind the data
    std::optional<std::size_t> offset{};  ///< what the directory says; the truth when empty
};

/// A file, deflated, with headers that tell the truth.
[[nodiscard]] ZipItem zip_item(std::string_view name, std::string_view content);
/// The same without compression.
[[nodiscard]] ZipItem stored_item(std::string_view name, std::string_view content);
/// The item as streaming writers leave it: sizes behind the data. @param is_marked  with "PK78".
[[nodiscard]] ZipItem streamed(ZipItem item, bool is_marked);
/// Both headers changed alike.
template <class Change>
[[nodiscard]] ZipItem changed(ZipItem item, Change change) {
    change(item.local);
    change(item.listed);
    return item;
}

struct ZipFile {
    std::vector<ZipItem> items;
    std::string before_directory;
    std::string after_directory;  ///< between directory and end record
    std::string comment;
    std::string after;
    std::uint16_t disk = 0;
    std::optional<std::uint16_t> count{};

    [[nodiscard]] std::string write() const;
    /// The item of this name; throws when there is none.
    [[nodiscard]] ZipItem& at(std::string_view name);
};

/// Little endian.
[[nodiscard]] std::string le16(std::size_t number);
[[nodiscard]] std::string le32(std::size_t number);

}  // namespace yinxin::ofd
