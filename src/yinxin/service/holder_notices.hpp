// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"

#include <string_view>

/// What holders are told of without asking.
namespace yinxin::service {

/// A message to the mobile of every account that is bound to the person, each mobile once. It says
/// neither which certificate nor what happened in full: who reads another's telephone learns
/// nothing.
/// @param message  one without parameters
Result<void> tell_holder(storage::Transaction& transaction,
                         const Services& services,
                         HolderId holder,
                         Instant now,
                         std::string_view message = "certificate_changed");

}  // namespace yinxin::service
