// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"

/// What ended imports leave behind.
namespace yinxin::service {

/// Forgets some of what an ended import left: rows, photos and files of one that was given up or
/// refused; photos of nobody of one that was submitted, and after 90 days its left-out rows.
/// @return how many; 0: nothing is left.
Result<std::int64_t> forget_ended_imports(const Services& services);

}  // namespace yinxin::service
