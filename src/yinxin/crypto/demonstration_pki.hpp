// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/keys.hpp"
#include "yinxin/crypto/pki.hpp"

#include <filesystem>

namespace yinxin::crypto {

/// One seal of the demonstration: files STEM.key and STEM.crt, and STEM.sm2.key and STEM.sm2.crt
/// where it seals OFDs too.
struct DemonstrationSeal {
    std::string stem;
    DistinguishedName subject;
    KeyKind key = KeyKind::p256;
    bool seals_ofd = false;
};

struct DemonstrationPkiPlan {
    std::string organization;      ///< of every CA; must say 演示 or DEMO
    std::string common_name_tail;  ///< appended to the common names of the CAs, e.g. " (DEMO)"
    std::vector<DemonstrationSeal> seals;
    std::vector<std::string> dns_names{"localhost"};            ///< of the TLS server
    std::vector<std::string> ip_addresses{"127.0.0.1", "::1"};  ///< of the TLS server
    Instant now;                                                ///< validity starts a day before
};

/// Makes the demonstration's keys and certificates in `directory` (created, 0700):
/// root, issuing, timestamp and tls as STEM.key and STEM.crt, one pair per seal, root.crl and
/// issuing.crl. Where a seal is to seal OFDs, the same once more with SM2 keys (GB/T 20518):
/// sm2-root, sm2-issuing, sm2-timestamp, sm2-maker (制章), sm2-root.crl and sm2-issuing.crl.
/// Every .crt of a leaf holds the leaf first and then its issuing CA.
/// Subjects that do not carry 演示 or DEMO are refused, so that nothing made here can pass for
/// real.
/// @error invalid_input, conflict (a file is there already), file.io, signing.signature_failed
[[nodiscard]] Result<void> make_demonstration_pki(const std::filesystem::path& directory,
                                                  const DemonstrationPkiPlan& plan);

/// Renews all revocation lists of a demonstration directory, keeping what is revoked in them.
/// @error file.missing, signing.key_unavailable, signing.signature_failed
[[nodiscard]] Result<void> renew_demonstration_crls(const std::filesystem::path& directory,
                                                    Instant now);

}  // namespace yinxin::crypto
