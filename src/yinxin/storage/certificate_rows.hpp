// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: how a certificate lies in its row.

#include "yinxin/storage/certificates.hpp"

namespace yinxin::storage {

/// The columns of sql/certificate/find.sql.
struct CertificateRow {
    HolderId holder;
    LineId line;
    int version = 0;
    int current_version = 0;
    domain::CertificateStatus status = domain::CertificateStatus::valid;
    std::string status_reason;
    Instant status_at{};
    BatchId batch;
    BatchState batch_state = BatchState::checking;
    std::optional<Instant> released_at;
    std::string policy_id;
    Bytes face_sealed;
    Bytes face_signature;
};

/// Names the row, so that a face moved to another certificate does not open.
[[nodiscard]] std::string face_context(HolderId holder, LineId line, int version);

/// @error crypto.unsealing_failed, malformed  the row was damaged or moved.
[[nodiscard]] Result<CertificateRecord> open_certificate(const DataKeys& keys, CertificateRow row);

}  // namespace yinxin::storage
