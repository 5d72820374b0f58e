// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/seal_socket.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace yinxin::jobs {
namespace {

constexpr int longest_queue = 64;
/// A frame grows by so much at a time: the length that a stranger promises is not believed.
constexpr std::size_t reading_step = std::size_t{64} << 10;

std::string reason(int number) {
    return std::string(std::strerror(number));
}

Result<sockaddr_un> address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string& text = path.native();
    if (text.empty() || text.size() >= sizeof address.sun_path) {
        return Error(ErrorCode::config_invalid, "the path of a socket has 1 to 107 bytes: " + text);
    }
    std::ranges::copy(text, address.sun_path);
    return address;
}

Result<Socket> make_socket() {
    Socket made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!made.is_open()) return Error(ErrorCode::file_io, "socket: " + reason(errno));
    return made;
}

template <class Call>
int call_with(const sockaddr_un& address, Call call) {
    return call(reinterpret_cast<const sockaddr*>(&address), socklen_t{sizeof address});
}

/// Until the socket is ready, the deadline, or the end.
Result<void> wait_for(const Socket& socket, short events, SteadyTime deadline) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) return Error(ErrorCode::timed_out, "seal socket");
        pollfd asked{socket.get(), events, 0};
        constexpr std::chrono::milliseconds longest{60'000};
        const int ready = ::poll(&asked, 1, static_cast<int>(std::min(left, longest).count()));
        if (ready > 0) return ok();
        if (ready < 0 && errno != EINTR) return Error(ErrorCode::unavailable, reason(errno));
    }
}

bool is_passing(int number) {
    return number == EAGAIN || number == EWOULDBLOCK || number == EINTR;
}

Result<void> read_exactly(const Socket& socket, std::span<std::uint8_t> into, SteadyTime deadline) {
    while (!into.empty()) {
        const ssize_t count = ::recv(socket.get(), into.data(), into.size(), 0);
        if (count == 0) return Error(ErrorCode::unavailable, "the other end closed");
        if (count < 0 && !is_passing(errno)) return Error(ErrorCode::unavailable, reason(errno));
        if (count > 0) {
            into = into.subspan(static_cast<std::size_t>(count));
            continue;
        }
        YX_CHECK(wait_for(socket, POLLIN, deadline));
    }
    return ok();
}

Result<void> write_exactly(const Socket& socket, BytesView from, SteadyTime deadline) {
    while (!from.empty()) {
        const ssize_t count = ::send(socket.get(), from.data(), from.size(), MSG_NOSIGNAL);
        if (count < 0 && !is_passing(errno)) return Error(ErrorCode::unavailable, reason(errno));
        if (count > 0) {
            from = from.subspan(static_cast<std::size_t>(count));
            continue;
        }
        YX_CHECK(wait_for(socket, POLLOUT, deadline));
    }
    return ok();
}

}  // namespace

Socket::Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
    if (this != &other) {
        if (is_open()) ::close(descriptor_);
        descriptor_ = std::exchange(other.descriptor_, -1);
    }
    return *this;
}

Socket::~Socket() {
    if (is_open()) ::close(descriptor_);
}

Result<void> check_socket_directory(const std::filesystem::path& socket) {
    const std::filesystem::path directory = socket.parent_path();
    struct stat status{};
    if (::stat(directory.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
        return Error(ErrorCode::config_invalid, "no directory " + directory.string());
    }
    if ((status.st_mode & (S_IWGRP | S_IRWXO)) != 0) {
        return Error(ErrorCode::config_invalid,
                     "others get into the socket's directory (mode 0700 or 0750 is needed): " +
                         directory.string());
    }
    return ok();
}

Result<uid_t> owner_of(const std::filesystem::path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) {
        return Error(ErrorCode::file_io, path.string() + ": " + reason(errno));
    }
    return status.st_uid;
}

Result<Socket> connect_to(const std::filesystem::path& path) {
    YX_CHECK(check_socket_directory(path));
    YX_TRY(const sockaddr_un address, address_of(path));
    YX_TRY(Socket socket, make_socket());
    const int outcome = call_with(address, [&](const sockaddr* at, socklen_t size) {
        return ::connect(socket.get(), at, size);
    });
    if (outcome != 0) return Error(ErrorCode::unavailable, "nobody listens: " + reason(errno));
    return socket;
}

Result<Socket> listen_at(const std::filesystem::path& path) {
    YX_CHECK(check_socket_directory(path));
    YX_TRY(const sockaddr_un address, address_of(path));
    if (connect_to(path)) {
        return Error(ErrorCode::conflict, "another signer serves " + path.string());
    }
    std::error_code ignored;
    if (std::filesystem::is_socket(path, ignored)) std::filesystem::remove(path, ignored);
    YX_TRY(Socket socket, make_socket());
    const int bound = call_with(address, [&](const sockaddr* at, socklen_t size) {
        return ::bind(socket.get(), at, size);
    });
    // The directory keeps others out; a group that may enter it may also ask.
    if (bound != 0 || ::chmod(path.c_str(), S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) != 0 ||
        ::listen(socket.get(), longest_queue) != 0) {
        return Error(ErrorCode::file_io, path.string() + ": " + reason(errno));
    }
    return socket;
}

std::optional<uid_t> peer_of(const Socket& socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
        return std::nullopt;
    }
    return peer.uid;
}

Result<Bytes> read_frame(const Socket& socket, std::size_t most, SteadyTime deadline) {
    std::array<std::uint8_t, 4> head{};
    YX_CHECK(read_exactly(socket, head, deadline));
    std::size_t length = 0;
    for (const std::uint8_t byte : head)
        length = length << 8U | byte;
    if (length > most) {
        return Error(ErrorCode::too_large, "a frame of " + std::to_string(length) + " bytes");
    }
    Bytes content;
    while (content.size() < length) {
        const std::size_t there = content.size();
        const std::size_t step = std::min(reading_step, length - there);
        content.resize(there + step);
        YX_CHECK(read_exactly(socket, std::span(content).subspan(there), deadline));
    }
    return content;
}

Result<void> write_frame(const Socket& socket, BytesView content, SteadyTime deadline) {
    const auto length = static_cast<std::uint32_t>(content.size());
    const std::array<std::uint8_t, 4> head{static_cast<std::uint8_t>(length >> 24U),
                                           static_cast<std::uint8_t>(length >> 16U),
                                           static_cast<std::uint8_t>(length >> 8U),
                                           static_cast<std::uint8_t>(length)};
    YX_CHECK(write_exactly(socket, head, deadline));
    return write_exactly(socket, content, deadline);
}

}  // namespace yinxin::jobs
