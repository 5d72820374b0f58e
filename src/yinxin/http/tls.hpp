// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/http/server.hpp"

#include <memory>

#include <boost/asio/ssl/context.hpp>

namespace yinxin::http {

/// TLS 1.2 and 1.3 with forward secrecy and authenticated encryption only, ALPN "http/1.1".
/// @error config.invalid  a file cannot be read, or key and certificate do not belong together.
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(
    const TlsFiles& files);

}  // namespace yinxin::http
