// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::config {

/// Where revocation data is fetched from, and whose it is.
struct RevocationAddress {
    std::string url;  ///< http or https
    /// Whose data it must be: "sha256:" and the hash of the issuer's certificate in hexadecimal, or
    /// "file:" and a PEM file, relative to data_dir. Empty: any issuer of our chains.
    std::string issuer = {};

    /// As it is written in the settings.
    [[nodiscard]] std::string text() const;
};

/// "URL" or "URL ISSUER". @error malformed
[[nodiscard]] Result<RevocationAddress> parse_revocation_address(std::string_view text);

/// What is fetched about the certificates of our own seals and timestamp authorities, and when old
/// data stops pressing.
struct Revocation {
    std::vector<RevocationAddress> lists;        ///< CRLs (RFC 5280), DER or PEM
    std::vector<RevocationAddress> responders;   ///< OCSP (RFC 6960)
    std::chrono::seconds refresh{6 * 3600};      ///< between two fetches of an address that answers
    std::chrono::seconds deadline{20};           ///< of one exchange, connecting included
    std::uint64_t largest = 8ULL * 1024 * 1024;  ///< bytes of one answer
    std::chrono::seconds stale_after{24 * 3600};  ///< older data raises an alarm
    std::chrono::seconds stop_pressing_after{0};  ///< 0: old data never stops pressing

    [[nodiscard]] bool is_on() const noexcept { return !lists.empty() || !responders.empty(); }
};

}  // namespace yinxin::config
