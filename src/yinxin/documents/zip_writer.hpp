// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace yinxin::documents {

/// One file of an archive, ready to be written; made once for what many archives share.
struct PackedMember {
    std::string name;    ///< ASCII, parts divided by '/'
    std::string packed;  ///< as it stands in the archive
    std::uint32_t crc = 0;
    std::uint32_t size = 0;  ///< unpacked, bytes
    bool is_deflated = false;
};

/// How much time is spent on making a member smaller.
enum class Packing {
    stored,  ///< for what is packed already
    quick,   ///< for what is made once per document
    tight,   ///< for what is made once per template
};

/// @pre less than 4 GiB. A member that does not become smaller is stored.
[[nodiscard]] PackedMember pack_member(std::string name, std::string_view content, Packing packing);

/// Writes a ZIP archive (APPNOTE.TXT 6.3, ISO/IEC 21320-1) whose bytes depend on its members alone:
/// no times, no extra fields, UTF-8 flag, no data descriptors, no ZIP64.
class ZipWriter {
  public:
    void add(const PackedMember& member);
    /// Central directory and end record; nothing may be added afterwards.
    [[nodiscard]] Bytes finish() &&;
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
    void reserve(std::size_t bytes) { bytes_.reserve(bytes); }

  private:
    Bytes bytes_;
    std::string directory_;
    std::uint16_t count_ = 0;
};

}  // namespace yinxin::documents
