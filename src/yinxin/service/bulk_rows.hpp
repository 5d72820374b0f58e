// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bulk_columns.hpp"
#include "yinxin/domain/measure.hpp"
#include "yinxin/service/bulk_answers.hpp"
#include "yinxin/service/certificate_match.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/sheets/sheet_reader.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Rows of a list of people, from the table to the answer.
namespace yinxin::service {

/// What of a row is checked; everything else is forgotten when the check starts.
struct BulkRow {
    std::string source;      ///< name of the table
    std::int64_t place = 0;  ///< row, as the spreadsheet program counts
    std::string name;
    std::string id_number;
    std::string management_number;
    std::string lost;  ///< field whose number the spreadsheet program cut short; empty: none
};

/// The rows of a table, for a sealed column, and back. @error malformed
[[nodiscard]] std::string pack_rows(const std::vector<sheets::Row>& rows);
[[nodiscard]] Result<std::vector<sheets::Row>> unpack_rows(std::string_view packed);
[[nodiscard]] std::string pack(const BulkRow& row);
[[nodiscard]] Result<BulkRow> unpack_row(std::string_view packed);

/// Header and columns of a table by the words in it: the first of ten rows that names all three
/// columns, else the first that names two, so that a person has one to choose.
struct TableHead {
    std::int64_t header_rows = 0;  ///< rows that are no data; 0 where no header was found
    domain::BulkColumns columns;
};
[[nodiscard]] TableHead find_table_head(const std::vector<sheets::Row>& rows);

/// @param columns  complete
[[nodiscard]] BulkRow choose_fields(const sheets::Row& row,
                                    const domain::BulkColumns& columns,
                                    std::string_view source);

/// @error sheet.number_lost, person.*, certificate.number_invalid  param `field`
[[nodiscard]] Result<CertificateClaim> parse_row(const BulkRow& row);

/// How many wrong answers about one ID number or one management number bulk checks give in a day,
/// whoever asks: a list must not be a way to try numbers.
inline constexpr std::int64_t bulk_misses_per_day = 10;

/// Counts of wrong answers: those kept, and those of the slice in hand, which are not kept yet.
class BulkMisses {
  public:
    explicit BulkMisses(const storage::DataKeys& keys) : keys_(keys) {}

    /// Whether either number has had its wrong answers.
    Result<bool> is_closed(storage::Reader& reader, const CertificateClaim& claim, Instant now);
    void add(const CertificateClaim& claim);
    /// Keeps what was added.
    Result<void> keep(storage::Transaction& transaction, Instant now) const;

  private:
    const storage::DataKeys& keys_;
    std::map<std::pair<std::string, std::string>, std::int64_t> added_;
};

/// A row with its answer, and the certificate it found.
struct AnsweredRow {
    JudgedAnswer judged;
    std::optional<storage::LineKey> found;  ///< a check to be kept
    domain::CountKey counted;               ///< of that check, for the statistics
};
/// Answers one row from the register.
Result<AnsweredRow> answer_row(storage::Reader& reader,
                               const storage::DataKeys& keys,
                               BulkMisses& misses,
                               const BulkRow& row,
                               Instant now);
/// The same from the invented certificates of the sandbox.
[[nodiscard]] JudgedAnswer answer_sandbox_row(const BulkRow& row, Instant now);

/// A row that could not be checked for a reason of ours.
[[nodiscard]] JudgedAnswer row_not_checked(const BulkRow& row,
                                           std::string_view reason,
                                           Instant now);

}  // namespace yinxin::service
