// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/crypto/x509.hpp"

#include <span>
#include <vector>

namespace yinxin::signing {

/// What goes into the document security store (DSS) of a signed revision: everything a verifier
/// needs to judge the signature and its timestamp later, without a network.
struct RevocationMaterial {
    std::vector<Bytes> certificates;  ///< DER, each once
    std::vector<Bytes> crls;          ///< DER, each once
};

/// Gathers chains (of the signer, of the timestamp authority) and the lists that speak about them,
/// in the order given, so that the same input gives the same bytes.
/// @param chains  certificates, leaf first, roots included where they are to travel.
/// @param crls  lists that no given certificate was issued under are left out.
/// @error signing.certificate_not_current  a list that is needed is not fresh at `now`.
/// @error signing.certificate_revoked  a list revokes one of the certificates.
[[nodiscard]] Result<RevocationMaterial> gather_revocation_material(
    std::span<const std::vector<crypto::Certificate>> chains,
    std::span<const crypto::Crl> crls,
    Instant now);

}  // namespace yinxin::signing
