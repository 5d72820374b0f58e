// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/certificate.hpp"
#include "yinxin/domain/proposal.hpp"
#include "yinxin/storage/certificates.hpp"

#include <string>
#include <vector>

/// Rows of 变更记录: what happened to a certificate after it was issued, and why.
namespace yinxin::storage {

struct CertificateChange {
    int version = 0;  ///< whose status changed
    Instant at{};     ///< in effect since
    domain::CertificateStatus former = domain::CertificateStatus::valid;
    domain::CertificateStatus status = domain::CertificateStatus::valid;
    std::string reason;           ///< as written by the office; may name a person
    std::string decision_no;      ///< 决定文书编号, may be empty
    domain::ProposalId proposal;  ///< what two people decided; of a stop: what confirms it
    domain::StaffId staff;        ///< who decided, or stopped alone
};
Result<void> insert_certificate_change(Transaction& transaction,
                                       const DataKeys& keys,
                                       LineKey key,
                                       const CertificateChange& change);
/// Newest first. @error crypto.unsealing_failed
Result<std::vector<CertificateChange>> list_certificate_changes(Reader& reader,
                                                                const DataKeys& keys,
                                                                LineKey key);

/// Ends every application for the line that is pending, or whose copy is in its time, as ended by
/// the office: none of them counts any more. Those that were over stay what they were.
/// @param reason  dotted code, for the holder's page.
/// @return their copies.
Result<std::vector<CopyId>> end_open_endorsements(Transaction& transaction,
                                                  LineKey key,
                                                  std::string_view reason,
                                                  Instant now);

}  // namespace yinxin::storage
