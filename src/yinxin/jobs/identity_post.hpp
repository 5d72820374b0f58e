// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <chrono>
#include <string>

/// The way to an identity service (docs/accounts.md, Wire format).
namespace yinxin::jobs {

/// A signed question.
struct IdentityPost {
    std::string url;
    std::string body;
    std::string time;
    std::string nonce;
    std::string signature;
    std::chrono::milliseconds deadline{5000};
};
struct IdentityReply {
    int status = 0;
    std::string signature;
    std::string body;
};

/// Posts and blocks until the answer is there. Redirects are not followed, no proxy of the
/// environment, at most 16 KiB.
/// @error unavailable, timed_out, too_large
[[nodiscard]] Result<IdentityReply> post_identity(const IdentityPost& post);

}  // namespace yinxin::jobs
