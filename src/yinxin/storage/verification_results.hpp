// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What verifiers were told, and the receipts of it. A row is found only by the hash of its token;
/// report and files are sealed (personal_columns.hpp).
namespace yinxin::storage {

struct NewResult {
    crypto::Digest32 token_hash{};
    Instant checked_at;
    Instant expires_at;
    std::string verdict;  ///< its key; stays when the report goes
    std::string report;   ///< packed by the service
};

struct KeptRow {
    Instant checked_at;
    Instant expires_at;
    std::string report;
    std::optional<std::string> receipt_no;
    std::optional<Instant> receipt_made_at;
};

/// The two files of a receipt, as handed out.
struct ReceiptFiles {
    std::string number;
    Bytes pdf;
    Bytes json;
};

/// What stays of a receipt for ever.
struct ReceiptRow {
    std::string number;
    Instant made_at;
    Instant checked_at;
    std::string verdict;
};

Result<void> insert_result(Transaction& transaction, const DataKeys& keys, const NewResult& result);
Result<std::optional<KeptRow>> find_result(Reader& reader,
                                           const DataKeys& keys,
                                           const crypto::Digest32& token_hash,
                                           Instant now);
/// @return false: there is a receipt already, or the result is gone.
/// @error storage.conflict  the number is taken.
Result<bool> add_receipt(Transaction& transaction,
                         const DataKeys& keys,
                         const crypto::Digest32& token_hash,
                         const ReceiptFiles& files,
                         Instant made_at,
                         Instant expires_at);
Result<std::optional<ReceiptFiles>> find_receipt_files(Reader& reader,
                                                       const DataKeys& keys,
                                                       const crypto::Digest32& token_hash,
                                                       Instant now);
/// By the SHA-256 of the PDF or of the JSON.
Result<std::optional<ReceiptRow>> find_receipt_by_file(Reader& reader,
                                                       const crypto::Digest32& sha256);
/// @return how many results or contents went.
Result<std::int64_t> forget_old_results(Transaction& transaction, Instant now);

}  // namespace yinxin::storage
