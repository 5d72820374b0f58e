// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"

namespace yinxin::domain {

/// Where one copy (加注件, or the copy of a certificate that needs no endorsement) stands.
enum class CopyState {
    pressing,  ///< reserved, its file is not there yet
    released,  ///< its file is in the register
    failed,    ///< it will not come
};

template <>
struct KeyTable<CopyState> {
    static constexpr std::array<Keyed<CopyState>, 3> rows{{
        {CopyState::pressing, "pressing"},
        {CopyState::released, "released"},
        {CopyState::failed, "failed"},
    }};
};

}  // namespace yinxin::domain
