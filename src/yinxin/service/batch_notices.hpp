// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"

/// What the holders of a batch are told by message: that their certificates are out, were recalled
/// or are back. Nothing is told of a stop: two people decide soon how it goes on.
namespace yinxin::service {

/// Tells the holders of the next `most` persons of a batch that is being told of: accounts bound to
/// them with a confirmed mobile. No name, no qualification in the message.
/// @return persons; 0: nobody waits.
Result<std::int64_t> tell_batch_holders(const Services& services, Instant now, int most);

}  // namespace yinxin::service
