// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/accounts.hpp"

/// 设备: browsers an account was opened from. A browser keeps a mark we signed; the account keeps a
/// keyed hash of the two, so that a login from somewhere new is noticed and told.
namespace yinxin::service {

/// How long a device stays new: time for the owner to read the notice.
inline constexpr std::chrono::hours device_settles{24};
/// How long one is remembered after it was seen last; browsers keep no cookie longer
/// (docs/choices.md#c189).
inline constexpr std::chrono::hours device_remembered{400 * 24};
/// A session this young was opened with a password or more just now.
inline constexpr std::chrono::minutes session_is_fresh{10};

/// Notes from where a session was begun, inside the transaction that began it. The first device of
/// an account is trusted at once; another one is told to the account's mobile.
/// @param before  the account as it was before this login
Result<void> recognise_device(storage::Transaction& transaction,
                              const Services& services,
                              const storage::AccountRow& before,
                              const Origin& origin,
                              LoggedIn& in,
                              Instant now);

/// Whether one code is asked for before a copy leaves, or is withdrawn, or somebody is authorised:
/// the device is new and the session is not. Asked once: whoever answers has a trusted device.
[[nodiscard]] bool needs_step_up(const SessionFacts& facts, Instant now) noexcept;

/// Failures from a device the account knows, after which it is like any other until the next login.
inline constexpr std::int64_t device_failures = 10;
/// Codes a known device may ask for in a day when the mobile has had enough.
inline constexpr std::int64_t device_codes_per_day = 3;

/// The keyed hash under which the account knows the browser with this mark; none: it was never
/// opened from there, or is forgotten, or the mark is not ours. What fails from a known device is
/// counted apart, so that a stranger who fails on somebody's name or asks for codes to his mobile
/// does not keep him out (docs/abuse.md).
Result<std::optional<crypto::Digest32>> find_known_device(storage::Reader& reader,
                                                          const storage::DataKeys& keys,
                                                          AccountId account,
                                                          const std::string& mark);

/// A browser the account was opened from; which one it is the account does not know.
struct KnownDevice {
    Instant first_seen_at{};
    Instant last_seen_at{};
    Instant trusted_from{};
};
/// Seen last first.
Result<std::vector<KnownDevice>> list_known_devices(storage::Reader& reader,
                                                    AccountId account,
                                                    int most);

/// Removes devices that have not been seen for device_remembered. @return how many.
Result<std::int64_t> forget_old_devices(storage::Transaction& transaction, Instant now);

}  // namespace yinxin::service
