// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/erasures.hpp"

#include <vector>

namespace yinxin::service {

inline constexpr Days erasures_shown{366};

/// What was erased of late because its time was over, for the security administrator.
/// @error forbidden
[[nodiscard]] Task<Result<std::vector<storage::ErasureRow>>> list_erasures(
    Services& services, domain::StaffActor actor);

}  // namespace yinxin::service
