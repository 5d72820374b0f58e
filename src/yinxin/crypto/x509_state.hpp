// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/crypto/openssl_handles.hpp"
#include "yinxin/crypto/x509.hpp"

#include <unordered_map>

namespace yinxin::crypto {

struct Certificate::State {
    explicit State(Result<PublicKey> key) : public_key(std::move(key)) {}

    Bytes der;
    X509Handle x509;
    Result<PublicKey> public_key;
    std::string common_name;
    std::string issuer_common_name;
    // Slices of der.
    BytesView subject;
    BytesView issuer;
    BytesView serial;
    BytesView spki;
    Instant not_before;
    Instant not_after;
    Digest32 fingerprint{};
    bool is_ca = false;
    bool may_sign_documents = false;
    bool may_sign_timestamps = false;
};

struct Crl::State {
    Bytes der;
    CrlHandle crl;
    // Slices of der.
    BytesView tbs;
    BytesView signature;
    BytesView issuer;
    std::string signature_oid;
    Instant this_update;
    std::optional<Instant> next_update;
    std::optional<Bytes> number;
    Digest32 fingerprint{};
    std::unordered_map<std::string, Revocation> revoked;  // by DER serial number
};

/// The contents of every PEM block of this kind, in order; other blocks are passed over.
[[nodiscard]] std::vector<Bytes> pem_blocks(std::string_view pem, std::string_view kind);
[[nodiscard]] std::string to_pem(BytesView der, std::string_view kind);

}  // namespace yinxin::crypto
