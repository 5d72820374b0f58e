// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/revocation.hpp"

#include <algorithm>
#include <set>

namespace yinxin::signing {
namespace {

bool is_issuer_of(const crypto::Crl& crl, const crypto::Certificate& certificate) {
    return std::ranges::equal(crl.issuer_der(), certificate.issuer_der());
}

/// The list speaks about one of the certificates; roots speak about themselves only.
Result<bool> speaks_about(const crypto::Crl& crl,
                          std::span<const std::vector<crypto::Certificate>> chains) {
    bool is_needed = false;
    for (const auto& chain : chains) {
        for (const crypto::Certificate& certificate : chain) {
            if (certificate.is_self_issued() || !is_issuer_of(crl, certificate)) continue;
            is_needed = true;
            if (crl.find(certificate.serial_der())) {
                return Error(ErrorCode::certificate_revoked,
                             "revoked: " + to_hex(certificate.serial_der()));
            }
        }
    }
    return is_needed;
}

}  // namespace

Result<RevocationMaterial> gather_revocation_material(
    std::span<const std::vector<crypto::Certificate>> chains,
    std::span<const crypto::Crl> crls,
    Instant now) {
    RevocationMaterial material;
    std::set<crypto::Digest32> seen;
    for (const auto& chain : chains) {
        for (const crypto::Certificate& certificate : chain) {
            if (!seen.insert(certificate.fingerprint()).second) continue;
            material.certificates.push_back(certificate.der());
        }
    }
    for (const crypto::Crl& crl : crls) {
        YX_TRY(const bool is_needed, speaks_about(crl, chains));
        if (!is_needed || !seen.insert(crl.fingerprint()).second) continue;
        if (!crl.is_fresh(now)) {
            return Error(ErrorCode::certificate_not_current,
                         "the revocation list is not fresh at " + format_utc(now));
        }
        material.crls.push_back(crl.der());
    }
    return material;
}

}  // namespace yinxin::signing
