// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/certificates.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/storage/api_changes.hpp"
#include "yinxin/storage/certificate_rows.hpp"
#include "yinxin/storage/exchange.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

Result<std::vector<CertificateRecord>> open_rows(const DataKeys& keys,
                                                 std::vector<CertificateRow> rows) {
    std::vector<CertificateRecord> records;
    records.reserve(rows.size());
    for (CertificateRow& row : rows) {
        YX_TRY(CertificateRecord record, open_certificate(keys, std::move(row)));
        records.push_back(std::move(record));
    }
    return records;
}

Result<void> insert_version(Transaction& transaction, const SealedCertificate& sealed) {
    const NewCertificate& c = sealed.certificate;
    YX_CHECK(transaction.send(sql::certificate::insert,
                              c.holder,
                              c.line,
                              c.face.version,
                              c.face.kind,
                              c.status,
                              c.status_reason,
                              c.status_at,
                              c.batch,
                              c.face.qualification_id,
                              c.policy_id,
                              c.face.certificate_no,
                              c.face.management_no,
                              format_day(c.face.approved_on),
                              format_day(c.face.issued_on),
                              sealed.face,
                              c.face_signature,
                              c.created_at));
    return ok();
}

/// Reserves the numbers that the line does not have yet; `before` is null for a new line. A number
/// that it had in an earlier version is its own still.
Result<void> reserve_numbers(Transaction& transaction,
                             const NewCertificate& c,
                             const domain::FaceData* before) {
    const auto is_own = [&](const std::optional<LineKey>& found) {
        return found && *found == LineKey{c.holder, c.line};
    };
    const std::string& number = c.face.certificate_no;
    if (!number.empty() && (before == nullptr || before->certificate_no != number)) {
        YX_TRY(const auto found,
               before == nullptr ? Result<std::optional<LineKey>>(std::nullopt)
                                 : find_line_by_certificate_no(transaction, number));
        if (!is_own(found)) {
            YX_CHECK(
                transaction.send(sql::lookup::insert_certificate_no, number, c.holder, c.line));
        }
    }
    const std::string& management = c.face.management_no;
    if (!management.empty() && (before == nullptr || before->management_no != management)) {
        YX_TRY(const auto found,
               before == nullptr ? Result<std::optional<LineKey>>(std::nullopt)
                                 : find_line_by_management_no(transaction, management));
        if (!is_own(found)) {
            YX_CHECK(
                transaction.send(sql::lookup::insert_management_no, management, c.holder, c.line));
        }
    }
    return ok();
}

}  // namespace

Result<LineKey> parse_line_key(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return Error(ErrorCode::not_found, "line key");
    const auto holder = parse_integer(text.substr(0, dash));
    const auto line = parse_integer(text.substr(dash + 1));
    if (!holder || !line || *holder <= 0 || *line <= 0) {
        return Error(ErrorCode::not_found, "line key");
    }
    const LineKey key{HolderId{*holder}, LineId{*line}};
    // Only the one spelling: an address with leading zeros is another address.
    if (key.str() != text) return Error(ErrorCode::not_found, "line key");
    return key;
}

Result<std::optional<CertificateRecord>> find_certificate(Reader& reader,
                                                          const DataKeys& keys,
                                                          HolderId holder,
                                                          LineId line,
                                                          std::optional<int> version) {
    YX_TRY(std::optional<CertificateRow> row,
           version ? reader.maybe<CertificateRow>(sql::certificate::find, holder, line, *version)
                   : reader.maybe<CertificateRow>(sql::certificate::find_current, holder, line));
    if (!row) return std::optional<CertificateRecord>();
    YX_TRY(CertificateRecord record, open_certificate(keys, *std::move(row)));
    return std::optional<CertificateRecord>(std::move(record));
}

Result<std::vector<CertificateRecord>> list_certificates(Reader& reader,
                                                         const DataKeys& keys,
                                                         HolderId holder) {
    YX_TRY(std::vector<CertificateRow> rows,
           reader.all<CertificateRow>(sql::certificate::list_current, holder));
    return open_rows(keys, std::move(rows));
}

Result<std::vector<CertificateRecord>> list_versions(Reader& reader,
                                                     const DataKeys& keys,
                                                     HolderId holder,
                                                     LineId line) {
    YX_TRY(std::vector<CertificateRow> rows,
           reader.all<CertificateRow>(sql::certificate::list_versions, holder, line));
    return open_rows(keys, std::move(rows));
}

