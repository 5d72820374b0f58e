// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/endorsement_policy.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace yinxin::domain {
namespace {

constexpr int largest_setting = 3660;

bool in_bounds(std::int64_t value) noexcept {
    return value >= 1 && value <= largest_setting;
}

/// First day on which an application no longer weighs; its own day if it never does.
CivilDay weighs_until(const PastApplication& past, const EndorsementPolicy& policy) noexcept {
    if (past.state == EndorsementState::failed || past.state == EndorsementState::ended_by_office) {
        return past.applied_on;
    }
    if (policy.counting == Counting::applications_in_window) {
        return past.applied_on + policy.window;
    }
    // A validity ends at 00:00 of a civil day, so that day is the first free one.
    return civil_day(past.valid_until - std::chrono::seconds(1)) + Days(1);
}

}  // namespace

Result<void> check_policy(const EndorsementPolicy& policy) {
    std::string_view fault;
    const std::set<std::string_view> distinct(policy.scenarios.begin(), policy.scenarios.end());
    if (!in_bounds(policy.max_days)) fault = "max_days";
    if (!in_bounds(policy.quota)) fault = "quota";
    if (!in_bounds(policy.window.count())) fault = "window";
    if (policy.scenarios.empty() || distinct.contains("") ||
        distinct.size() != policy.scenarios.size()) {
        fault = "scenarios";
    }
    if (policy.promise.count() <= 0) fault = "promise";
    if (fault.empty()) return ok();
    return Error(ErrorCode::config_invalid, fmt::format("policy {}: {}", policy.id, fault));
}

Result<Validity> validity(const EndorsementPolicy& policy, Instant start, int days) {
    if (days < 1 || days > policy.max_days) {
        return Error(ErrorCode::endorsement_days_out_of_range)
            .with("days", std::to_string(days))
            .with("min", "1")
            .with("max", std::to_string(policy.max_days));
    }
    // Civil days in UTC+8 have 86,400 seconds, and `start` is at or after 00:00 of its own, so this
    // never exceeds days * 86,400.
    return Validity{start, start_of(civil_day(start) + Days(days))};
}

bool weighs(const PastApplication& past, CivilDay today, const EndorsementPolicy& policy) noexcept {
    return today < weighs_until(past, policy);
}

int used(std::span<const PastApplication> history,
         CivilDay today,
         const EndorsementPolicy& policy) noexcept {
    return static_cast<int>(std::ranges::count_if(
        history, [&](const PastApplication& past) { return weighs(past, today, policy); }));
}

CivilDay first_possible_day(std::span<const PastApplication> history,
                            CivilDay today,
                            const EndorsementPolicy& policy) {
    std::vector<CivilDay> ends;
    for (const PastApplication& past : history) {
        if (weighs(past, today, policy)) ends.push_back(weighs_until(past, policy));
    }
    const auto quota = static_cast<std::size_t>(policy.quota);
    if (ends.size() < quota) return today;
    // Room is there as soon as all but quota - 1 have ended.
    const auto at = ends.begin() + static_cast<std::ptrdiff_t>(ends.size() - quota);
    std::ranges::nth_element(ends, at);
    return *at;
}

Result<int> free_slot(std::span<const PastApplication> history,
                      CivilDay today,
                      const EndorsementPolicy& policy) {
    const int count = used(history, today, policy);
    if (count >= policy.quota) {
        return Error(ErrorCode::endorsement_limit_reached)
            .with("used", std::to_string(count))
            .with("quota", std::to_string(policy.quota))
            .with("first_day", format_day(first_possible_day(history, today, policy)));
    }
    const auto taken = [&](int slot) {
        return std::ranges::any_of(history, [&](const PastApplication& past) {
            return past.slot == slot && weighs(past, today, policy);
        });
    };
    // Fewer than quota weigh, each in one slot: one of 1..quota is free.
    int slot = 1;
    while (taken(slot)) {
        ++slot;
    }
    return slot;
}

CivilDay window_end(CivilDay applied_on,
                    const EndorsementPolicy& policy,
                    std::optional<int> days) noexcept {
    if (policy.counting == Counting::applications_in_window) return applied_on + policy.window;
    return applied_on + Days(days.value_or(policy.max_days));
}

bool needs_endorsement(const EndorsementPolicy& policy,
                       CivilDay issued_on,
                       IssuerKind issuer) noexcept {
    const bool exempt_kind =
        std::ranges::find(policy.exempt_issuers, issuer) != policy.exempt_issuers.end();
    const bool early = policy.exempt_before && issued_on < *policy.exempt_before;
    return !(exempt_kind && early);
}

Result<void> check_scenario(const EndorsementPolicy& policy, std::string_view scenario) {
    if (std::ranges::find(policy.scenarios, scenario) != policy.scenarios.end()) return ok();
    return Error(ErrorCode::endorsement_scenario_unknown, "not in policy " + policy.id);
}

bool needs_short_confirmation(const EndorsementPolicy& policy, int days) noexcept {
    return Days(days) < policy.advise_below && days < policy.max_days;
}

}  // namespace yinxin::domain
