// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/demo_cast.hpp"
#include "yinxin/cli/demo_certificates.hpp"
#include "yinxin/cli/demo_people.hpp"

#include <vector>

namespace yinxin::cli {

/// What the makers of the cast work with; all outlive them.
struct DemoStudio {
    const DemoNames& names;
    DemoPeople& people;
    DemoCertificates& certificates;
    DemoRandom& random;
    Instant now{};
};

/// Everybody without a printed account: each special case once, then ordinary people up to `count`.
[[nodiscard]] Result<std::vector<DemoHolder>> make_crowd(const DemoStudio& studio, int count);

/// A person as the register enters them.
[[nodiscard]] storage::NewPerson register_entry(const DemoPerson& person, Instant at);
/// An account that says of itself what the register says.
[[nodiscard]] DemoLogin login_of(const DemoPerson& person, std::string login_name);

}  // namespace yinxin::cli
