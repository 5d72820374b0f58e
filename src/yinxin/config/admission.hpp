// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

namespace yinxin::config {

/// What the public door lets in at once and how long it lets wait (docs/peak.md). The shares of the
/// kinds of requests are not settings: nobody could say what they should be from outside.
struct Admission {
    std::uint64_t at_once = 256;       ///< requests of one kind being worked on
    std::uint64_t waiting = 2048;      ///< requests of one kind that wait for that
    std::chrono::seconds patience{2};  ///< longest wait before the waiting page
    std::chrono::seconds deadline{
        20};  ///< what an admitted request has not begun by then, it drops
    std::uint64_t bodies = 256ULL * 1024 * 1024;  ///< bytes of forms and files in memory
};

}  // namespace yinxin::config
