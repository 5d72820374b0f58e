// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/check_display.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::domain {

Result<CivilDay> check_display_day(const DisplayPolicy& policy,
                                   std::string_view typed,
                                   CivilDay today) {
    const CivilDay first = today + Days(1);
    const CivilDay last = today + policy.bid_evaluation_most;
    const auto day = parse_day(trim(typed));
    if (day && *day >= first && *day <= last) return *day;
    return Error(ErrorCode::display_day_invalid, "not a day that may be stated")
        .with("first_day", format_day(first))
        .with("last_day", format_day(last));
}

Instant shown_from(const DisplayPolicy& policy,
                   const CheckOccasion& occasion,
                   Instant at) noexcept {
    Instant from = at;
    const CivilDay today = civil_day(at);
    const bool is_confirmed = occasion.standing == OrganisationStanding::confirmed;
    if (is_confirmed && occasion.organisation == OrganisationClass::authority &&
        policy.authority_delay.count() > 0) {
        from = std::max(from, start_of(today + policy.authority_delay));
    }
    if (occasion.stated_day && policy.offers_bid_evaluation(occasion.standing)) {
        const CivilDay last = today + policy.bid_evaluation_most;
        from = std::max(from, start_of(std::min(*occasion.stated_day, last)));
    }
    return from;
}

}  // namespace yinxin::domain
