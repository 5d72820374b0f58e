// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/bulk_result.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/issuing/letter_press.hpp"
#include "yinxin/service/json_members.hpp"
#include "yinxin/sheets/sheet_writer.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/restorations.hpp"

#include <set>

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using domain::BulkVerdict;
using storage::BulkDocumentKind;
using storage::ClaimedBulk;
using storage::Reader;
using storage::Transaction;

constexpr int answers_at_once = 500;
/// Characters; ID numbers and names are short, reasons are sentences.
const std::vector<double> widths{6, 30, 8, 12, 22, 24, 12, 12, 50, 20, 10, 16, 14, 24, 14, 18};

Result<std::string> draw_number(Reader& reader, const storage::DataKeys& keys, Instant now) {
    YX_TRY(const std::int64_t generation, storage::generation_of(reader));
    return domain::make_bulk_number(civil_day(now),
                                    keys.numbers.draw(generation, domain::day_number_range));
}

struct Documents {
    Bytes xlsx;
    Bytes csv;
    Bytes pdf;  ///< empty: no letters are sealed here
    Bytes json;
};

/// Writes both tables in one pass and counts what went in.
class ResultTables {
  public:
    ResultTables(const BulkWording& wording, BulkReport& report, Instant made_at)
        : wording_(wording),
          report_(report),
          xlsx_(sheets::make_xlsx_writer({wording.sheet(report.check.language), widths, made_at})),
          csv_(sheets::make_csv_writer()) {
        add(wording.header(report.check.language));
    }

    void add(std::int64_t item, const JudgedAnswer& judged) {
        ++report_.answers;
        if (judged.answer.is_row) {
            ++report_.rows;
        } else if (item != last_file_) {
            ++report_.files;
            last_file_ = item;
        }
        add(wording_.cells(report_.check.language, report_.answers, judged));
    }

    Result<void> finish(Documents& documents) {
        YX_TRY(documents.xlsx, xlsx_->finish());
        YX_TRY(documents.csv, csv_->finish());
        return ok();
    }

  private:
    void add(const std::vector<std::string>& cells) {
        xlsx_->add_row(cells);
        csv_->add_row(cells);
    }

    const BulkWording& wording_;
    BulkReport& report_;
    std::unique_ptr<sheets::SheetWriter> xlsx_;
    std::unique_ptr<sheets::SheetWriter> csv_;
    std::int64_t last_file_ = 0;  ///< answers of one file stand together
};

Result<void> write_tables(Reader& reader,
                          const Services& services,
                          domain::BulkId check,
                          ResultTables& tables) {
    std::int64_t item = 0;
    std::int64_t part = 0;
    for (;;) {
        YX_TRY(
            const auto rows,
            storage::list_bulk_answers(reader, services.keys, check, item, part, answers_at_once));
        for (const storage::BulkAnswerRow& row : rows) {
            YX_TRY(const JudgedAnswer judged, open_answer(row));
            tables.add(row.item, judged);
        }
        if (rows.size() < answers_at_once) return ok();
        item = rows.back().item;
        part = rows.back().part;
    }
}

Result<BulkReport> read_report(Reader& reader,
                               const Services& services,
                               const ClaimedBulk& claimed) {
    BulkReport report;
    YX_TRY(auto check, storage::find_bulk_check(reader, services.keys, claimed.owner, claimed.id));
    if (!check) return Error(ErrorCode::not_found, "bulk check " + claimed.id.str());
    report.check = *std::move(check);
    YX_TRY(report.asker, unpack_asker(report.check.checker));
    YX_TRY(report.tallies, storage::count_bulk_answers(reader, claimed.id));
    return report;
}

/// What somebody typed may have a character that no font here has: the sealed page does without,
/// the JSON has it.
Result<Bytes> seal_letter(const issuing::LetterPress& letters,
                          const BulkWording& wording,
                          BulkReport report,
                          const documents::Letter& letter,
                          Instant now) {
    Result<Bytes> pdf = letters.seal(letter, now);
    const bool is_glyph = !pdf && (pdf.error().code() == ErrorCode::glyph_missing ||
                                   pdf.error().code() == ErrorCode::text_does_not_fit);
    if (!is_glyph) return pdf;
    report.asker.checker.purpose.clear();
    report.asker.checker.name.clear();
    return letters.seal(wording.letter(report), now);
}

Result<void> make_letter(Services& services,
                         const BulkWording& wording,
                         const BulkReport& report,
                         Documents& documents,
                         Instant now) {
    if (services.letters == nullptr) return ok();
    const documents::Letter letter = wording.letter(report);
    YX_TRY(documents.pdf, seal_letter(*services.letters, wording, report, letter, now));
    YX_TRY(const std::string jws,
           services.letters->sign(bulk_summary_json(report, letter, services.settings.public_url)));
    documents.json = to_bytes(jws);
    return ok();
}

Bytes hash_of(const Bytes& document) {
    const crypto::Digest32 hash = crypto::sha256(document);
    return {hash.begin(), hash.end()};
}

