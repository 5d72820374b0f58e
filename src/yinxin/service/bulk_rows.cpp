// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/bulk_rows.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/packed_aggregate.hpp"
#include "yinxin/service/sandbox_register.hpp"
#include "yinxin/service/throttle.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::BulkVerdict;
using sheets::Cell;
using sheets::CellKind;
using sheets::Row;

constexpr std::size_t header_is_within = 10;
constexpr std::chrono::hours miss_window{24};
constexpr std::string_view id_misses = "bulk/miss-id";
constexpr std::string_view number_misses = "bulk/miss-number";
/// Longer texts are no ID number; their middle is not shown.
constexpr std::size_t longest_id = 40;

const Cell* cell_at(const Row& row, std::size_t column) {
    return column < row.cells.size() ? &row.cells[column] : nullptr;
}

std::string text_at(const Row& row, std::size_t column) {
    const Cell* cell = cell_at(row, column);
    return cell == nullptr ? std::string() : std::string(trim(cell->text));
}

bool is_lost(const Row& row, std::size_t column) {
    const Cell* cell = cell_at(row, column);
    return cell != nullptr && cell->kind == CellKind::lossy_number;
}

/// Of what was typed, whether it is a number or not.
std::string masked_typed(std::string_view typed) {
    if (typed.size() > longest_id) return "***";
    return domain::masked({domain::IdDocumentType::other, std::string(typed)});
}

BulkAnswer answer_for(const BulkRow& row, Instant now) {
    BulkAnswer answer;
    answer.source = row.source;
    answer.place = row.place;
    answer.name = row.name;
    answer.masked_id = masked_typed(row.id_number);
    answer.number = row.management_number;
    answer.at = now;
    return answer;
}

JudgedAnswer unreadable(const BulkRow& row, const Error& error, Instant now) {
    JudgedAnswer judged{BulkVerdict::unreadable, answer_for(row, now), LineId{}};
    judged.answer.reason = dotted_name(error.code());
    const auto field = error.params().find("field");
    if (field != error.params().end()) judged.answer.field = field->second;
    return judged;
}

/// Why a certificate that was found is not good; the codes of the engine's findings. Empty: it is.
std::string withdrawal_of(domain::CertificateStatus status, bool is_recalled, bool is_stopped) {
    if (is_stopped) return "certificate.batch_stopped";
    if (is_recalled) return "certificate.recalled";
    if (status == domain::CertificateStatus::valid) return "";
    return "certificate." + std::string(domain::key(status));
}

JudgedAnswer standing(const BulkRow& row, std::string withdrawal, Instant now) {
    JudgedAnswer judged{BulkVerdict::valid, answer_for(row, now), LineId{}};
    if (!withdrawal.empty()) {
        judged.verdict = BulkVerdict::revoked;
        judged.answer.reason = std::move(withdrawal);
    }
    return judged;
}

JudgedAnswer not_found(const BulkRow& row, Instant now) {
    JudgedAnswer judged{BulkVerdict::not_found, answer_for(row, now), LineId{}};
    judged.answer.reason = "row.not_found";
    return judged;
}

const std::string& id_of(const CertificateClaim& claim) {
    return claim.documents.front().number;
}

}  // namespace

std::string pack_rows(const std::vector<Row>& rows) {
    return pack_aggregate(rows);
}

Result<std::vector<Row>> unpack_rows(std::string_view packed) {
    return unpack_aggregate<std::vector<Row>>(packed);
}

std::string pack(const BulkRow& row) {
    return pack_aggregate(row);
}

Result<BulkRow> unpack_row(std::string_view packed) {
    return unpack_aggregate<BulkRow>(packed);
}

TableHead find_table_head(const std::vector<Row>& rows) {
    const std::size_t end = std::min(rows.size(), header_is_within);
    TableHead partial;
    for (std::size_t i = 0; i < end; ++i) {
        std::vector<std::string> texts;
        for (const Cell& cell : rows[i].cells)
            texts.push_back(cell.text);
        const TableHead head{static_cast<std::int64_t>(i) + 1, domain::recognise_columns(texts)};
        if (head.columns.is_complete()) return head;
        const int known = head.columns.name.has_value() + head.columns.id_number.has_value() +
                          head.columns.management_number.has_value();
        if (known == 2 && partial.header_rows == 0) partial = head;
    }
    return partial;
}

