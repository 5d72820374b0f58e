// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/result.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/crypto/personal_key.hpp"

#include <filesystem>
#include <map>
#include <string>

/// One signed request to a running service (docs/office-cli.md): made here, checked there.
namespace yinxin::cli {

struct OfficeRequest {
    std::string url;         ///< public address of the service: "https://yinxin.example"
    std::string login_name;  ///< whose key it is
    std::string verb;
    std::map<std::string, std::string> parameters;
    std::string file_name;  ///< of the body
    Bytes body;
    bool applies = false;
};

/// The compact JWS. @error signing.signature_failed
[[nodiscard]] Result<std::string> sign_request(const OfficeRequest& request,
                                               const crypto::PersonalSigner& key,
                                               Instant now);

struct OfficeAnswer {
    long status = 0;
    std::string body;
};
/// Sends it. Follows no redirect and no proxy of the environment.
/// @param ca  certificates trusted for this service; empty: the system's.
/// @error unavailable  the service cannot be reached, or its certificate is not trusted
[[nodiscard]] Result<OfficeAnswer> post_request(const OfficeRequest& request,
                                                const std::string& jws,
                                                const std::filesystem::path& ca);

}  // namespace yinxin::cli
