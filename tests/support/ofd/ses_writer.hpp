// SPDX-License-Identifier: Apache-2.0
#pragma once

// Electronic seals and their signatures made by hand (GM/T 0031-2014 as version 1, GB/T 38540-2020
// as 4, GM/T 0031-2025 as 5), so that any one part of them can be wrong.

#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/crypto/x509.hpp"

#include <functional>

namespace yinxin::ofd {

/// A key with its certificate.
struct KeyHolder {
    std::string key_path;  ///< of a PKCS #8 file
    std::shared_ptr<const crypto::Signer> key;
    crypto::Certificate certificate;
};

/// Signs a message; the parts' own key when empty.
using SignMessage = std::function<Bytes(BytesView message)>;

inline constexpr std::string_view sm2_with_sm3 = "1.2.156.10197.1.501";

struct SealParts {
    int version = 4;
    std::string mark = "ES";
    std::string id = "51000000000001";
    std::string name = "演示省人力资源演示厅职业资格证书演示专用章";
    std::vector<Bytes> certificates;  ///< who may sign with it
    bool lists_digests = false;       ///< SM3 of the certificates instead
    std::string digest_type = "SM3";
    Instant not_before;
    Instant not_after;
    std::string extra{};  ///< DER in front of the end of the seal's information
    std::string algorithm{sm2_with_sm3};
    SignMessage sign{};

    /// SESeal
    [[nodiscard]] Bytes build(const KeyHolder& maker) const;
};

struct SignatureParts {
    int version = 4;
    Bytes seal;  ///< SESeal
    Instant at;
    Bytes data_hash;
    std::string property;
    std::string algorithm{sm2_with_sm3};
    std::optional<Bytes> certificate{};  ///< another than the signer's
    SignMessage sign{};
    /// Token for a signature value; none when empty.
    std::function<Bytes(BytesView signature)> timestamp{};

    /// SES_Signature
    [[nodiscard]] Bytes build(const KeyHolder& signer) const;
};

}  // namespace yinxin::ofd
