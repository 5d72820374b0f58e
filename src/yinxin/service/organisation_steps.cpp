// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/organisation_steps.hpp"

#include "yinxin/storage/audit_log.hpp"

namespace yinxin::service {

Result<storage::Membership> need_member(storage::Reader& reader,
                                        domain::OrganisationId organisation,
                                        AccountId account) {
    YX_TRY(auto found, storage::find_membership(reader, organisation, account));
    if (!found) return Error(ErrorCode::not_found, "no member of this organisation");
    return *std::move(found);
}

Result<storage::Membership> need_owner(storage::Reader& reader,
                                       domain::OrganisationId organisation,
                                       AccountId account) {
    YX_TRY(storage::Membership own, need_member(reader, organisation, account));
    if (!own.is_owner()) return Error(ErrorCode::forbidden, "not an owner");
    return own;
}

Result<void> audit_organisation(storage::Transaction& transaction,
                                const OrganisationActor& actor,
                                domain::OrganisationId organisation,
                                std::string what,
                                Instant now,
                                std::map<std::string, std::string> facts) {
    domain::AuditEvent event;
    event.at = now;
    event.actor_kind = actor.kind;
    event.actor = actor.id;
    event.kind = what == "registered" ? domain::EventKind::organisation_registered
                                      : domain::EventKind::organisation_changed;
    event.object = "organisation:" + organisation.str();
    event.facts = std::move(facts);
    event.facts.emplace("what", std::move(what));
    return storage::append_audit(transaction, event);
}

}  // namespace yinxin::service
