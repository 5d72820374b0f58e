// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/certificate_changes.hpp"

#include "yinxin/storage/endorsements.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

using domain::EndorsementState;

/// Members stand in the order of sql/certificate_change/list.sql.
struct SealedChange {
    int version = 0;
    Instant at{};
    domain::CertificateStatus former = domain::CertificateStatus::valid;
    domain::CertificateStatus status = domain::CertificateStatus::valid;
    Bytes reason;
    std::string decision_no;
    domain::ProposalId proposal;
    domain::StaffId staff;
};

bool is_open(const EndorsementRow& row, Instant now) {
    if (row.state == EndorsementState::pending) return true;
    return row.state == EndorsementState::ready && now < row.valid_until;
}

}  // namespace

Result<void> insert_certificate_change(Transaction& transaction,
                                       const DataKeys& keys,
                                       LineKey key,
                                       const CertificateChange& change) {
    const std::string context = personal_columns::certificate_change_reason(key.holder);
    YX_CHECK(transaction.execute(sql::certificate_change::insert,
                                 key.holder,
                                 new_id(),
                                 key.line,
                                 change.version,
                                 change.at,
                                 change.former,
                                 change.status,
                                 keys.columns.seal(context, change.reason),
                                 change.decision_no,
                                 change.proposal,
                                 change.staff));
    return ok();
}

Result<std::vector<CertificateChange>> list_certificate_changes(Reader& reader,
                                                                const DataKeys& keys,
                                                                LineKey key) {
    YX_TRY(std::vector<SealedChange> rows,
           reader.all<SealedChange>(sql::certificate_change::list, key.holder, key.line));
    const std::string context = personal_columns::certificate_change_reason(key.holder);
    std::vector<CertificateChange> changes;
    changes.reserve(rows.size());
    for (SealedChange& row : rows) {
        YX_TRY(std::string reason, keys.columns.open_text(context, row.reason));
        changes.push_back({row.version,
                           row.at,
                           row.former,
                           row.status,
                           std::move(reason),
                           std::move(row.decision_no),
                           row.proposal,
                           row.staff});
    }
    return changes;
}

Result<std::vector<CopyId>> end_open_endorsements(Transaction& transaction,
                                                  LineKey key,
                                                  std::string_view reason,
                                                  Instant now) {
    YX_TRY(const std::vector<EndorsementRow> rows,
           list_endorsements(transaction, key.holder, key.line));
    std::vector<CopyId> ended;
    for (const EndorsementRow& row : rows) {
        if (!is_open(row, now)) continue;
        YX_CHECK(end_endorsement(transaction,
                                 {row.holder,
                                  row.id,
                                  row.line,
                                  row.copy,
                                  row.state,
                                  EndorsementState::ended_by_office,
                                  reason,
                                  now}));
        ended.push_back(row.copy);
    }
    return ended;
}

}  // namespace yinxin::storage
