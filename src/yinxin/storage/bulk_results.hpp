// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/bulk_verdict.hpp"
#include "yinxin/storage/bulk_checks.hpp"

/// What came out of bulk checks: answers, documents, and what stays of them for ever.
namespace yinxin::storage {

struct BulkAnswerRow {
    std::int64_t item = 0;
    std::int64_t part = 0;
    domain::BulkVerdict verdict = domain::BulkVerdict::not_checked;
    std::string answer;  ///< packed by the service
};

struct BulkTally {
    domain::BulkVerdict verdict = domain::BulkVerdict::not_checked;
    std::int64_t count = 0;
};
/// Of each verdict that occurs, gravest first.
Result<std::vector<BulkTally>> count_bulk_answers(Reader& reader, BulkId check);

/// Part of the answers, gravest first, by their rank (domain::rank_of).
struct BulkPage {
    int lowest_rank = 0;
    int highest_rank = domain::first_rank_without_care;
    int most = 50;
    std::int64_t after = 0;  ///< so many are left out
};
Result<std::vector<BulkAnswerRow>> page_bulk_answers(Reader& reader,
                                                     const DataKeys& keys,
                                                     BulkId check,
                                                     const BulkPage& page);
/// In the order of what was handed in, behind this item and part; (0, 0) is before all.
Result<std::vector<BulkAnswerRow>> list_bulk_answers(Reader& reader,
                                                     const DataKeys& keys,
                                                     BulkId check,
                                                     std::int64_t item,
                                                     std::int64_t part,
                                                     int most);

enum class BulkDocumentKind { xlsx, csv, pdf, json };

Result<void> insert_bulk_document(Transaction& transaction,
                                  const DataKeys& keys,
                                  BulkId check,
                                  BulkDocumentKind kind,
                                  BytesView content);
Result<std::optional<Bytes>> find_bulk_document(Reader& reader,
                                                const DataKeys& keys,
                                                BulkId check,
                                                BulkDocumentKind kind);

/// What recognises a result for ever. Hashes of PDF and JSON are missing where the installation
/// seals no letters.
struct BulkSummaryRow {
    std::string number;
    BulkId check;
    Instant ended_at;
    std::int64_t items = 0;
    std::int64_t answers = 0;
    std::int64_t valid = 0;
    bool is_cancelled = false;
    Bytes xlsx_sha256;
    Bytes csv_sha256;
    std::optional<Bytes> pdf_sha256;
    std::optional<Bytes> json_sha256;
};
/// @error storage.conflict  the number is taken.
Result<void> insert_bulk_summary(Transaction& transaction, const BulkSummaryRow& row);
Result<std::optional<BulkSummaryRow>> find_bulk_summary(Reader& reader, BulkId check);
/// By the SHA-256 of any of its four documents.
Result<std::optional<BulkSummaryRow>> find_bulk_summary_by_file(Reader& reader,
                                                                const crypto::Digest32& sha256);

}  // namespace yinxin::storage

namespace yinxin::domain {

template <>
struct KeyTable<storage::BulkDocumentKind> {
    static constexpr std::array<Keyed<storage::BulkDocumentKind>, 4> rows{{
        {storage::BulkDocumentKind::xlsx, "xlsx"},
        {storage::BulkDocumentKind::csv, "csv"},
        {storage::BulkDocumentKind::pdf, "pdf"},
        {storage::BulkDocumentKind::json, "json"},
    }};
};

}  // namespace yinxin::domain
