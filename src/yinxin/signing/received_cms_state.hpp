// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/signing/cms_read.hpp"

namespace yinxin::signing {

struct ReceivedCms::State {
    Bytes der;
    std::int64_t version = 0;
    std::vector<std::string> digest_oids;   ///< announced
    bool has_foreign_certificates = false;  ///< of a kind that is not X.509
    std::string content_type;
    std::optional<BytesView> content;
    std::vector<crypto::Certificate> certificates;
    std::optional<std::size_t> signer_certificate;  ///< index into certificates
    std::size_t signer_count = 0;
    std::optional<CmsSignerInfo> signer;

    // The first signer's signed attributes.
    bool attributes_in_order = true;
    std::string stated_content_type;
    std::optional<BytesView> message_digest;
    std::optional<Instant> claimed_time;
    std::optional<BytesView> signing_certificate_v2;  ///< SigningCertificateV2, whole
    std::optional<BytesView> signing_certificate_v1;  ///< SigningCertificate, whole
};

enum class CertificateReading { skip, read };

/// Reads state.der into the other members. @error malformed
[[nodiscard]] Result<void> read_signed_data(ReceivedCms::State& state,
                                            CertificateReading certificates);

}  // namespace yinxin::signing
