// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <chrono>
#include <filesystem>
#include <optional>

#include <sys/types.h>

/// UNIX domain sockets with deadlines: what a RemoteSealDesk and a SealServer speak through.
namespace yinxin::jobs {

using SteadyTime = std::chrono::steady_clock::time_point;

/// A file descriptor that is closed with its owner.
class Socket {
  public:
    Socket() = default;
    explicit Socket(int descriptor) : descriptor_(descriptor) {}
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;
    ~Socket();

    [[nodiscard]] int get() const noexcept { return descriptor_; }
    [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }

  private:
    int descriptor_ = -1;
};

/// Whether only the owner (and for reading and entering a group) gets at the directory of a socket:
/// whoever may write there could put a signer of his own in its place.
/// @error config.invalid  no directory, writable for a group, or open to everybody.
[[nodiscard]] Result<void> check_socket_directory(const std::filesystem::path& socket);

/// @error file.io
[[nodiscard]] Result<uid_t> owner_of(const std::filesystem::path& path);

/// Binds and listens; a socket that nobody serves any more is replaced.
/// @error conflict  another process serves it.
/// @error config.invalid  as check_socket_directory, or a path beyond 107 bytes.
/// @error file.io
[[nodiscard]] Result<Socket> listen_at(const std::filesystem::path& path);

/// @error unavailable  nobody listens. @error config.invalid  as above
[[nodiscard]] Result<Socket> connect_to(const std::filesystem::path& path);

/// The user at the other end, as the kernel knows it (SO_PEERCRED).
[[nodiscard]] std::optional<uid_t> peer_of(const Socket& socket);

/// One frame: four bytes of length, big-endian, and that many bytes.
/// @error too_large  longer than `most`; nothing of it was read.
/// @error timed_out, unavailable  the other end is gone.
[[nodiscard]] Result<Bytes> read_frame(const Socket& socket, std::size_t most, SteadyTime deadline);
/// @error timed_out, unavailable
[[nodiscard]] Result<void> write_frame(const Socket& socket,
                                       BytesView content,
                                       SteadyTime deadline);

}  // namespace yinxin::jobs
