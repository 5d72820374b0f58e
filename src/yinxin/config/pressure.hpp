// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace yinxin::config {

/// What happens at a door within five minutes, over all addresses, before its forms ask for the
/// human check; 0: never (docs/abuse.md).
struct Pressure {
    std::uint64_t login = 200;         ///< failed and refused
    std::uint64_t login_code = 600;    ///< all
    std::uint64_t registration = 300;  ///< all
    std::uint64_t recover = 100;       ///< all
    std::uint64_t match = 200;         ///< no match, and refused
};

}  // namespace yinxin::config