BulkRow choose_fields(const Row& row, const domain::BulkColumns& columns, std::string_view source) {
    BulkRow chosen;
    chosen.source = source;
    chosen.place = static_cast<std::int64_t>(row.number);
    chosen.name = text_at(row, *columns.name);
    chosen.id_number = text_at(row, *columns.id_number);
    chosen.management_number = text_at(row, *columns.management_number);
    if (is_lost(row, *columns.management_number)) chosen.lost = "management_number";
    if (is_lost(row, *columns.id_number)) chosen.lost = "id_number";
    return chosen;
}

Result<CertificateClaim> parse_row(const BulkRow& row) {
    if (!row.lost.empty()) return Error(ErrorCode::sheet_number_lost).with("field", row.lost);
    return parse_certificate_claim(row.name, row.id_number, row.management_number);
}

Result<bool> BulkMisses::is_closed(storage::Reader& reader,
                                   const CertificateClaim& claim,
                                   Instant now) {
    const auto misses = [&](std::string_view purpose,
                            const std::string& subject) -> Result<std::int64_t> {
        YX_TRY(const std::int64_t kept,
               uses_so_far(reader, keys_, purpose, subject, miss_window, now));
        const auto added = added_.find({std::string(purpose), subject});
        return kept + (added == added_.end() ? 0 : added->second);
    };
    YX_TRY(const std::int64_t of_person, misses(id_misses, id_of(claim)));
    YX_TRY(const std::int64_t of_number, misses(number_misses, claim.management_no));
    return of_person >= bulk_misses_per_day || of_number >= bulk_misses_per_day;
}

void BulkMisses::add(const CertificateClaim& claim) {
    ++added_[{std::string(id_misses), id_of(claim)}];
    ++added_[{std::string(number_misses), claim.management_no}];
}

Result<void> BulkMisses::keep(storage::Transaction& transaction, Instant now) const {
    for (const auto& [bucket, count] : added_) {
        // More than the limit says no more than the limit.
        for (std::int64_t i = 0; i < std::min(count, bulk_misses_per_day); ++i) {
            YX_CHECK(count_use(transaction, keys_, bucket.first, bucket.second, miss_window, now));
        }
    }
    return ok();
}

Result<AnsweredRow> answer_row(storage::Reader& reader,
                               const storage::DataKeys& keys,
                               BulkMisses& misses,
                               const BulkRow& row,
                               Instant now) {
    const Result<CertificateClaim> claim = parse_row(row);
    if (!claim) return AnsweredRow{unreadable(row, claim.error(), now), std::nullopt, {}};
    YX_TRY(const bool is_closed, misses.is_closed(reader, *claim, now));
    if (is_closed) {
        return AnsweredRow{row_not_checked(row, "row.too_many_wrong", now), std::nullopt, {}};
    }
    YX_TRY(const auto record, find_claimed_certificate(reader, keys, *claim));
    if (!record) {
        misses.add(*claim);
        return AnsweredRow{not_found(row, now), std::nullopt, {}};
    }
    std::string withdrawal =
        withdrawal_of(record->status, storage::is_recalled(*record), storage::is_stopped(*record));
    AnsweredRow answered{standing(row, std::move(withdrawal), now),
                         storage::LineKey{record->holder, record->line},
                         domain::count_key(record->face, "bulk")};
    answered.judged.line = record->line;
    BulkAnswer& answer = answered.judged.answer;
    answer.qualification = record->face.qualification;
    answer.level = record->face.level;
    answer.specialty = record->face.specialty;
    answer.issued_on = format_day(record->face.issued_on);
    return answered;
}

JudgedAnswer answer_sandbox_row(const BulkRow& row, Instant now) {
    const Result<CertificateClaim> claim = parse_row(row);
    if (!claim) return unreadable(row, claim.error(), now);
    const auto found = find_sandbox_number(claim->management_no, now);
    const bool is_right = found && domain::same_name(claim->name, {std::string(sandbox_person)}) &&
                          domain::last_four(claim->documents.front()) == sandbox_id_tail;
    if (!is_right) return not_found(row, now);
    const verify::RegisteredCopy& copy = found->copy;
    JudgedAnswer judged =
        standing(row, withdrawal_of(copy.status, copy.is_recalled, copy.is_stopped), now);
    judged.line = found->line;
    judged.answer.qualification = copy.qualification;
    judged.answer.level = copy.level;
    judged.answer.specialty = copy.specialty;
    judged.answer.issued_on = format_day(copy.issued_on);
    return judged;
}

JudgedAnswer row_not_checked(const BulkRow& row, std::string_view reason, Instant now) {
    JudgedAnswer judged{BulkVerdict::not_checked, answer_for(row, now), LineId{}};
    judged.answer.reason = reason;
    return judged;
}

}  // namespace yinxin::service
