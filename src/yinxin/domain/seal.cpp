// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/seal.hpp"

namespace yinxin::domain {
namespace {

bool covers(CivilDay from, const std::optional<CivilDay>& until, CivilDay day) noexcept {
    return from <= day && (!until || day < *until);
}

}  // namespace

bool may_become(SealState from, SealState to) noexcept {
    switch (from) {
        case SealState::applied:
            return to == SealState::made || to == SealState::cancelled;
        case SealState::made:
            return to == SealState::filed || to == SealState::cancelled;
        case SealState::filed:
            return to == SealState::in_use || to == SealState::cancelled;
        case SealState::in_use:
            return to == SealState::suspended || to == SealState::cancelled;
        case SealState::suspended:
            return to == SealState::in_use || to == SealState::cancelled;
        case SealState::cancelled:
            return false;
    }
    return false;
}

Result<void> check_usable(const Seal& seal, CivilDay day) {
    if (seal.state == SealState::in_use && covers(seal.valid_from, seal.valid_until, day)) {
        return ok();
    }
    return Error(ErrorCode::seal_not_in_use, "seal " + seal.id + " on " + format_day(day))
        .with("seal", seal.id)
        .with("state", std::string(key(seal.state)));
}

std::optional<std::string> seal_for(std::span<const SealAssignment> assignments,
                                    std::string_view type,
                                    CivilDay day) {
    const SealAssignment* found = nullptr;
    for (const SealAssignment& one : assignments) {
        if (one.type != type || !covers(one.from, one.until, day)) continue;
        if (found == nullptr || one.from > found->from) found = &one;
    }
    if (found == nullptr) return std::nullopt;
    return found->seal_id;
}

}  // namespace yinxin::domain
