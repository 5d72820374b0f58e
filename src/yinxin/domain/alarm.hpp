// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/domain/keyed.hpp"
#include "yinxin/domain/staff.hpp"

/// 告警: what needs a person, until a person has said that it is dealt with.
namespace yinxin::domain {

using AlarmId = Id<struct AlarmTag>;

enum class AlarmKind {
    unissued_file,     ///< a file sealed with our key that the register does not know
    job_given_up,      ///< an application that ended without a copy
    queue_late,        ///< the oldest open job is older than the promise allows
    stop_unconfirmed,  ///< an emergency stop nobody confirmed within a day
    proposal_failed,   ///< approved, but could not take effect
    seal_expiring,     ///< 90, 30 or 7 days before its end
    batch_leftovers,   ///< rows of an approved batch that could not be issued
    message_failing,   ///< messages that do not reach the gateway
    guessing,          ///< patterns of enumeration
    revocation_stale,  ///< revocation data of our own chains is older than the settings allow
    seal_revoked,      ///< a certificate a seal or its timestamps stand on was revoked
};

template <>
struct KeyTable<AlarmKind> {
    static constexpr std::array<Keyed<AlarmKind>, 11> rows{{
        {AlarmKind::unissued_file, "unissued_file"},
        {AlarmKind::job_given_up, "job_given_up"},
        {AlarmKind::queue_late, "queue_late"},
        {AlarmKind::stop_unconfirmed, "stop_unconfirmed"},
        {AlarmKind::proposal_failed, "proposal_failed"},
        {AlarmKind::seal_expiring, "seal_expiring"},
        {AlarmKind::batch_leftovers, "batch_leftovers"},
        {AlarmKind::message_failing, "message_failing"},
        {AlarmKind::guessing, "guessing"},
        {AlarmKind::revocation_stale, "revocation_stale"},
        {AlarmKind::seal_revoked, "seal_revoked"},
    }};
};

/// Whose business it is.
[[nodiscard]] RoleSet roles_for(AlarmKind kind) noexcept;

}  // namespace yinxin::domain
