// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/service/sessions.hpp"

#include <optional>
#include <string>
#include <vector>

/// Sessions of the office. They know two steps: after the password only the page for the second
/// factor opens; after it everything the roles allow. What is dangerous asks for it again.
namespace yinxin::service {

/// ASVS 5.0 7.3.1 and 7.3.2 for people who can change other people's certificates.
inline constexpr std::chrono::minutes staff_idle{15};
inline constexpr std::chrono::hours staff_absolute{8};
/// How long a shown second factor opens a dangerous page, and how long its form may be sent: what
/// somebody typed meanwhile is not lost.
inline constexpr std::chrono::minutes confirmation_opens{10};
inline constexpr std::chrono::minutes confirmation_sends{40};

/// What a request behind a session needs to know. Roles are read with every request: what was taken
/// away is gone at once.
struct StaffFacts {
    domain::StaffActor actor;
    std::string login_name;
    Instant created_at{};
    Instant seen_at{};
    std::optional<Instant> confirmed_at;  ///< none: only the password was shown

    [[nodiscard]] bool is_complete() const noexcept { return confirmed_at.has_value(); }
    [[nodiscard]] bool is_confirmed(Instant now, std::chrono::minutes within) const noexcept {
        return confirmed_at && now < *confirmed_at + within;
    }
};

enum class FactorShown { password_only, both };
/// Begins a session inside the transaction that proved who it is.
Result<Secret> start_staff_session(storage::Transaction& transaction,
                                   domain::StaffId staff,
                                   FactorShown shown,
                                   const Origin& origin,
                                   Instant now);
/// Gives the session a new token after the second factor was shown. @error staff.session_over
Result<Secret> confirm_staff_session(storage::Transaction& transaction,
                                     const Secret& token,
                                     Instant now);
/// @error staff.session_over  unknown, ended, too old, or its owner was shut out.
[[nodiscard]] Task<Result<StaffFacts>> find_staff_session(Services& services, Secret token);
/// Ending what has ended is no error.
[[nodiscard]] Task<Result<void>> end_staff_session(Services& services, Secret token);
/// @return how many.
[[nodiscard]] Task<Result<std::int64_t>> end_other_staff_sessions(Services& services,
                                                                  domain::StaffId staff,
                                                                  Secret token);
/// Living sessions of one person, newest first.
Result<std::vector<SessionLine>> list_staff_sessions(storage::Reader& reader,
                                                     domain::StaffId staff,
                                                     const Secret& token,
                                                     Instant now);
/// Removes sessions that can never be used again. @return how many.
Result<std::int64_t> forget_dead_staff_sessions(storage::Transaction& transaction, Instant now);

}  // namespace yinxin::service
