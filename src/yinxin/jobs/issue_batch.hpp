// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/jobs/issue_row.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace yinxin::jobs {

/// What writing certificates needs; all outlive the writer.
struct IssueShop {
    storage::Store& store;
    const storage::DataKeys& keys;
    const config::ReferenceShelf& reference;
    const crypto::Signer* approver = nullptr;  ///< null: nothing can be issued
    const Clock& clock;
    /// Rows of one transaction. Small, because holders' writes wait for no more than one piece.
    int rows_of_a_piece = 250;
};

/// Writes the certificates of approved batches, piece by piece, while the next piece is prepared.
///
/// The cursor is in the batch's row and moves in the transaction of its piece: whoever comes late,
/// or again after a power cut, finds it moved and writes nothing twice. Numbers that were reserved
/// for a piece which was not written are lost; they need not be without gaps.
class BatchWriter {
  public:
    explicit BatchWriter(IssueShop shop) : shop_(shop) {}

    /// The next piece of the batch that waits longest, or the end of it: its rows of the import are
    /// forgotten and it waits for its release.
    /// @return rows, or batches, that were dealt with; 0: nothing waits.
    /// @error signing.key_unavailable, storage.unavailable, crypto.unsealing_failed, malformed;
    ///   kept beside the batch, for its page
    Result<std::int64_t> round();

  private:
    struct Piece {
        BatchId batch;
        storage::IssuedPiece tally;
        std::vector<IssuedRow> rows;
        InFlight in_flight;
    };
    struct Stock {
        std::int64_t next = 0;
        std::int64_t end = 0;
    };

    Result<std::int64_t> write_next(const storage::BatchRow& batch);
    /// @return none: no row is left.
    Result<std::optional<Piece>> prepare(const storage::BatchRow& batch,
                                         std::int64_t cursor,
                                         const InFlight& before);
    Result<std::optional<Piece>> take_or_prepare(const storage::BatchRow& batch);
    Result<void> write(const Piece& piece);
    Result<std::int64_t> finish(const storage::BatchRow& batch);
    Result<std::int64_t> next_serial(const storage::BatchRow& batch, const std::string& series);

    IssueShop shop_;
    std::optional<Piece> ahead_;  ///< prepared while the one before was written
    std::map<std::string, Stock> stocks_;
    int races_ = 0;  ///< lost in a row
};

}  // namespace yinxin::jobs
