// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"
#include "yinxin/http/router.hpp"

/// Signed requests: the keys of one's own account, and the door they come through.
namespace yinxin::http {

/// GET and POST /office/account/keys: the list, and a new one.
Task<Result<Response>> own_request_keys(Context& context);
/// POST /office/account/keys/remove
Task<Result<Response>> remove_own_request_key(Context& context);
/// POST /office/api: one signed request (docs/office-cli.md). A multipart form: `request`, the JWS,
/// and where it is about a file `file`. No session and no cookie: the signature says who asks.
Task<Result<Response>> answer_signed_request(Context& context);
/// Bytes of the largest one. Its file is in memory: larger tables and archives go through the
/// pages.
[[nodiscard]] std::size_t most_signed_request(const config::Limits& limits) noexcept;

}  // namespace yinxin::http
