// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/issue_batch.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/storage/audit_log.hpp"

#include <algorithm>
#include <future>
#include <utility>

namespace yinxin::jobs {
namespace {

using storage::BatchRow;
using storage::Reader;
using storage::Transaction;

/// One transaction for so many numbers: what is reserved for nothing is lost.
constexpr std::int64_t most_serials_at_once = 5000;
/// Races lost in a row that are no accident any more.
constexpr int most_races = 10;
/// Rows of the import that are forgotten at once.
constexpr std::int64_t rows_forgotten_at_once = 500;

/// What goes away by itself: somebody was faster, or stopped the batch.
bool is_race(ErrorCode code) {
    return code == ErrorCode::storage_conflict || code == ErrorCode::batch_state_wrong;
}

Result<void> keep_end(Transaction& transaction,
                      const storage::DataKeys& keys,
                      const BatchRow& batch,
                      Instant now) {
    YX_CHECK(storage::move_batch(
        transaction, batch.id, storage::BatchState::issuing, storage::BatchState::approved, now));
    storage::NewBatchStep step;
    step.batch = batch.id;
    step.kind = storage::BatchStep::written;
    step.at = now;
    YX_CHECK(storage::insert_batch_step(transaction, keys, step));
    domain::AuditEvent event;
    event.at = now;
    event.actor = "issue_batch";
    event.kind = domain::EventKind::certificate_issued;
    event.object = "batch:" + batch.id.str();
    event.facts = {{"certificates", std::to_string(batch.issued_count)},
                   {"left_over", std::to_string(batch.leftover_count)}};
    return storage::append_audit(transaction, event);
}

}  // namespace

Result<std::int64_t> BatchWriter::next_serial(const BatchRow& batch, const std::string& series) {
    Stock& stock = stocks_[batch.issuer_id + "/" + series];
    if (stock.next == stock.end) {
        const std::int64_t waiting =
            batch.certificate_count - batch.issued_count - batch.leftover_count;
        const std::int64_t count = std::clamp<std::int64_t>(waiting, 1, most_serials_at_once);
        YX_TRY(stock.next, shop_.store.write_now([&](Transaction& transaction) {
            return storage::reserve_serials(transaction, batch.issuer_id, series, count);
        }));
        stock.end = stock.next + count;
    }
    return stock.next++;
}

Result<std::optional<BatchWriter::Piece>> BatchWriter::prepare(const BatchRow& batch,
                                                               std::int64_t cursor,
                                                               const InFlight& before) {
    if (shop_.approver == nullptr) return Error(ErrorCode::key_unavailable, "approval");
    const auto serial = [&](const std::string& series) { return next_serial(batch, series); };
    const IssueGround ground{
        shop_.keys, *shop_.reference, *shop_.approver, batch, serial, shop_.clock.now()};
    Piece piece;
    const auto look = [&](Reader& reader) -> Result<std::optional<std::int64_t>> {
        // It may be run again.
        piece = {};
        piece.batch = batch.id;
        piece.tally.from = cursor;
        std::vector<storage::GoodRow> rows;
        std::vector<RowQuestions> questions;
        YX_TRY(const auto last,
               storage::each_good_row(reader,
                                      shop_.keys,
                                      batch.id,
                                      cursor,
                                      shop_.rows_of_a_piece,
                                      [&](const storage::GoodRow& row) -> Result<void> {
                                          YX_TRY(RowQuestions asked,
                                                 ask_about_row(reader, shop_.keys, row.result));
                                          questions.push_back(std::move(asked));
                                          rows.push_back(row);
                                          return ok();
                                      }));
        YX_CHECK(reader.settle());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            YX_TRY(IssuedRow issued,
                   prepare_row(reader, ground, rows[i], questions[i], before, piece.in_flight));
            ++(issued.leftover ? piece.tally.leftovers : piece.tally.issued);
            piece.rows.push_back(std::move(issued));
        }
        return last;
    };
    YX_TRY(const std::optional<std::int64_t> last, shop_.store.read_now(look));
    if (!last) return std::optional<Piece>();
    piece.tally.to = *last;
    return std::optional(std::move(piece));
}

Result<std::optional<BatchWriter::Piece>> BatchWriter::take_or_prepare(const BatchRow& batch) {
    std::optional<Piece> ahead = std::exchange(ahead_, std::nullopt);
    const bool fits = ahead && ahead->batch == batch.id && ahead->tally.from == batch.issue_cursor;
    if (fits) return ahead;
    return prepare(batch, batch.issue_cursor, {});
}

Result<void> BatchWriter::write(const Piece& piece) {
    return shop_.store.write_now([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::advance_issuing(transaction, piece.batch, piece.tally));
        return write_rows(transaction, shop_.keys, piece.batch, piece.rows);
    });
}

/// Every row is dealt with: what is personal in the import goes first, then the batch goes on.
Result<std::int64_t> BatchWriter::finish(const BatchRow& batch) {
    YX_TRY(const std::int64_t forgotten, shop_.store.write_now([&](Transaction& transaction) {
        return storage::forget_batch_rows(transaction, batch.id, rows_forgotten_at_once);
    }));
    if (forgotten > 0) return forgotten;
    YX_CHECK(shop_.store.write_now([&](Transaction& transaction) {
        return keep_end(transaction, shop_.keys, batch, shop_.clock.now());
    }));
    log::info("batch.written",
              {{"batch", batch.id.value},
               {"certificates", batch.issued_count},
               {"left_over", batch.leftover_count}});
    return std::int64_t{1};
}

Result<std::int64_t> BatchWriter::write_next(const BatchRow& batch) {
    YX_TRY(const std::optional<Piece> piece, take_or_prepare(batch));
    if (!piece) return finish(batch);
    // The writer's thread writes this piece while the next one is prepared here.
    std::future<Result<void>> writing =
        std::async(std::launch::async, [this, &piece] { return write(*piece); });
    auto next = prepare(batch, piece->tally.to, piece->in_flight);
    const Result<void> written = writing.get();
    if (!written) return written.error();
    if (!next) return std::move(next).error();
    ahead_ = *std::move(next);
    return static_cast<std::int64_t>(piece->rows.size());
}

Result<std::int64_t> BatchWriter::round() {
    YX_TRY(const std::optional<BatchRow> batch, shop_.store.read_now([](Reader& reader) {
        return storage::find_issuing_batch(reader);
    }));
    if (!batch) {
        ahead_.reset();
        return std::int64_t{0};
    }
    auto done = write_next(*batch);
    if (done) {
        races_ = 0;
        return done;
    }
    ahead_.reset();
    if (is_race(done.error().code()) && ++races_ < most_races) {
        log::info("batch.piece_again", {{"batch", batch->id.value}});
        return std::int64_t{1};
    }
    races_ = 0;
    const std::string_view code = dotted_name(done.error().code());
    const auto kept = shop_.store.write_now([&](Transaction& transaction) {
        return storage::set_trouble(transaction, batch->id, code);
    });
    if (!kept) log::warning("batch.trouble_not_kept", {{"batch", batch->id.value}});
    return done;
}

}  // namespace yinxin::jobs
