// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/organisation.hpp"

#include <optional>

/// From when on a holder is shown a check (推迟显示). It is always kept at once, and the checker's
/// own history shows it at once.
namespace yinxin::domain {

/// Classes of checks that policy may let be shown later; docs/choices.md#c60.
enum class DelayedClass {
    authority,       ///< checks by an authority: so many days later
    bid_evaluation,  ///< checks while bids are evaluated: from a day the checker states
};

template <>
struct KeyTable<DelayedClass> {
    static constexpr std::array<Keyed<DelayedClass>, 2> rows{{
        {DelayedClass::authority, "authority"},
        {DelayedClass::bid_evaluation, "bid_evaluation"},
    }};
};

/// 核验显示规则: data, not constants. Without any, every check is shown at once.
struct DisplayPolicy {
    Days authority_delay{0};      ///< civil days (UTC+8) after the check's own; 0: at once
    Days bid_evaluation_most{0};  ///< a stated day lies at most so far ahead; 0: not offered

    /// Whether an organisation may state a day: bids are evaluated by bodies the office knows.
    [[nodiscard]] bool offers_bid_evaluation(OrganisationStanding standing) const noexcept {
        return bid_evaluation_most.count() > 0 && standing == OrganisationStanding::confirmed;
    }
};
inline constexpr int most_display_delay = 366;  ///< days that any policy may set

/// The day a checker states: tomorrow at the earliest, `bid_evaluation_most` days ahead at most.
/// @error organisation.display_day_invalid  params `first_day`, `last_day` (YYYY-MM-DD)
[[nodiscard]] Result<CivilDay> check_display_day(const DisplayPolicy& policy,
                                                 std::string_view typed,
                                                 CivilDay today);

/// What decides when a check is shown.
struct CheckOccasion {
    OrganisationStanding standing = OrganisationStanding::stated;
    OrganisationClass organisation = OrganisationClass::ordinary;
    std::optional<CivilDay> stated_day;  ///< of a purpose of kind bid_evaluation
};

/// The moment from which on (inclusive) the holder is shown a check made at `at`: the later of what
/// the classes give, 00:00 UTC+8 of a day; `at` itself where no delay applies. A stated day further
/// ahead than the policy now allows counts as the last one allowed.
[[nodiscard]] Instant shown_from(const DisplayPolicy& policy,
                                 const CheckOccasion& occasion,
                                 Instant at) noexcept;

}  // namespace yinxin::domain
