// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/storage/organisations.hpp"

#include <map>
#include <string>

/// What every use case of an organisation does first and last.
namespace yinxin::service {

/// @error not_found  no such organisation, closed, or the account does not act for it: the same.
Result<storage::Membership> need_member(storage::Reader& reader,
                                        domain::OrganisationId organisation,
                                        AccountId account);
/// @error not_found, forbidden (a member who is no owner)
Result<storage::Membership> need_owner(storage::Reader& reader,
                                       domain::OrganisationId organisation,
                                       AccountId account);

/// Who changed an organisation.
struct OrganisationActor {
    domain::ActorKind kind = domain::ActorKind::verifier;
    std::string id;  ///< of the account or the staff member
};
[[nodiscard]] inline OrganisationActor by_account(AccountId account) {
    return {domain::ActorKind::verifier, account.str()};
}

/// One event, in the transaction it tells of. @param what  a stable word, e.g. "member_joined".
Result<void> audit_organisation(storage::Transaction& transaction,
                                const OrganisationActor& actor,
                                domain::OrganisationId organisation,
                                std::string what,
                                Instant now,
                                std::map<std::string, std::string> facts = {});

}  // namespace yinxin::service