Result<std::optional<LineKey>> find_line_by_certificate_no(Reader& reader,
                                                           std::string_view number) {
    return reader.maybe<LineKey>(sql::lookup::find_certificate_no, number);
}

Result<std::optional<LineKey>> find_line_by_management_no(Reader& reader, std::string_view number) {
    return reader.maybe<LineKey>(sql::lookup::find_management_no, number);
}

Result<Asked<LineKey>> ask_line_by_certificate_no(Reader& reader, std::string_view number) {
    return reader.ask<LineKey>(sql::lookup::find_certificate_no, number);
}

Result<Asked<LineKey>> ask_line_by_management_no(Reader& reader, std::string_view number) {
    return reader.ask<LineKey>(sql::lookup::find_management_no, number);
}

SealedCertificate seal_certificate(const DataKeys& keys, NewCertificate certificate) {
    const NewCertificate& c = certificate;
    Bytes face = keys.columns.seal(face_context(c.holder, c.line, c.face.version),
                                   domain::canonical_text(c.face));
    return {std::move(certificate), std::move(face)};
}

Result<void> insert_sealed_certificate(Transaction& transaction, const SealedCertificate& sealed) {
    const NewCertificate& certificate = sealed.certificate;
    YX_CHECK(transaction.send(sql::certificate_line::insert,
                              certificate.holder,
                              certificate.line,
                              certificate.face.version));
    YX_CHECK(insert_version(transaction, sealed));
    return reserve_numbers(transaction, certificate, nullptr);
}

Result<void> insert_certificate(Transaction& transaction,
                                const DataKeys& keys,
                                const NewCertificate& certificate) {
    return insert_sealed_certificate(transaction, seal_certificate(keys, certificate));
}

Result<void> supersede_certificate(Transaction& transaction,
                                   const DataKeys& keys,
                                   const NewCertificate& next,
                                   std::string_view reason) {
    YX_TRY(const std::optional<CertificateRecord> before,
           find_certificate(transaction, keys, next.holder, next.line));
    if (!before) return Error(ErrorCode::not_found, "certificate line " + next.line.str());
    YX_CHECK(set_certificate_status(transaction,
                                    {next.holder, next.line},
                                    domain::CertificateStatus::superseded,
                                    reason,
                                    next.created_at));
    YX_TRY(const std::int64_t advanced,
           transaction.execute(
               sql::certificate_line::advance, next.holder, next.line, next.face.version));
    if (advanced == 0) {
        return Error(ErrorCode::storage_conflict, "another version came first");
    }
    YX_CHECK(insert_version(transaction, seal_certificate(keys, next)));
    return reserve_numbers(transaction, next, &before->face);
}

Result<void> set_certificate_status(Transaction& transaction,
                                    LineKey key,
                                    domain::CertificateStatus status,
                                    std::string_view reason,
                                    Instant at) {
    struct Former {
        domain::CertificateStatus status;
        BatchId batch;
    };
    // An application decides behind this lock (service/endorsements.cpp): one that was committed
    // meanwhile makes this transaction run again and be seen, one that comes later sees the status.
    YX_CHECK(transaction.execute(sql::certificate_line::lock, key.holder, key.line));
    YX_TRY(const auto former,
           transaction.maybe<Former>(sql::certificate::find_status, key.holder, key.line));
    if (!former) return Error(ErrorCode::not_found, "certificate line " + key.line.str());
    YX_CHECK(transaction.execute(
        sql::certificate::set_current_status, key.holder, key.line, status, reason, at));
    if (former->status == status) return ok();
    return tell_change(transaction,
                       {.kind = ChangeKind::certificate,
                        .at = at,
                        .holder = key.holder,
                        .line = key.line,
                        .copy = {},
                        .batch = former->batch,
                        .state = std::string(domain::key(status)),
                        .former = std::string(domain::key(former->status))});
}

Result<Bytes> approve(HolderId holder,
                      LineId line,
                      const domain::FaceData& face,
                      const crypto::Signer& approval_key) {
    return approval_key.sign(as_bytes(approval_text(holder, line, face)));
}

Result<void> check_approval(const CertificateRecord& record,
                            const crypto::PublicKey& approval_key) {
    return approval_key.verify(as_bytes(approval_text(record.holder, record.line, record.face)),
                               record.face_signature);
}

}  // namespace yinxin::storage
