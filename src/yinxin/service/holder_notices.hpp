// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"

/// What holders are told of without asking.
namespace yinxin::service {

/// A message "certificate_changed" to the mobile of every account that is bound to the person, each
/// mobile once. It says neither which certificate nor what happened: who reads another's telephone
/// learns nothing.
Result<void> tell_holder(storage::Transaction& transaction,
                         const Services& services,
                         HolderId holder,
                         Instant now);

}  // namespace yinxin::service
