// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/keyed.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// Where one application for an endorsement (加注) stands in the register.
enum class EndorsementState {
    pending,          ///< 生成中: the application is acknowledged, the copy is not there yet
    ready,            ///< 已完成: the sealed copy is released
    failed,           ///< 加注未成功, for good; no use is counted
    withdrawn,        ///< ended by the holder; counts
    ended_by_office,  ///< ended by correction, recall or a revoked seal; does not count
};

template <>
struct KeyTable<EndorsementState> {
    static constexpr std::array<Keyed<EndorsementState>, 5> rows{{
        {EndorsementState::pending, "pending"},
        {EndorsementState::ready, "ready"},
        {EndorsementState::failed, "failed"},
        {EndorsementState::withdrawn, "withdrawn"},
        {EndorsementState::ended_by_office, "ended_by_office"},
    }};
};

/// What the holder sees at one moment.
enum class EndorsementView {
    generating,       ///< 证书生成中…
    overdue,          ///< 已超时: still pending after the promised time
    current,          ///< may be viewed and downloaded
    expired,          ///< 加注件已过期
    failed,           ///< 加注未成功
    withdrawn,        ///< 已撤回
    ended_by_office,  ///< 已由发证机关终止
};

template <>
struct KeyTable<EndorsementView> {
    static constexpr std::array<Keyed<EndorsementView>, 7> rows{{
        {EndorsementView::generating, "generating"},
        {EndorsementView::overdue, "overdue"},
        {EndorsementView::current, "current"},
        {EndorsementView::expired, "expired"},
        {EndorsementView::failed, "failed"},
        {EndorsementView::withdrawn, "withdrawn"},
        {EndorsementView::ended_by_office, "ended_by_office"},
    }};
};

/// 本人调用: fetched by the holder to present himself. Scenarios (使用场景) are policy data, named
/// by a key; this is the one in use today.
inline constexpr std::string_view scenario_own_use = "own_use";
/// 授权使用: fetched by an organisation with the holder's 用证码. No policy lists it and no form
/// offers it: it comes with a code alone (docs/choices.md#c179).
inline constexpr std::string_view scenario_authorised_use = "authorised_use";

/// The time in which an endorsement is good: half-open, from <= t < until.
struct Validity {
    Instant from{};
    Instant until{};

    friend bool operator==(const Validity&, const Validity&) = default;
    [[nodiscard]] bool contains(Instant at) const noexcept { return from <= at && at < until; }
};

/// The last civil day of a validity, as printed (有效期至 …): the day before `until`.
[[nodiscard]] CivilDay last_day(const Validity& validity) noexcept;

/// What the holder sees at `now`. `promise` is the policy's; exactly at its end is still in time.
[[nodiscard]] EndorsementView view_at(EndorsementState state,
                                      Instant applied,
                                      Instant valid_until,
                                      Instant now,
                                      std::chrono::seconds promise) noexcept;

/// Longest recipient in characters.
inline constexpr std::size_t max_recipient_length = 60;

/// The optional recipient (接收方) printed on a copy. Trims, turns runs of white space into one
/// space; empty stays empty.
/// @error endorsement.recipient_invalid  longer than 60 characters, not UTF-8, or a control,
///                                       invisible, private-use or noncharacter; param `max`
[[nodiscard]] Result<std::string> parse_recipient(std::string_view raw);

/// What an application asks for. Two equal ones on one civil day are one application unless the
/// holder confirms that another copy is wanted.
struct EndorsementTerms {
    std::string scenario{scenario_own_use};
    int days = 90;
    std::string recipient;  ///< may be empty

    friend bool operator==(const EndorsementTerms&, const EndorsementTerms&) = default;
};

}  // namespace yinxin::domain
