// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/bulk_results.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

namespace columns = personal_columns;

/// Members stand in the order of sql/bulk/page_answers.sql and list_answers.sql.
struct SealedAnswer {
    std::int64_t item = 0;
    std::int64_t part = 0;
    domain::BulkVerdict verdict = domain::BulkVerdict::not_checked;
    Bytes answer;
};

Result<std::vector<BulkAnswerRow>> open_answers(const DataKeys& keys,
                                                BulkId check,
                                                const std::vector<SealedAnswer>& sealed) {
    std::vector<BulkAnswerRow> rows;
    rows.reserve(sealed.size());
    for (const SealedAnswer& one : sealed) {
        const std::string at = std::to_string(one.item) + "." + std::to_string(one.part);
        YX_TRY(std::string answer,
               keys.columns.open_text(columns::bulk_part(check, "answer", at), one.answer));
        rows.push_back({one.item, one.part, one.verdict, std::move(answer)});
    }
    return rows;
}

std::string document_context(BulkId check, BulkDocumentKind kind) {
    return columns::bulk_part(check, "document", domain::key(kind));
}

}  // namespace

Result<std::vector<BulkTally>> count_bulk_answers(Reader& reader, BulkId check) {
    return reader.all<BulkTally>(sql::bulk::count_answers, check);
}

Result<std::vector<BulkAnswerRow>> page_bulk_answers(Reader& reader,
                                                     const DataKeys& keys,
                                                     BulkId check,
                                                     const BulkPage& page) {
    YX_TRY(const auto sealed,
           reader.all<SealedAnswer>(sql::bulk::page_answers,
                                    check,
                                    page.lowest_rank,
                                    page.highest_rank,
                                    page.most,
                                    page.after));
    return open_answers(keys, check, sealed);
}

Result<std::vector<BulkAnswerRow>> list_bulk_answers(Reader& reader,
                                                     const DataKeys& keys,
                                                     BulkId check,
                                                     std::int64_t item,
                                                     std::int64_t part,
                                                     int most) {
    YX_TRY(const auto sealed,
           reader.all<SealedAnswer>(sql::bulk::list_answers, check, item, part, most));
    return open_answers(keys, check, sealed);
}

Result<void> insert_bulk_document(Transaction& transaction,
                                  const DataKeys& keys,
                                  BulkId check,
                                  BulkDocumentKind kind,
                                  BytesView content) {
    const Bytes sealed = keys.columns.seal(document_context(check, kind), content);
    YX_CHECK(transaction.execute(sql::bulk::insert_document, check, kind, sealed));
    return ok();
}

Result<std::optional<Bytes>> find_bulk_document(Reader& reader,
                                                const DataKeys& keys,
                                                BulkId check,
                                                BulkDocumentKind kind) {
    YX_TRY(const auto sealed, reader.maybe<Bytes>(sql::bulk::find_document, check, kind));
    if (!sealed) return std::optional<Bytes>();
    YX_TRY(Bytes content, keys.columns.open(document_context(check, kind), *sealed));
    return std::optional(std::move(content));
}

Result<void> insert_bulk_summary(Transaction& transaction, const BulkSummaryRow& row) {
    YX_CHECK(transaction.execute(sql::bulk::insert_summary,
                                 row.number,
                                 row.check,
                                 row.ended_at,
                                 row.items,
                                 row.answers,
                                 row.valid,
                                 row.is_cancelled,
                                 row.xlsx_sha256,
                                 row.csv_sha256,
                                 row.pdf_sha256,
                                 row.json_sha256));
    return ok();
}

Result<std::optional<BulkSummaryRow>> find_bulk_summary(Reader& reader, BulkId check) {
    return reader.maybe<BulkSummaryRow>(sql::bulk::find_summary, check);
}

Result<std::optional<BulkSummaryRow>> find_bulk_summary_by_file(Reader& reader,
                                                                const crypto::Digest32& sha256) {
    return reader.maybe<BulkSummaryRow>(sql::bulk::find_summary_by_file, sha256);
}

}  // namespace yinxin::storage
