// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/verification_results.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

namespace columns = personal_columns;

/// Members stand in the order of sql/verification_result/find.sql.
struct SealedResult {
    Instant checked_at;
    Instant expires_at;
    Bytes report;
    std::optional<std::string> receipt_no;
    std::optional<Instant> receipt_made_at;
};

}  // namespace

Result<void> insert_result(Transaction& transaction,
                           const DataKeys& keys,
                           const NewResult& result) {
    const Bytes report =
        keys.columns.seal(columns::verification_report(result.token_hash), result.report);
    YX_CHECK(transaction.execute(sql::verification_result::insert,
                                 result.token_hash,
                                 result.checked_at,
                                 result.expires_at,
                                 result.verdict,
                                 report));
    return ok();
}

Result<std::optional<KeptRow>> find_result(Reader& reader,
                                           const DataKeys& keys,
                                           const crypto::Digest32& token_hash,
                                           Instant now) {
    YX_TRY(const std::optional<SealedResult> row,
           reader.maybe<SealedResult>(sql::verification_result::find, token_hash, now));
    if (!row) return std::optional<KeptRow>();
    YX_TRY(std::string report,
           keys.columns.open_text(columns::verification_report(token_hash), row->report));
    return std::optional(KeptRow{row->checked_at,
                                 row->expires_at,
                                 std::move(report),
                                 row->receipt_no,
                                 row->receipt_made_at});
}

Result<bool> add_receipt(Transaction& transaction,
                         const DataKeys& keys,
                         const crypto::Digest32& token_hash,
                         const ReceiptFiles& files,
                         Instant made_at,
                         Instant expires_at) {
    const Bytes pdf = keys.columns.seal(columns::receipt_pdf(token_hash), files.pdf);
    const Bytes json = keys.columns.seal(columns::receipt_json(token_hash), files.json);
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::verification_result::add_receipt,
                               token_hash,
                               files.number,
                               made_at,
                               expires_at,
                               crypto::sha256(files.pdf),
                               crypto::sha256(files.json),
                               pdf,
                               json));
    return changed == 1;
}

Result<std::optional<ReceiptFiles>> find_receipt_files(Reader& reader,
                                                       const DataKeys& keys,
                                                       const crypto::Digest32& token_hash,
                                                       Instant now) {
    YX_TRY(std::optional<ReceiptFiles> row,
           reader.maybe<ReceiptFiles>(sql::verification_result::find_files, token_hash, now));
    if (!row) return row;
    YX_TRY(row->pdf, keys.columns.open(columns::receipt_pdf(token_hash), row->pdf));
    YX_TRY(row->json, keys.columns.open(columns::receipt_json(token_hash), row->json));
    return row;
}

Result<std::optional<ReceiptRow>> find_receipt_by_file(Reader& reader,
                                                       const crypto::Digest32& sha256) {
    return reader.maybe<ReceiptRow>(sql::verification_result::find_by_file, sha256);
}

Result<std::int64_t> forget_old_results(Transaction& transaction, Instant now) {
    YX_TRY(const std::int64_t deleted,
           transaction.execute(sql::verification_result::delete_old, now));
    YX_TRY(const std::int64_t emptied,
           transaction.execute(sql::verification_result::forget_content, now));
    return deleted + emptied;
}

}  // namespace yinxin::storage
