// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/exchange.hpp"

#include "yinxin/storage/certificate_rows.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// The columns of sql/exchange/list_directory.sql: those of a certificate, and two more.
struct DirectoryRow {
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
    bool was_restored = false;
    Instant changed_at{};
};

Result<DirectoryEntry> open_entry(const DataKeys& keys, DirectoryRow row) {
    YX_TRY(CertificateRecord certificate,
           open_certificate(keys,
                            {row.holder,
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
                             std::move(row.face_sealed),
                             std::move(row.face_signature)}));
    return DirectoryEntry{std::move(certificate), row.was_restored, row.changed_at};
}

}  // namespace

Result<std::vector<DirectoryEntry>> list_directory(
    Reader& reader, const DataKeys& keys, const DirectoryCursor& after, Instant since, int most) {
    YX_TRY(
        std::vector<DirectoryRow> rows,
        reader.all<DirectoryRow>(
            sql::exchange::list_directory, after.holder, after.line, after.version, since, most));
    std::vector<DirectoryEntry> entries;
    entries.reserve(rows.size());
    for (DirectoryRow& row : rows) {
        YX_TRY(DirectoryEntry entry, open_entry(keys, std::move(row)));
        entries.push_back(std::move(entry));
    }
    return entries;
}

Result<std::vector<FaceEvidence>> list_face_evidence(Reader& reader, CopyKey key) {
    return reader.all<FaceEvidence>(sql::exchange::list_faces, key.holder, key.copy);
}

Result<std::vector<CopyRow>> list_copies(Reader& reader, LineKey key) {
    return reader.all<CopyRow>(sql::copy::list_for_line, key.holder, key.line);
}

Result<std::vector<AuditEvidence>> list_audit_evidence(Reader& reader,
                                                       std::string_view object,
                                                       Instant from,
                                                       Instant to) {
    return reader.all<AuditEvidence>(sql::exchange::list_events, object, from, to);
}

std::string approval_text(HolderId holder, LineId line, const domain::FaceData& face) {
    return "yinxin approval 1\n" + holder.str() + "\n" + line.str() + "\n" +
           domain::canonical_text(face);
}

}  // namespace yinxin::storage
