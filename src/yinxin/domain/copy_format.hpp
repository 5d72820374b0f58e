// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"

namespace yinxin::domain {

/// One face of a copy: the same page, the same number and state, another kind of file.
enum class CopyFormat {
    pdf,  ///< for everybody
    ofd,  ///< 版式文件 (GB/T 33190), for offices that ask for it
};

template <>
struct KeyTable<CopyFormat> {
    static constexpr std::array<Keyed<CopyFormat>, 2> rows{{
        {CopyFormat::pdf, "pdf"},
        {CopyFormat::ofd, "ofd"},
    }};
};

}  // namespace yinxin::domain
