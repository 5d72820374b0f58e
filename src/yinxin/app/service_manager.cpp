// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/service_manager.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace yinxin::app {

void tell_service_manager(std::string_view message) noexcept {
    const char* named = std::getenv("NOTIFY_SOCKET");
    if (named == nullptr) return;
    const std::string_view path = named;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() < 2 || path.size() >= sizeof address.sun_path) return;
    std::ranges::copy(path, address.sun_path);
    // '@' stands for the zero byte of an abstract name.
    if (path.front() == '@') address.sun_path[0] = '\0';
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return;
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    (void)::sendto(socket,
                   message.data(),
                   message.size(),
                   MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr*>(&address),
                   length);
    ::close(socket);
}

}  // namespace yinxin::app
