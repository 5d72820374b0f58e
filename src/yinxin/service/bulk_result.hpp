// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/letter.hpp"
#include "yinxin/service/bulk_answers.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/bulk_work.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The documents of a bulk check: the result as a table in two formats, and the summary
/// (批量核验汇总) that counts it and names its hashes, as a sealed PDF and a signed JSON.
namespace yinxin::service {

/// What the summary tells.
struct BulkReport {
    std::string number;
    storage::BulkCheckRow check;
    BulkAsker asker;
    std::vector<storage::BulkTally> tallies;  ///< gravest first
    std::int64_t rows = 0;                    ///< of tables that were answered
    std::int64_t files = 0;                   ///< that were answered
    std::int64_t answers = 0;
    std::string xlsx_sha256;  ///< hexadecimal
    std::string csv_sha256;
    std::string made_at;  ///< ISO 8601

    [[nodiscard]] std::int64_t count_of(domain::BulkVerdict verdict) const;
    /// Answers after which something is left to do.
    [[nodiscard]] std::int64_t with_care() const;
};

/// The words of the documents; the http room, which has the messages, makes them.
class BulkWording {
  public:
    virtual ~BulkWording() = default;
    /// Name of the sheet.
    [[nodiscard]] virtual std::string sheet(std::string_view language) const = 0;
    /// Texts of the first row.
    [[nodiscard]] virtual std::vector<std::string> header(std::string_view language) const = 0;
    /// Texts of one answer in the order of the header.
    /// @param no  of the answer, from 1
    [[nodiscard]] virtual std::vector<std::string> cells(std::string_view language,
                                                         std::int64_t no,
                                                         const JudgedAnswer& judged) const = 0;
    /// The summary in words; number, time and language are set by it.
    [[nodiscard]] virtual documents::Letter letter(const BulkReport& report) const = 0;
};

/// The summary for machines: counts, hashes and the letter's own words. Names no person but the
/// asker's own, and no file.
[[nodiscard]] std::string bulk_summary_json(const BulkReport& report,
                                            const documents::Letter& letter,
                                            std::string_view service_url);

/// Makes and keeps the documents and ends the check.
/// @error job.lease_lost  another worker does
/// @error signing.timestamp_unavailable and others of LetterPress: try again later
Result<void> finish_bulk(Services& services,
                         const BulkWording& wording,
                         const storage::ClaimedBulk& claimed,
                         Instant now);

/// What a file is, if it is a document of a finished bulk check, however old.
Task<Result<std::optional<storage::BulkSummaryRow>>> recognise_bulk_document(
    Services& services, crypto::Digest32 sha256);

}  // namespace yinxin::service
