// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/storage/audit_log.hpp"

#include <map>
#include <string>
#include <utility>

/// Audit events of the office, in the transaction they tell of, with ids and reasons only.
namespace yinxin::service {

/// What somebody of the office did, and to what ("batch:123").
inline Result<void> audit_staff(storage::Transaction& transaction,
                                domain::EventKind kind,
                                domain::StaffId staff,
                                std::string object,
                                Instant now,
                                std::map<std::string, std::string> facts = {}) {
    domain::AuditEvent event;
    event.at = now;
    event.actor_kind = domain::ActorKind::staff;
    event.actor = staff.str();
    event.kind = kind;
    event.object = std::move(object);
    event.facts = std::move(facts);
    return storage::append_audit(transaction, event);
}

/// The same with from where it was done.
inline Result<void> audit_staff(storage::Transaction& transaction,
                                domain::EventKind kind,
                                const domain::StaffActor& actor,
                                std::string object,
                                Instant now,
                                std::map<std::string, std::string> facts = {}) {
    if (!actor.address.empty()) facts.emplace("from", actor.address);
    return audit_staff(transaction, kind, actor.id, std::move(object), now, std::move(facts));
}

/// Somebody added or removed one of his own factors or keys.
inline Result<void> audit_factor(storage::Transaction& transaction,
                                 const domain::StaffActor& actor,
                                 std::map<std::string, std::string> facts,
                                 Instant now) {
    return audit_staff(transaction,
                       domain::EventKind::staff_factor_changed,
                       actor,
                       "staff:" + actor.id.str(),
                       now,
                       std::move(facts));
}

}  // namespace yinxin::service
