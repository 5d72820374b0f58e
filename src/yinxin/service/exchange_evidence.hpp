// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/exchange_package.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/endorsements.hpp"
#include "yinxin/storage/seals.hpp"

#include <map>

/// The evidence of a package, member by member. For exchange_package.cpp only.
namespace yinxin::service {

/// A face with its bytes, if they are kept, and what the engine says of them.
struct ExportedFace {
    storage::FaceEvidence row;
    std::optional<storage::KeyRecord> key;
    std::optional<storage::SealRecord> seal;
    std::optional<Bytes> file;
    std::optional<JudgedFace> judged;
};

/// Everything of the register that goes into the evidence, read in one view.
struct ExportFacts {
    std::optional<storage::EndorsementRow> endorsement;
    std::optional<storage::KeyRecord> approval_key;
    std::vector<storage::AuditEvidence> events;
    storage::AuditHead head;
    crypto::Suite suite = crypto::Suite::international;  ///< of the audit
    bool was_restored = false;
    Instant changed_at{};  ///< of its status, or of its batch's
    std::vector<ExportedFace> faces;
};

/// approval.json, .txt (the bytes that were signed), .sig and .pem.
void add_approval(std::vector<PackageMember>& members,
                  const storage::CertificateRecord& certificate,
                  const ExportFacts& facts);
/// application.json: what was applied for, and what became of it.
void add_application(std::vector<PackageMember>& members, const ExportFacts& facts);
/// audit.json: the events with all that their links are made of, and the newest link.
void add_audit(std::vector<PackageMember>& members, const ExportFacts& facts);
/// Everything under evidence/pdf or evidence/ofd.
void add_face(std::vector<PackageMember>& members,
              const ExportedFace& face,
              const FindingWords& words);

}  // namespace yinxin::service
