// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/domain/keyed.hpp"

#include <optional>

/// 批次: certificates that are approved, released and, if need be, taken back together.
namespace yinxin::domain {

/// How far a batch is. Only `released` shows its certificates to their holders.
enum class BatchState {
    scoring,   ///< results are not final
    checking,  ///< submitted; waits for a second person
    refused,   ///< sent back by the second person, or withdrawn by the first
    issuing,   ///< approved by a second person; the certificates are being written
    approved,  ///< all certificates are written; waits for its release time
    released,  ///< certificates are visible
    recalled,  ///< taken back as a whole by two persons; not the same as revoked
    stopped,   ///< stopped at once by one person, until two decide how it goes on
};

template <>
struct KeyTable<BatchState> {
    static constexpr std::array<Keyed<BatchState>, 8> rows{{
        {BatchState::scoring, "scoring"},
        {BatchState::checking, "checking"},
        {BatchState::refused, "refused"},
        {BatchState::issuing, "issuing"},
        {BatchState::approved, "approved"},
        {BatchState::released, "released"},
        {BatchState::recalled, "recalled"},
        {BatchState::stopped, "stopped"},
    }};
};

/// What the rules below ask of a batch.
struct BatchStanding {
    BatchState state = BatchState::checking;
    bool is_written = false;    ///< every certificate is there
    bool was_released = false;  ///< its certificates were visible once
};

/// One person may stop what is on its way to the holders or with them.
[[nodiscard]] bool may_stop(BatchState state) noexcept;
/// Two may take back what is written: also before anybody saw it, and after a stop.
[[nodiscard]] bool may_recall(BatchStanding batch) noexcept;
/// Two may let a stopped or recalled batch go on.
[[nodiscard]] bool may_restore(BatchState state) noexcept;
/// Two may choose another release time until the batch is out.
[[nodiscard]] bool may_reschedule(BatchState state) noexcept;
/// Where a batch goes on that is restored: to its holders if they had it, else where it stood.
[[nodiscard]] BatchState state_after_restore(BatchStanding batch) noexcept;

/// Whether a batch is due, half-open: visible from the second of its time on. None: as soon as it
/// is written.
[[nodiscard]] constexpr bool is_due(std::optional<Instant> release_at, Instant now) noexcept {
    return !release_at || now >= *release_at;
}
/// The longest a release may lie ahead.
inline constexpr Days most_release_days{366};
/// @error office.time_invalid  over already, or too far ahead.
[[nodiscard]] Result<void> check_release_time(Instant release_at, Instant now);

/// What the public is told of a batch (证书办理进度).
enum class ProgressStage { scoring, checking, making, released };

template <>
struct KeyTable<ProgressStage> {
    static constexpr std::array<Keyed<ProgressStage>, 4> rows{{
        {ProgressStage::scoring, "scoring"},
        {ProgressStage::checking, "checking"},
        {ProgressStage::making, "making"},
        {ProgressStage::released, "released"},
    }};
};
/// Sent back, stopped and recalled batches are being checked.
[[nodiscard]] ProgressStage stage_of(BatchState state) noexcept;

/// Why a row of an approved batch got no certificate.
enum class LeftoverReason {
    person_differs,        ///< the document belongs to somebody with another name
    document_former,       ///< the document is a former one of a person
    management_no_taken,   ///< a certificate has this 管理号 already
    certificate_no_taken,  ///< a certificate has this 证书编号 already
    catalogue_changed,     ///< qualification, level or specialty are not in the catalogue any more
    number_too_long,       ///< the numbering rule gives no number of at most 32 characters
};

template <>
struct KeyTable<LeftoverReason> {
    static constexpr std::array<Keyed<LeftoverReason>, 6> rows{{
        {LeftoverReason::person_differs, "person_differs"},
        {LeftoverReason::document_former, "document_former"},
        {LeftoverReason::management_no_taken, "management_no_taken"},
        {LeftoverReason::certificate_no_taken, "certificate_no_taken"},
        {LeftoverReason::catalogue_changed, "catalogue_changed"},
        {LeftoverReason::number_too_long, "number_too_long"},
    }};
};

}  // namespace yinxin::domain
