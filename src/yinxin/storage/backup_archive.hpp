// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/backup_key.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/sealed_column.hpp"
#include "yinxin/domain/keyed.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

/// The file of a backup (备份), version 1 (docs/backup.md). Encrypted for a recipient, read and
/// written in one pass, never whole in memory:
///
///   header   "YINXINBK", version (1 byte), suite (1: international, 2: national), SHA-256 of the
///            recipient's public key (32), length of the sealed key (2, big endian), sealed key
///   chunks   256 KiB of the content each, the last one shorter or as long, each sealed as a
///            crypto::KeyRing value whose context names the header's SHA-256, the place of the
///            chunk and whether it is the last: none can be left out, moved or taken from elsewhere
///   trailer  "YINXINBE"; without it the file was cut
///
///   content  entries: 1, length of the name (2), name, length (8), bytes; then 0 and nothing more
namespace yinxin::storage {

/// Why a file is refused; param `fault` of the Error.
enum class BackupFault {
    not_a_backup,   ///< other bytes altogether
    other_version,  ///< a form or suite this program does not know
    key_wrong,      ///< made for another key
    truncated,      ///< cut at its end
    altered,        ///< a chunk is not what was written, or not where
    content_wrong,  ///< opened, and is not what a backup has in it
};

/// The next bytes: as many as fit and are there; 0: the end.
using ByteSource = std::function<Result<std::size_t>(std::span<std::uint8_t>)>;
using ByteSink = std::function<Result<void>(BytesView)>;

/// Writes a backup: entry by entry, each of a size that is known before.
class BackupWriter {
  public:
    /// @error what the sink says.
    [[nodiscard]] static Result<BackupWriter> start(const crypto::BackupRecipient& recipient,
                                                    ByteSink sink);
    BackupWriter(BackupWriter&&) noexcept;
    ~BackupWriter();

    /// @param name  as is_backup_name.  @error internal  the one before is not complete.
    [[nodiscard]] Result<void> begin(std::string_view name, std::uint64_t size);
    [[nodiscard]] Result<void> write(BytesView piece);
    [[nodiscard]] Result<void> finish();
    /// Opens what was written, to look at it once more before it counts.
    [[nodiscard]] const Secret& file_key() const noexcept;

  private:
    struct State;
    explicit BackupWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// A relative path of plain parts: letters, digits, '.', '_', '-', between single '/', no part
/// that begins with "..", at most 255 bytes.
[[nodiscard]] bool is_backup_name(std::string_view name) noexcept;

/// Reads entries of an opened content, from a source of any bytes.
class BackupEntries {
  public:
    explicit BackupEntries(ByteSource source) : source_(std::move(source)) {}

    struct Entry {
        std::string name;
        std::uint64_t size = 0;
    };
    /// The next entry, what is left of the one before is passed over; none: the end, and nothing
    /// follows it. @error malformed  fault content_wrong or those of the source.
    [[nodiscard]] Result<std::optional<Entry>> next();
    /// More bytes of the entry; 0: it is over.
    [[nodiscard]] Result<std::size_t> read(std::span<std::uint8_t> target);
    /// All that is left of the entry. @error too_large  more than `most`.
    [[nodiscard]] Result<Bytes> read_all(std::size_t most);

  private:
    [[nodiscard]] Result<void> read_exactly(std::span<std::uint8_t> target);

    ByteSource source_;
    std::uint64_t left_ = 0;
};

/// The content of an encrypted backup as a source of bytes. Nothing is given out before its chunk
/// was found whole; that the file is complete is known only when the source has ended.
class SealedSource {
  public:
    /// @error malformed, unsupported, crypto.unsealing_failed  with a param `fault`
    [[nodiscard]] static Result<SealedSource> open(const crypto::BackupKey& key, ByteSource file);
    /// With the key of this one file. @error as open
    [[nodiscard]] static Result<SealedSource> open(const Secret& file_key, ByteSource file);
    SealedSource(SealedSource&&) noexcept;
    ~SealedSource();

    [[nodiscard]] Result<std::size_t> read(std::span<std::uint8_t> target);

  private:
    struct State;
    explicit SealedSource(std::unique_ptr<State> state);
    static Result<SealedSource> start(
        const std::function<Result<Secret>(BytesView key_id, BytesView sealed)>& open_key,
        ByteSource file);
    std::unique_ptr<State> state_;
};

/// The fault an error names, if it is one of a backup.
[[nodiscard]] std::optional<BackupFault> fault_of(const Error& error);

}  // namespace yinxin::storage

template <>
struct yinxin::domain::KeyTable<yinxin::storage::BackupFault> {
    static constexpr std::array<Keyed<storage::BackupFault>, 6> rows{{
        {storage::BackupFault::not_a_backup, "backup.not_a_backup"},
        {storage::BackupFault::other_version, "backup.other_version"},
        {storage::BackupFault::key_wrong, "backup.key_wrong"},
        {storage::BackupFault::truncated, "backup.truncated"},
        {storage::BackupFault::altered, "backup.altered"},
        {storage::BackupFault::content_wrong, "backup.content_wrong"},
    }};
};
