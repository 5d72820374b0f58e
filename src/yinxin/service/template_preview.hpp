// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/qualification.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"

#include <string>

namespace yinxin::service {

/// A made-up certificate of an edition as its template would print it: no seal, no code, marked as
/// a preview. Names beyond what the edition says are 样张.
/// @error document.template_unknown, document.text_does_not_fit, forbidden
[[nodiscard]] Task<Result<std::string>> preview_edition(Services& services,
                                                        domain::StaffActor actor,
                                                        std::string item_id,
                                                        domain::QualificationEdition edition);

}  // namespace yinxin::service
