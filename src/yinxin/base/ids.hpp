// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace yinxin {

/// A number that names one thing of one kind; ids of different kinds do not mix.
template <class Tag>
struct Id {
    std::int64_t value = 0;

    friend auto operator<=>(Id, Id) = default;
    [[nodiscard]] bool is_set() const noexcept { return value != 0; }
    [[nodiscard]] std::string str() const { return std::to_string(value); }
};

using HolderId = Id<struct HolderTag>;            ///< 持证人员, an immutable person id
using AccountId = Id<struct AccountTag>;          ///< 账号
using LineId = Id<struct LineTag>;                ///< a certificate with all its versions
using EndorsementId = Id<struct EndorsementTag>;  ///< 加注
using CopyId = Id<struct CopyTag>;                ///< 加注件 or exempt copy
using IntentId = Id<struct IntentTag>;            ///< one planned use of a seal
using JobId = Id<struct JobTag>;
using BatchId = Id<struct BatchTag>;
using EventId = Id<struct EventTag>;
using MessageId = Id<struct MessageTag>;

/// A new 63-bit number: milliseconds since 2020, a random node part drawn once per process, and a
/// counter. Grows within a process; never repeats within it. Two processes that draw the same node
/// part in the same millisecond can collide: primary keys catch that and the caller retries.
[[nodiscard]] std::int64_t new_id();

template <class IdType>
[[nodiscard]] IdType make_id() {
    return IdType{new_id()};
}

}  // namespace yinxin