storage::BulkSummaryRow summary_row(const BulkReport& report, const Documents& documents) {
    storage::BulkSummaryRow row;
    row.number = report.number;
    row.check = report.check.id;
    row.ended_at = report.check.ended_at.value_or(report.check.created_at);
    row.items = report.rows + report.files;
    row.answers = report.answers;
    row.valid = report.count_of(BulkVerdict::valid);
    row.is_cancelled = report.check.is_cancelled;
    row.xlsx_sha256 = hash_of(documents.xlsx);
    row.csv_sha256 = hash_of(documents.csv);
    if (!documents.pdf.empty()) row.pdf_sha256 = hash_of(documents.pdf);
    if (!documents.json.empty()) row.json_sha256 = hash_of(documents.json);
    return row;
}

domain::AuditEvent finished(const BulkReport& report, const Documents& documents, Instant now) {
    domain::AuditEvent event;
    event.at = now;
    event.actor_kind = domain::ActorKind::system;
    event.actor = "bulk";
    event.kind = domain::EventKind::bulk_finished;
    event.object = "bulk:" + report.check.id.str();
    event.facts = {{"number", report.number},
                   {"answers", std::to_string(report.answers)},
                   {"cancelled", report.check.is_cancelled ? "yes" : "no"},
                   {"sha256", to_hex(crypto::sha256(documents.csv))}};
    return event;
}

Result<void> keep(Transaction& transaction,
                  const Services& services,
                  const ClaimedBulk& claimed,
                  const BulkReport& report,
                  const Documents& documents,
                  Instant now) {
    YX_CHECK(storage::hold_bulk_check(transaction, claimed));
    const auto put = [&](BulkDocumentKind kind, const Bytes& content) -> Result<void> {
        if (content.empty()) return ok();
        return storage::insert_bulk_document(transaction, services.keys, claimed.id, kind, content);
    };
    YX_CHECK(put(BulkDocumentKind::xlsx, documents.xlsx));
    YX_CHECK(put(BulkDocumentKind::csv, documents.csv));
    YX_CHECK(put(BulkDocumentKind::pdf, documents.pdf));
    YX_CHECK(put(BulkDocumentKind::json, documents.json));
    YX_CHECK(storage::insert_bulk_summary(transaction, summary_row(report, documents)));
    YX_CHECK(storage::append_audit(transaction, finished(report, documents, now)));
    return storage::finish_bulk_check(
        transaction, claimed, now + services.settings.bulk.keep_result);
}

}  // namespace

std::int64_t BulkReport::count_of(BulkVerdict verdict) const {
    for (const storage::BulkTally& tally : tallies) {
        if (tally.verdict == verdict) return tally.count;
    }
    return 0;
}

std::int64_t BulkReport::with_care() const {
    std::int64_t sum = 0;
    for (const storage::BulkTally& tally : tallies) {
        if (domain::care_of(tally.verdict) != domain::BulkCare::none) sum += tally.count;
    }
    return sum;
}

std::string bulk_summary_json(const BulkReport& report,
                              const documents::Letter& letter,
                              std::string_view service_url) {
    json::object counts;
    for (const storage::BulkTally& tally : report.tallies) {
        counts[domain::key(tally.verdict)] = tally.count;
    }
    const storage::BulkCheckRow& check = report.check;
    return json::serialize(json::object{
        {"type", "yinxin-bulk-summary"},
        {"version", 1},
        {"number", report.number},
        {"service", service_url},
        {"made_at", report.made_at},
        {"started_at", json_members::or_null(check.started_at)},
        {"ended_at", json_members::or_null(check.ended_at)},
        {"cancelled", check.is_cancelled},
        {"asked_by", json_members::or_null(report.asker.checker.name)},
        {"purpose", json_members::or_null(report.asker.checker.purpose)},
        {"items", check.items_total},
        {"items_checked", check.items_done},
        {"rows", report.rows},
        {"files", report.files},
        {"answers", report.answers},
        {"verdicts", std::move(counts)},
        {"result", {{"xlsx_sha256", report.xlsx_sha256}, {"csv_sha256", report.csv_sha256}}},
        {"words", json_members::words(letter)}});
}

Result<void> finish_bulk(Services& services,
                         const BulkWording& wording,
                         const ClaimedBulk& claimed,
                         Instant now) {
    Documents documents;
    YX_TRY(const BulkReport report,
           services.store.read_now([&](Reader& reader) -> Result<BulkReport> {
               YX_TRY(BulkReport told, read_report(reader, services, claimed));
               YX_TRY(told.number, draw_number(reader, services.keys, now));
               told.made_at = format_civil(now);
               ResultTables tables(wording, told, now);
               YX_CHECK(write_tables(reader, services, claimed.id, tables));
               YX_CHECK(tables.finish(documents));
               told.xlsx_sha256 = to_hex(crypto::sha256(documents.xlsx));
               told.csv_sha256 = to_hex(crypto::sha256(documents.csv));
               return told;
           }));
    YX_CHECK(make_letter(services, wording, report, documents, now));
    return services.store.write_now([&](Transaction& transaction) {
        return keep(transaction, services, claimed, report, documents, now);
    });
}

Task<Result<std::optional<storage::BulkSummaryRow>>> recognise_bulk_document(
    Services& services, crypto::Digest32 sha256) {
    co_return co_await services.store.read(
        [&](Reader& reader) { return storage::find_bulk_summary_by_file(reader, sha256); });
}

}  // namespace yinxin::service
