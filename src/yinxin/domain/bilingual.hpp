// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>

namespace yinxin::domain {

/// One text in the two languages of the service. Data, not interface: names, titles, addresses.
struct Bilingual {
    std::string zh;
    std::string en;

    friend auto operator<=>(const Bilingual&, const Bilingual&) = default;
};

}  // namespace yinxin::domain
