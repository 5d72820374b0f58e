// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/batch.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::storage {

using domain::BatchState;

/// What the holders of a batch are told by message, one after the other.
enum class BatchNotice { none, issued, recalled, restored };

}  // namespace yinxin::storage

template <>
struct yinxin::domain::KeyTable<yinxin::storage::BatchNotice> {
    static constexpr std::array<Keyed<storage::BatchNotice>, 4> rows{{
        {storage::BatchNotice::none, ""},
        {storage::BatchNotice::issued, "certificate_issued"},
        {storage::BatchNotice::recalled, "batch_recalled"},
        {storage::BatchNotice::restored, "batch_restored"},
    }};
};

namespace yinxin::storage {

/// The certificates of one examination that were approved together (批次). Members stand in the
/// order of sql/batch/*.sql.
struct BatchRow {
    BatchId id;
    std::string issuer_id;
    std::string qualification_id;
    int exam_year = 0;
    BatchState state = BatchState::checking;
    std::int64_t certificate_count = 0;  ///< as submitted
    Instant changed_at{};
    /// Since when the progress page may name it; none: nobody outside the office knows of it.
    std::optional<Instant> announced_at;
    std::optional<Instant> release_at = std::nullopt;   ///< none: as soon as it is written
    std::optional<Instant> released_at = std::nullopt;  ///< first visible; none: never
    std::optional<Instant> written_at = std::nullopt;   ///< since when every certificate is there
    std::int64_t issue_cursor = 0;  ///< rows of the import up to this one are done
    std::int64_t issued_count = 0;
    std::int64_t leftover_count = 0;
    std::string trouble = {};  ///< code of what stopped the last piece; empty: nothing
    BatchNotice notice = BatchNotice::none;
    std::int64_t notice_cursor = 0;  ///< holders up to this one were told
    /// 签发日期 of certificates whose rows name none; none: not approved yet.
    std::optional<CivilDay> issue_day = std::nullopt;
};

[[nodiscard]] inline domain::BatchStanding standing_of(const BatchRow& batch) noexcept {
    return {batch.state, batch.written_at.has_value(), batch.released_at.has_value()};
}
/// What a proposal about the batch was made from: state and release time.
[[nodiscard]] std::string batch_tag(const BatchRow& batch);

/// Enters a batch. One that begins as released or recalled counts as seen since `changed_at`.
/// @error storage.conflict  the batch is there already.
Result<void> insert_batch(Transaction& transaction, const BatchRow& batch);
/// Whether anything was ever handed in for a qualification: an import or a batch, and with it every
/// certificate.
Result<bool> is_qualification_used(Reader& reader, std::string_view qualification);
/// Whether there was ever a batch.
Result<bool> has_batches(Reader& reader);
Result<std::optional<BatchRow>> find_batch(Reader& reader, BatchId id);
/// What the progress page lists: announced batches, the latest change first.
Result<std::vector<BatchRow>> list_announced_batches(Reader& reader);

/// Which batches somebody of the office wants to see; empty: all.
struct BatchFilter {
    std::string issuer_id;
    std::string qualification_id;
    int exam_year = 0;
    std::optional<BatchState> state;
};
/// The latest change first, `most` after the first `skip`.
Result<std::vector<BatchRow>> list_batches(Reader& reader,
                                           const BatchFilter& filter,
                                           std::int64_t skip,
                                           std::int64_t most);
/// Examination years of the batches of one issuer ("": of all), the latest first.
Result<std::vector<int>> list_batch_years(Reader& reader, std::string_view issuer_id);
/// Batches of an issuer ("": of all) that are stopped, and whose writing stands still.
struct BatchCounts {
    std::int64_t stopped = 0;
    std::int64_t troubled = 0;
};
Result<BatchCounts> count_needy_batches(Reader& reader, std::string_view issuer_id);
/// How many certificates of a qualification an authority released for an examination year.
Result<std::int64_t> count_released(Reader& reader,
                                    std::string_view issuer_id,
                                    std::string_view qualification_id,
                                    int exam_year);

/// One write shows or hides every certificate of the batch. The first time as `released` is kept.
/// @error batch.state_wrong  the batch is not in state `from`.
Result<void> move_batch(
    Transaction& transaction, BatchId id, BatchState from, BatchState to, Instant at);
/// An approved batch on its way to be written; from here on the progress page may name it.
/// @error batch.state_wrong  it does not wait for approval.
Result<void> begin_issuing(Transaction& transaction,
                           BatchId id,
                           std::optional<Instant> release_at,
                           CivilDay issue_day,
                           Instant now);
/// Keeps when the batch is to be released.
Result<void> set_release_time(Transaction& transaction,
                              BatchId id,
                              std::optional<Instant> release_at,
                              Instant now);
/// From now on the progress page may name the batch.
Result<void> announce_batch(Transaction& transaction, BatchId id, Instant now);

/// The batch whose certificates are to be written next, the longest waiting first.
Result<std::optional<BatchRow>> find_issuing_batch(Reader& reader);
/// Written batches whose release time has come.
Result<std::vector<BatchRow>> list_due_batches(Reader& reader, Instant now, int most);

/// What one piece of the writing came to.
struct IssuedPiece {
    std::int64_t from = 0;  ///< the cursor it was read at
    std::int64_t to = 0;
    std::int64_t issued = 0;
    std::int64_t leftovers = 0;
};
/// Moves the cursor, in the transaction that writes the piece.
/// @error batch.state_wrong  another writer was faster, or the batch was stopped.
Result<void> advance_issuing(Transaction& transaction, BatchId id, const IssuedPiece& piece);
/// Keeps why the writing stands still; an empty code: it goes on.
Result<void> set_trouble(Transaction& transaction, BatchId id, std::string_view code);

/// Begins to tell the holders; a notice in hand is given up.
Result<void> begin_notice(Transaction& transaction, BatchId id, BatchNotice notice);
/// A batch whose holders are being told of something.
Result<std::optional<BatchRow>> find_notifying_batch(Reader& reader);
/// An account bound to somebody of the batch, with its confirmed mobile.
struct ToldAccount {
    AccountId account;
    Bytes mobile_sealed;
};
/// The accounts of the next `most` holders after the cursor, and the last of these holders; none:
/// all were told.
struct ToldPiece {
    std::vector<ToldAccount> accounts;
    std::optional<HolderId> last;
};
Result<ToldPiece> list_accounts_to_tell(Reader& reader, const BatchRow& batch, int most);
/// Moves the cursor; `to` none: the notice is over.
/// @error batch.state_wrong  another one was faster, or there is other news by now.
Result<void> advance_notice(Transaction& transaction,
                            const BatchRow& batch,
                            std::optional<HolderId> to);

}  // namespace yinxin::storage
