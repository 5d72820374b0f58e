// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/endorsement.hpp"
#include "yinxin/domain/issuer.hpp"
#include "yinxin/domain/keyed.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yinxin::domain {

/// How the sentence "at most 3 valid endorsements within 90 days" is read; docs/choices.md#c1.
enum class Counting {
    applications_in_window,   ///< by application day, expired and withdrawn ones included (default)
    valid_endorsements_only,  ///< only those whose validity has not ended
};

template <>
struct KeyTable<Counting> {
    static constexpr std::array<Keyed<Counting>, 2> rows{{
        {Counting::applications_in_window, "applications_in_window"},
        {Counting::valid_endorsements_only, "valid_endorsements_only"},
    }};
};

/// From which moment the days are counted; docs/choices.md#c2.
enum class ValidityStart {
    application,  ///< the moment of application (default)
    completion,   ///< the moment the copy was released
};

template <>
struct KeyTable<ValidityStart> {
    static constexpr std::array<Keyed<ValidityStart>, 2> rows{{
        {ValidityStart::application, "application"},
        {ValidityStart::completion, "completion"},
    }};
};

/// 加注规则 of one group of certificate types: data, not constants. Defaults from the service text.
struct EndorsementPolicy {
    std::string id = "standard";
    int max_days = 90;  ///< longest validity a single application may ask for; also the default
    int quota = 3;      ///< applications that may weigh at a time; slots run from 1 to this
    Days window{90};    ///< look-back in civil days, application day included
    std::vector<std::string> scenarios{std::string(scenario_own_use)};
    Days advise_below{7};  ///< fewer days than this are confirmed once more before submission
    Counting counting = Counting::applications_in_window;
    ValidityStart validity_start = ValidityStart::application;
    /// Certificates issued before this day by one of `exempt_issuers` need no endorsement.
    std::optional<CivilDay> exempt_before;
    std::vector<IssuerKind> exempt_issuers;
    std::chrono::seconds promise{std::chrono::hours{24}};  ///< 系统将在24小时内完成证书加注
};

/// @error config.invalid  max_days, quota or window below 1 or above 3660, an empty or duplicate
///                        scenario, a promise that is not positive.
[[nodiscard]] Result<void> check_policy(const EndorsementPolicy& policy);

/// One earlier application for the same certificate line, whatever its version.
struct PastApplication {
    CivilDay applied_on{};  ///< civil day (UTC+8) of the application, not of its processing
    int slot = 0;
    EndorsementState state = EndorsementState::pending;
    Instant valid_until{};
};

/// From `start` (the moment policy.validity_start names) to the end of the `days`-th civil day,
/// that day's own included: half-open, so `until` is 00:00 UTC+8 of the day after. Never longer
/// than `days` times 86,400 seconds.
/// @param days  1 to policy.max_days.
/// @error endorsement.days_out_of_range  params `days`, `min`, `max`
[[nodiscard]] Result<Validity> validity(const EndorsementPolicy& policy, Instant start, int days);

/// Whether an earlier application still counts against the quota on `today`.
///
/// Source: service text, rule on counting back 90 days from the day of application; reading chosen:
/// docs/choices.md#c1. Failed ones and those ended by the office never count. Application days
/// after `today` (a clock was set back) count too, as they do for the constraint in the database.
[[nodiscard]] bool weighs(const PastApplication& past,
                          CivilDay today,
                          const EndorsementPolicy& policy) noexcept;

/// How many weigh on `today`. May exceed the quota after the policy became stricter.
[[nodiscard]] int used(std::span<const PastApplication> history,
                       CivilDay today,
                       const EndorsementPolicy& policy) noexcept;

/// The lowest slot that is free on `today`, 1 to quota.
/// @error endorsement.limit_reached  params `used`, `quota`, `first_day` (YYYY-MM-DD)
[[nodiscard]] Result<int> free_slot(std::span<const PastApplication> history,
                                    CivilDay today,
                                    const EndorsementPolicy& policy);

/// The first day, `today` or later, on which a new application is possible if nothing else is
/// applied for until then.
[[nodiscard]] CivilDay first_possible_day(std::span<const PastApplication> history,
                                          CivilDay today,
                                          const EndorsementPolicy& policy);

/// End (exclusive) of the civil days an application occupies its slot: [applied_on, window_end).
/// The database forbids overlapping ranges of one slot, which is the same rule as `weighs`.
///
/// Under Counting::valid_endorsements_only the range ends with the endorsement: pass its `days`
/// (without them the longest possible is assumed). A withdrawn one keeps its range in either
/// reading.
[[nodiscard]] CivilDay window_end(CivilDay applied_on,
                                  const EndorsementPolicy& policy,
                                  std::optional<int> days = std::nullopt) noexcept;

/// Whether a certificate can be viewed and downloaded only with an endorsement.
/// Source: service text: association certificates made before 2021-12-17 need none for now.
[[nodiscard]] bool needs_endorsement(const EndorsementPolicy& policy,
                                     CivilDay issued_on,
                                     IssuerKind issuer) noexcept;

/// @error endorsement.scenario_unknown  the policy does not offer it.
[[nodiscard]] Result<void> check_scenario(const EndorsementPolicy& policy,
                                          std::string_view scenario);

/// Whether the page asks once more because so few days rarely suffice
/// (如无特别需要，建议按上限申请).
[[nodiscard]] bool needs_short_confirmation(const EndorsementPolicy& policy, int days) noexcept;

}  // namespace yinxin::domain
