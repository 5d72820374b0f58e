// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/notification.hpp"
#include "yinxin/service/services.hpp"

#include <string_view>

/// What holders are told of without asking, as far as they want it (notifications.hpp).
namespace yinxin::service {

/// A message to every account that is bound to the person and wants it, by the ways it has chosen,
/// each mobile and each mail address once, in the account's language. It says neither which
/// certificate nor what happened: who reads another's telephone learns nothing.
Result<void> tell_holder(storage::Transaction& transaction,
                         const Services& services,
                         HolderId holder,
                         domain::Notification event,
                         Instant now);

/// A message that nobody can say no to, for it is about what others do in the person's name.
/// @param message  one without parameters
Result<void> tell_holder_always(storage::Transaction& transaction,
                                const Services& services,
                                HolderId holder,
                                std::string_view message,
                                Instant now);

/// Notes what comes of itself: endorsements that end soon, last days of pick-up, copies checked
/// today (for those who asked for it). In daylight alone, for nobody is woken by a message; what is
/// noted already stays as it is.
/// @return how many were noted.
[[nodiscard]] Result<std::int64_t> note_holder_notices(const Services& services, Instant now);

/// Tells what is noted, each once. @return how many.
[[nodiscard]] Result<std::int64_t> tell_holder_notices(const Services& services,
                                                       Instant now,
                                                       int most);

}  // namespace yinxin::service
