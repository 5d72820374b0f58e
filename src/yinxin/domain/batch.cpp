// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/batch.hpp"

namespace yinxin::domain {

bool may_stop(BatchState state) noexcept {
    return state == BatchState::issuing || state == BatchState::approved ||
           state == BatchState::released;
}

bool may_recall(BatchStanding batch) noexcept {
    const bool is_whole = batch.is_written || batch.was_released;
    return is_whole && (batch.state == BatchState::approved ||
                        batch.state == BatchState::released || batch.state == BatchState::stopped);
}

bool may_restore(BatchState state) noexcept {
    return state == BatchState::stopped || state == BatchState::recalled;
}

bool may_reschedule(BatchState state) noexcept {
    return state == BatchState::issuing || state == BatchState::approved;
}

BatchState state_after_restore(BatchStanding batch) noexcept {
    if (batch.was_released) return BatchState::released;
    return batch.is_written ? BatchState::approved : BatchState::issuing;
}

Result<void> check_release_time(Instant release_at, Instant now) {
    if (release_at <= now || release_at > now + most_release_days) {
        return Error(ErrorCode::office_time_invalid, "release time");
    }
    return ok();
}

ProgressStage stage_of(BatchState state) noexcept {
    switch (state) {
        case BatchState::scoring:
            return ProgressStage::scoring;
        case BatchState::checking:
        case BatchState::refused:
        case BatchState::recalled:
        case BatchState::stopped:
            return ProgressStage::checking;
        case BatchState::issuing:
        case BatchState::approved:
            return ProgressStage::making;
        case BatchState::released:
            return ProgressStage::released;
    }
    return ProgressStage::checking;
}

}  // namespace yinxin::domain
