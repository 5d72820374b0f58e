// SPDX-License-Identifier: Apache-2.0
#pragma once

// A CMS signature made by hand (RFC 5652), so that any one part of it can be wrong. The parts as
// they are set up at first are those of our own seal.

#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/crypto/x509.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace yinxin::attacks {

namespace der = crypto::der;

/// Attribute ::= SEQUENCE { type, SET OF value }
[[nodiscard]] Bytes attribute(std::string_view type, der::Parts values);
/// AlgorithmIdentifier without parameters, or with NULL.
[[nodiscard]] Bytes algorithm(std::string_view identifier, bool with_null = false);
/// ESS signing-certificate-v2.
[[nodiscard]] Bytes names_certificate(const crypto::Certificate& certificate);
[[nodiscard]] Bytes content_type_is(std::string_view type);
[[nodiscard]] Bytes message_digest_is(BytesView digest);

/// Signs a message with the digest a name of OpenSSL's says, e.g. "SHA1", or PSS when asked.
/// @param key_pem  path of a PKCS #8 file.
enum class Padding { pkcs1, pss };
[[nodiscard]] Bytes sign_with(const std::string& key_pem,
                              const char* digest,
                              std::string_view message,
                              Padding padding = Padding::pkcs1);
[[nodiscard]] Bytes digest_with(const char* digest, std::string_view message);

struct SignerParts {
    /// @param key  must be the certificate's, for a signature that verifies.
    SignerParts(std::shared_ptr<const crypto::Signer> key,
                const crypto::Certificate& certificate,
                std::string_view covered);

    std::shared_ptr<const crypto::Signer> key;
    Bytes version = der::integer(1);
    Bytes name;  ///< issuer and serial number, or [0] key id
    Bytes digest_algorithm;
    std::vector<Bytes> attributes;  ///< signed ones; written in DER order when `sorted`
    bool sorted = true;
    bool has_attributes = true;
    Bytes signature_algorithm;
    /// What signs the attributes; `key` when empty.
    std::function<Bytes(BytesView message)> sign;
    /// What is signed where there are no attributes.
    std::string_view covered;
    /// Unsigned attributes for a signature value, e.g. its timestamp.
    std::function<std::vector<Bytes>(BytesView signature)> unsigned_attributes;

    /// SignerInfo
    [[nodiscard]] Bytes build() const;
};

struct CmsParts {
    Bytes version = der::integer(1);
    std::vector<Bytes> digest_algorithms;
    Bytes content_type = der::oid("1.2.840.113549.1.7.1");
    std::optional<Bytes> content;  ///< travels inside when there
    std::vector<Bytes> certificates;
    std::vector<Bytes> signer_infos;

    /// ContentInfo
    [[nodiscard]] Bytes build() const;
};

/// One signer and his certificates.
[[nodiscard]] CmsParts cms_of(const SignerParts& signer,
                              const crypto::Certificate& certificate,
                              const std::vector<crypto::Certificate>& chain);

}  // namespace yinxin::attacks
