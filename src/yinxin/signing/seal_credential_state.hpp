// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/signing/seal_credential.hpp"

namespace yinxin::signing {

struct SealCredential::State {
    std::shared_ptr<const crypto::Signer> key;
    crypto::Certificate certificate;
    std::vector<crypto::Certificate> chain;
    std::string key_id;

    // Encoded once; what a document adds are its digest and the signature.
    Bytes attributes_before_digest;  ///< content type
    Bytes attributes_after_digest;   ///< ESS signing-certificate-v2
    Bytes before_signer_info;        ///< SignedData: version, digests, content type, certificates
    Bytes signer_before_attributes;  ///< SignerInfo: version, issuer and serial, digest
    Bytes signature_algorithm;
};

}  // namespace yinxin::signing
