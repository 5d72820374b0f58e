// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/imports.hpp"

#include <string>
#include <vector>

/// What the certificates of an import will look like: 样张, never sealed.
namespace yinxin::service {

struct ImportSpecimen {
    std::string svg;
    std::string name;  ///< of the person, for the text beside the picture
    std::string management_no;
};
/// The first good row, the last, and a few in between, drawn with 样张 across.
/// @param seed  chooses those in between; another gives others
/// @error import.not_open  it is not checked yet, or was submitted long ago
[[nodiscard]] Task<Result<std::vector<ImportSpecimen>>> draw_specimens(Services& services,
                                                                       domain::StaffActor actor,
                                                                       domain::ImportId id,
                                                                       std::uint32_t seed);

}  // namespace yinxin::service
