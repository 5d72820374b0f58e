// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/copy_format.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <vector>

/// What leaves the register for archives and directories (电子证照目录): rows that other rooms
/// never read together.
namespace yinxin::storage {

/// One version of a certificate in the directory.
struct DirectoryEntry {
    CertificateRecord certificate;
    bool was_restored = false;  ///< valid again after it was suspended
    Instant changed_at{};       ///< when its status, or that of its batch, changed last
};

/// Where a page of the directory ends; the default is before the first.
struct DirectoryCursor {
    HolderId holder;
    LineId line;
    int version = 0;
};

/// The next page: all versions whose batch was ever released, by holder, line and version.
/// @param since  only what changed at or after this time
/// @error as find_certificate
[[nodiscard]] Result<std::vector<DirectoryEntry>> list_directory(
    Reader& reader, const DataKeys& keys, const DirectoryCursor& after, Instant since, int most);

/// One sealed file with everything the register knows about how it came about. Members stand in the
/// order of sql/exchange/list_faces.sql.
struct FaceEvidence {
    domain::CopyFormat format = domain::CopyFormat::pdf;
    Bytes sha256;
    std::optional<Bytes> sm3;
    std::int64_t size = 0;
    std::string seal_id;
    std::string key_name;   ///< in the key register
    std::string profile;    ///< "B-B", "B-T", "SES-B" or "SES-T"
    bool has_blob = false;  ///< false: its bytes are no longer kept
    Instant sealed_at{};
    IntentId intent;
    std::optional<Bytes> digest;  ///< what was signed, as planned before
    std::optional<Instant> planned_at;
};
/// The PDF first.
[[nodiscard]] Result<std::vector<FaceEvidence>> list_face_evidence(Reader& reader, CopyKey key);

/// All copies of a certificate, newest first, whatever became of them.
[[nodiscard]] Result<std::vector<CopyRow>> list_copies(Reader& reader, LineKey key);

/// One event of the audit with what its link is made of. Members stand in the order of
/// sql/exchange/list_events.sql.
struct AuditEvidence {
    EventId id;
    Instant at{};
    std::string kind;
    std::string actor;
    std::string object;
    std::string facts;  ///< JSON
    Bytes salt;
    std::optional<std::int64_t> seq;  ///< none: not numbered yet; then neither of the two links
    std::optional<Bytes> chain;
    std::optional<Bytes> chain_before;  ///< none for the first: 32 zero bytes
};
/// Events about one object from one time to another, both included.
[[nodiscard]] Result<std::vector<AuditEvidence>> list_audit_evidence(Reader& reader,
                                                                     std::string_view object,
                                                                     Instant from,
                                                                     Instant to);

/// The text that approve() signs: a version line, holder, line, and the canonical face.
[[nodiscard]] std::string approval_text(HolderId holder, LineId line, const domain::FaceData& face);

}  // namespace yinxin::storage
