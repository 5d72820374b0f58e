// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/public_key.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/domain/certificate.hpp"
#include "yinxin/storage/batches.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::storage {

/// Name in the key register of the key that approves certificates.
inline constexpr std::string_view approval_key_name = "approval";

/// One version of one certificate with everything printed on it. Personal data: never logged.
struct CertificateRecord {
    HolderId holder;
    LineId line;
    int version = 0;
    int current_version = 0;  ///< of the line
    domain::CertificateStatus status = domain::CertificateStatus::valid;
    std::string status_reason;  ///< for people, empty while nothing happened
    Instant status_at{};
    BatchId batch;
    BatchState batch_state = BatchState::checking;
    std::optional<Instant> released_at;  ///< when its batch was, first; none: never
    std::string policy_id;
    domain::FaceData face;
    Bytes face_signature;  ///< the approval's, see check_approval
};

/// Whether the holder may see it. Everything else is as if it were not there.
[[nodiscard]] inline bool is_released(const CertificateRecord& record) noexcept {
    return record.batch_state == BatchState::released;
}
/// Taken back by the office, or stopped until it has looked at it.
[[nodiscard]] inline bool is_recalled(const CertificateRecord& record) noexcept {
    return record.batch_state == BatchState::recalled;
}
[[nodiscard]] inline bool is_stopped(const CertificateRecord& record) noexcept {
    return record.batch_state == BatchState::stopped;
}
/// Whether anybody outside the office may be told that it exists: its batch was released, and one
/// that was recalled or stopped since says so at every door.
[[nodiscard]] inline bool is_known(const CertificateRecord& record) noexcept {
    const bool is_withheld = is_recalled(record) || is_stopped(record);
    return is_released(record) || (is_withheld && record.released_at.has_value());
}
[[nodiscard]] inline bool is_current(const CertificateRecord& record) noexcept {
    return record.version == record.current_version;
}

/// One version, the current one if none is named; unreleased ones too.
/// @error crypto.unsealing_failed, malformed  the row was damaged or moved.
Result<std::optional<CertificateRecord>> find_certificate(
    Reader& reader,
    const DataKeys& keys,
    HolderId holder,
    LineId line,
    std::optional<int> version = std::nullopt);
/// The current version of every certificate of a person, newest approval first, whatever the state
/// of its batch. @error as find_certificate
Result<std::vector<CertificateRecord>> list_certificates(Reader& reader,
                                                         const DataKeys& keys,
                                                         HolderId holder);
/// All versions of one certificate, newest first. @error as find_certificate
Result<std::vector<CertificateRecord>> list_versions(Reader& reader,
                                                     const DataKeys& keys,
                                                     HolderId holder,
                                                     LineId line);

/// Where a certificate's number leads.
struct LineKey {
    HolderId holder;
    LineId line;

    friend auto operator<=>(LineKey, LineKey) = default;
    /// "<holder>-<line>", as addresses and proposals name a certificate.
    [[nodiscard]] std::string str() const { return holder.str() + "-" + line.str(); }
};
/// Reads what LineKey::str writes. @error not_found  anything else.
[[nodiscard]] Result<LineKey> parse_line_key(std::string_view text);
/// @param number  as domain::parse_certificate_no gives it.
Result<std::optional<LineKey>> find_line_by_certificate_no(Reader& reader, std::string_view number);
/// @param number  管理号 or 查询编号, as domain::parse_management_no gives it.
Result<std::optional<LineKey>> find_line_by_management_no(Reader& reader, std::string_view number);
/// The same for many at once.
Result<Asked<LineKey>> ask_line_by_certificate_no(Reader& reader, std::string_view number);
Result<Asked<LineKey>> ask_line_by_management_no(Reader& reader, std::string_view number);

/// One version to be entered; its number is face.version.
struct NewCertificate {
    HolderId holder;
    LineId line;
    BatchId batch;
    std::string policy_id;
    domain::FaceData face;
    Bytes face_signature;  ///< approve(holder, line, face, …)
    domain::CertificateStatus status = domain::CertificateStatus::valid;
    std::string status_reason;
    Instant status_at{};
    Instant created_at{};
};
/// Enters the first version of a new certificate line with its look-ups.
/// @error storage.conflict  the line, the certificate number or the management number is taken.
Result<void> insert_certificate(Transaction& transaction,
                                const DataKeys& keys,
                                const NewCertificate& certificate);
/// A certificate whose face is sealed already, so that the writer only writes.
struct SealedCertificate {
    NewCertificate certificate;
    Bytes face;
};
SealedCertificate seal_certificate(const DataKeys& keys, NewCertificate certificate);
/// @error as insert_certificate
Result<void> insert_sealed_certificate(Transaction& transaction, const SealedCertificate& sealed);
/// Enters the next version of a line and turns the current one into 已变更.
/// @param next  face.version is the current version plus one.
/// @error not_found  no such line.  @error storage.conflict  another version came first.
Result<void> supersede_certificate(Transaction& transaction,
                                   const DataKeys& keys,
                                   const NewCertificate& next,
                                   std::string_view reason);
/// Changes the status of the current version. @error not_found
Result<void> set_certificate_status(Transaction& transaction,
                                    LineKey key,
                                    domain::CertificateStatus status,
                                    std::string_view reason,
                                    Instant at);

/// The approval of one version: a signature over the line it belongs to and its canonical face, so
/// that a row slipped into the database gets no seal.
/// @error signing.signature_failed
Result<Bytes> approve(HolderId holder,
                      LineId line,
                      const domain::FaceData& face,
                      const crypto::Signer& approval_key);
/// @error signing.signature_wrong  the row is not what was approved.
Result<void> check_approval(const CertificateRecord& record, const crypto::PublicKey& approval_key);

}  // namespace yinxin::storage
