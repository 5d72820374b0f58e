// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

/// Counts per bucket and window, kept in the database, so that a restart forgets nothing.
namespace yinxin::service {

/// So many within one window, which begins with the first.
struct Allowance {
    std::int64_t hits = 1;
    std::chrono::seconds window{60};
};

/// The part of an address that is counted: IPv4 whole, IPv6 its first 64 bits (one household); a
/// text that is no address stays as it is.
[[nodiscard]] std::string counted_address(const std::string& address);

/// Counts one use. What is limited (an address, a mobile, an account) is kept only as a keyed hash.
/// @param purpose  e.g. "login/address"; buckets of different purposes never meet.
/// @param uses  counts for so many at once; what does not fit whole is refused whole.
/// @error too_many_requests  with retry_after
Result<void> take_allowance(storage::Transaction& transaction,
                            const storage::DataKeys& keys,
                            std::string_view purpose,
                            std::string_view subject,
                            Allowance allowance,
                            Instant now,
                            std::int64_t uses = 1);

/// Counts uses and says how many there were in this window, these included; refuses nothing.
Result<std::int64_t> count_use(storage::Transaction& transaction,
                               const storage::DataKeys& keys,
                               std::string_view purpose,
                               std::string_view subject,
                               std::chrono::seconds window,
                               Instant now,
                               std::int64_t uses = 1);

/// How many there were in the window that runs now.
Result<std::int64_t> uses_so_far(storage::Reader& reader,
                                 const storage::DataKeys& keys,
                                 std::string_view purpose,
                                 std::string_view subject,
                                 std::chrono::seconds window,
                                 Instant now);

/// Removes counts nobody has touched for `age`. @return how many.
Result<std::int64_t> forget_old_counts(storage::Transaction& transaction,
                                       std::chrono::seconds age,
                                       Instant now);

}  // namespace yinxin::service
