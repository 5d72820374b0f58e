// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/certificate_rows.hpp"

namespace yinxin::storage {

std::string face_context(HolderId holder, LineId line, int version) {
    return "certificate.face:" + holder.str() + "." + line.str() + "." + std::to_string(version);
}

Result<CertificateRecord> open_certificate(const DataKeys& keys, CertificateRow row) {
    YX_TRY(
        const std::string text,
        keys.columns.open_text(face_context(row.holder, row.line, row.version), row.face_sealed));
    YX_TRY(domain::FaceData face, domain::parse_canonical_text(text));
    return CertificateRecord{row.holder,
                             row.line,
                             row.version,
                             row.current_version,
                             row.status,
                             std::move(row.status_reason),
                             row.status_at,
                             row.batch,
                             row.batch_state,
                             row.released_at,
                             std::move(row.policy_id),
                             std::move(face),
                             std::move(row.face_signature)};
}

}  // namespace yinxin::storage
