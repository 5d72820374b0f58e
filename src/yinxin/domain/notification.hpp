// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"

#include <chrono>

/// 通知: what holders are told of by text message or mail without having asked, and may say no to.
namespace yinxin::domain {

/// The keys are the names of the messages.
enum class Notification {
    certificate_issued,   ///< a batch was released
    certificate_changed,  ///< data or status of a certificate; a batch under examination as well
    paper_deadline,       ///< a printed certificate waits and its last day comes near
    copy_ready,           ///< an application took longer than people wait at a page
    endorsement_ending,   ///< a copy ends within seven days
    copy_verified,        ///< somebody checked a copy; at most once a day and copy
};

template <>
struct KeyTable<Notification> {
    static constexpr std::array<Keyed<Notification>, 6> rows{{
        {Notification::certificate_issued, "certificate_issued"},
        {Notification::certificate_changed, "certificate_changed"},
        {Notification::paper_deadline, "paper_deadline"},
        {Notification::copy_ready, "copy_ready"},
        {Notification::endorsement_ending, "endorsement_ending"},
        {Notification::copy_verified, "copy_verified"},
    }};
};

/// By text message, for who has chosen nothing: all but what may come every day.
[[nodiscard]] constexpr bool is_told_by_default(Notification event) noexcept {
    return event != Notification::copy_verified;
}

/// A copy that is there sooner is seen on the page that waits for it.
inline constexpr std::chrono::seconds copy_is_late_after{60};
/// An endorsement this short or shorter ends soon from its first day on.
inline constexpr int days_before_end = 7;
inline constexpr int days_before_paper_deadline = 14;

}  // namespace yinxin::domain
