// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/signer.hpp"
#include "yinxin/crypto/x509.hpp"
#include "yinxin/documents/fonts.hpp"
#include "yinxin/documents/seal_art.hpp"
#include "yinxin/domain/seal.hpp"

namespace yinxin::issuing {

/// Who makes electronic seals (制章机构).
struct SealMaker {
    const crypto::Signer& key;  ///< SM2
    const crypto::Certificate& certificate;
};

/// Makes the electronic seal (GB/T 38540-2020) of a seal of the register: its picture as OFD, the
/// one certificate that may sign with it, valid as long as both the seal and the certificate are.
/// @error as documents::draw_seal and signing::make_ses_seal
/// @error signing.certificate_not_current  seal and certificate are never valid together.
[[nodiscard]] Result<Bytes> make_electronic_seal(const domain::Seal& seal,
                                                 const documents::SealArt& art,
                                                 const documents::FontBook& fonts,
                                                 const crypto::Certificate& signer,
                                                 const SealMaker& maker,
                                                 Instant now);

}  // namespace yinxin::issuing
