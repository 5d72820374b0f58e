// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace yinxin::app {

/// Tells the service manager how this process stands, e.g. "READY=1" or "STOPPING=1" (the protocol
/// of sd_notify(3): one datagram to the socket that NOTIFY_SOCKET names). Without a service manager
/// it does nothing; a message that cannot be sent is dropped, for nothing here depends on it.
void tell_service_manager(std::string_view message) noexcept;

}  // namespace yinxin::app
