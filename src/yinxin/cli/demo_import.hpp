// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference.hpp"
#include "yinxin/service/services.hpp"

#include <cstdint>

namespace yinxin::cli {

/// How many results the table has, and how many of them are faulty.
inline constexpr int demo_results = 1000;
inline constexpr int demo_faults = 20;
/// Series run from 0; no two have a person or a number in common.
inline constexpr std::uint32_t demo_series = 1'000'000;

/// A table of invented results for trying an import, or an archive with a photo for each of them.
/// The same series gives the same people.
///
/// Twenty rows are faulty in the ways real tables are: wrong check digits, brackets for missing
/// characters, numbers that occur twice, specialties of another year. Resident numbers are of
/// counties that no province has (their last three digits are 990 to 998); the photos of rows with
/// a wrong number are named by the right one.
/// @error config.invalid  the catalogue has no qualification to make results for.
[[nodiscard]] Result<Bytes> make_demo_file(const config::Reference& reference,
                                           service::DemoFile file,
                                           std::uint32_t series,
                                           Instant now);

}  // namespace yinxin::cli
