// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/storage/audit_log.hpp"

#include <map>
#include <string>
#include <utility>

/// Audit events of accounts: one for every success and every failure, in the transaction it tells
/// of, with ids and reasons only.
namespace yinxin::service {

/// What an account did.
inline Result<void> audit_account(storage::Transaction& transaction,
                                  domain::EventKind kind,
                                  AccountId account,
                                  Instant now,
                                  std::map<std::string, std::string> facts = {}) {
    domain::AuditEvent event;
    event.at = now;
    event.actor_kind = domain::ActorKind::holder;
    event.actor = account.str();
    event.kind = kind;
    event.object = "account:" + account.str();
    event.facts = std::move(facts);
    return storage::append_audit(transaction, event);
}

/// Somebody tried to get into an account (0: into none that exists) and did not.
inline Result<void> audit_refused_login(storage::Transaction& transaction,
                                        AccountId account,
                                        std::string reason,
                                        Instant now) {
    domain::AuditEvent event;
    event.at = now;
    event.actor_kind = domain::ActorKind::anonymous;
    event.kind = domain::EventKind::login_failed;
    if (account.is_set()) event.object = "account:" + account.str();
    event.facts.emplace("reason", std::move(reason));
    return storage::append_audit(transaction, event);
}

}  // namespace yinxin::service
