// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <chrono>
#include <filesystem>
#include <string>

namespace yinxin::jobs {

/// One call to an OpenID provider.
struct ProviderCall {
    std::string url;
    std::string authorization;         ///< value of the header; empty: none
    std::string form;                  ///< body of a POST; empty: GET
    std::filesystem::path ca;          ///< PEM; empty: the system's
    bool is_loopback_allowed = false;  ///< plain http, and then to this machine alone
    std::chrono::milliseconds deadline{5000};
};

struct ProviderReply {
    int status = 0;
    std::string body;
};

/// Asks and blocks until the answer is there. https, redirects not followed, no proxy of the
/// environment, at most 256 KiB.
/// @error unavailable, timed_out, too_large
[[nodiscard]] Result<ProviderReply> call_provider(const ProviderCall& call);

}  // namespace yinxin::jobs
