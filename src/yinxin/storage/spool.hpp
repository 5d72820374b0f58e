// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/secret.hpp"
#include "yinxin/crypto/suite.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Large uploads on their way to whoever uses them: written as they arrive into files of their own,
/// sealed in chunks with a key of their own, so that nothing of them is ever plain on the disk and
/// forgetting the key forgets the file.
///
/// A file is records of: length (4 bytes, big endian), crypto::KeyRing value. Each record is bound
/// to its place and to whether it is the last, so that a file that was cut, or put together
/// otherwise, does not open.
namespace yinxin::storage {

/// Makes the directory, for nobody else to read, where it is missing. @error file.io
Result<void> make_spool_directory(const std::filesystem::path& directory);

/// Where spooled files are written, and in which suite.
struct SpoolPlace {
    std::filesystem::path directory;
    crypto::Suite suite;
};

/// What opens a finished file. The key belongs into a sealed column.
struct SpooledFile {
    std::string name;  ///< in the spool directory
    Secret key;
    crypto::Suite suite = crypto::Suite::international;
    std::uint64_t size = 0;     ///< of the plain bytes
    crypto::Digest32 sha256{};  ///< of the plain bytes
};

/// One upload while it arrives. What is not finished and kept is removed with this object, so an
/// upload that is broken off leaves nothing.
class Spool {
  public:
    /// @error file.io
    [[nodiscard]] static Result<std::unique_ptr<Spool>> create(const SpoolPlace& place);
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;
    ~Spool();

    /// Appends. Writes to the disk's cache now and then, which may block for a moment.
    /// @error file.io  disk full, for instance; every later call says the same.
    Result<void> write(BytesView bytes);
    /// Seals the last chunk and waits until all is on the disk. Blocks: not for an I/O thread.
    /// @error file.io
    Result<void> finish();
    /// From now on the file stays; whoever has its SpooledFile removes it.
    void keep() noexcept;

    /// Name and key; size and digest are right once it is finished.
    [[nodiscard]] const SpooledFile& file() const noexcept;

  private:
    struct State;
    explicit Spool(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Opens a finished file piece by piece, each of at most `spool_piece` plain bytes.
/// @error file.missing, file.io  @error crypto.unsealing_failed  altered, cut or another key.
Result<void> each_piece(const std::filesystem::path& directory,
                        const SpooledFile& file,
                        const std::function<Result<void>(BytesView)>& take);
inline constexpr std::size_t spool_piece = std::size_t{256} * 1024;

/// The whole plain file in memory that is never on a disk by our doing, for parsers that want all
/// of it. Large: one at a time.
class SpoolMemory {
  public:
    /// @error as each_piece
    [[nodiscard]] static Result<SpoolMemory> open(const std::filesystem::path& directory,
                                                  const SpooledFile& file);
    SpoolMemory(SpoolMemory&& other) noexcept;
    SpoolMemory& operator=(SpoolMemory&&) = delete;
    ~SpoolMemory();
    [[nodiscard]] BytesView view() const noexcept { return view_; }

  private:
    explicit SpoolMemory(BytesView view) : view_(view) {}
    BytesView view_;
};

/// A missing one is no error. @error file.io
Result<void> remove_spooled(const std::filesystem::path& directory, std::string_view name);
/// Names of files that were not written to for so long: what a killed process left behind is among
/// them. @error file.io
Result<std::vector<std::string>> list_spooled(const std::filesystem::path& directory,
                                              std::chrono::seconds older_than);

}  // namespace yinxin::storage
