// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the files of the archive in this room only: the numbers of the form, and one chunk.

#include "yinxin/storage/backup_archive.hpp"

namespace yinxin::storage::backup_form {

inline constexpr std::string_view magic = "YINXINBK";
inline constexpr std::string_view trailer = "YINXINBE";
inline constexpr std::uint8_t form_version = 1;
inline constexpr std::size_t chunk_size = std::size_t{256} * 1024;
inline constexpr std::size_t key_id_size = 32;
inline constexpr std::size_t name_length_size = 2;
inline constexpr std::size_t entry_length_size = 8;
inline constexpr std::uint8_t entry_follows = 1;
inline constexpr std::uint8_t no_entry_follows = 0;

enum class Place { more, last };

/// Seals and opens chunk after chunk of one file.
class Chunks {
  public:
    static Result<Chunks> make(const Secret& key, crypto::Suite suite, BytesView header);
    [[nodiscard]] Bytes seal(BytesView plain, Place place);
    /// The next chunk; none: it is not the next one, or not in this place.
    [[nodiscard]] std::optional<Bytes> open(BytesView sealed, Place place);

  private:
    Chunks(crypto::KeyRing ring, std::string header) : ring_(std::move(ring)), header_(header) {}
    [[nodiscard]] std::string context(Place place) const;

    crypto::KeyRing ring_;
    std::string header_;  ///< its SHA-256 in hexadecimal
    std::uint64_t number_ = 0;
};

[[nodiscard]] Secret fresh_key();
[[nodiscard]] Bytes make_header(const crypto::BackupRecipient& recipient, BytesView sealed_key);
/// Big endian, `size` bytes.
void append_number(Bytes& target, std::uint64_t number, std::size_t size);
[[nodiscard]] std::uint64_t read_number(BytesView bytes) noexcept;
[[nodiscard]] Error backup_error(BackupFault fault, std::string detail);

}  // namespace yinxin::storage::backup_form
