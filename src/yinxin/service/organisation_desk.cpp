// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/organisation_desk.hpp"

namespace yinxin::service {
namespace {

using domain::OrganisationClass;
using domain::OrganisationId;
using domain::OrganisationStanding;
using storage::Transaction;

Result<storage::OrganisationRow> find_known(Transaction& transaction,
                                            const storage::DataKeys& keys,
                                            OrganisationId organisation) {
    YX_TRY(auto row, storage::find_organisation(transaction, keys, organisation));
    if (!row) return Error(ErrorCode::not_found, "organisation " + organisation.str());
    return *std::move(row);
}

Result<storage::OrganisationRow> find_confirmed(Transaction& transaction,
                                                const storage::DataKeys& keys,
                                                OrganisationId organisation) {
    YX_TRY(storage::OrganisationRow row, find_known(transaction, keys, organisation));
    if (row.standing != OrganisationStanding::confirmed) {
        return Error(ErrorCode::conflict, "it is not confirmed");
    }
    return row;
}

}  // namespace

Result<void> confirm_organisation(Transaction& transaction,
                                  const storage::DataKeys& keys,
                                  OrganisationId organisation,
                                  const OrganisationActor& actor,
                                  Instant now) {
    YX_TRY(const storage::OrganisationRow row, find_known(transaction, keys, organisation));
    if (row.standing == OrganisationStanding::closed) {
        return Error(ErrorCode::conflict, "it is closed");
    }
    if (row.standing == OrganisationStanding::confirmed) return ok();
    const domain::Uscc uscc{row.uscc};
    YX_TRY(const bool is_taken, storage::is_uscc_confirmed(transaction, uscc));
    if (is_taken) {
        return Error(ErrorCode::organisation_registered, "another one with this code is confirmed");
    }
    YX_CHECK(storage::set_organisation_standing(
        transaction, organisation, OrganisationStanding::confirmed, row.organisation_class, now));
    return audit_organisation(
        transaction, actor, organisation, "confirmed", now, {{"uscc", row.uscc}});
}

Result<void> unconfirm_organisation(Transaction& transaction,
                                    const storage::DataKeys& keys,
                                    OrganisationId organisation,
                                    const OrganisationActor& actor,
                                    Instant now) {
    YX_CHECK(find_confirmed(transaction, keys, organisation));
    YX_CHECK(storage::set_organisation_standing(
        transaction, organisation, OrganisationStanding::stated, OrganisationClass::ordinary, now));
    return audit_organisation(transaction, actor, organisation, "unconfirmed", now);
}

Result<void> shut_organisation(Transaction& transaction,
                               const storage::DataKeys& keys,
                               OrganisationId organisation,
                               const OrganisationActor& actor,
                               Instant now) {
    YX_TRY(const storage::OrganisationRow row, find_known(transaction, keys, organisation));
    if (row.standing == OrganisationStanding::closed) return ok();
    YX_CHECK(storage::set_organisation_standing(
        transaction, organisation, OrganisationStanding::closed, row.organisation_class, now));
    YX_CHECK(storage::free_member_slots(transaction, organisation));
    return audit_organisation(transaction, actor, organisation, "closed", now);
}

Result<void> set_organisation_class(Transaction& transaction,
                                    const storage::DataKeys& keys,
                                    OrganisationId organisation,
                                    OrganisationClass organisation_class,
                                    const OrganisationActor& actor,
                                    Instant now) {
    YX_TRY(const storage::OrganisationRow row, find_confirmed(transaction, keys, organisation));
    YX_CHECK(storage::set_organisation_standing(
        transaction, organisation, row.standing, organisation_class, row.standing_at));
    return audit_organisation(transaction,
                              actor,
                              organisation,
                              "class_set",
                              now,
                              {{"class", std::string(domain::key(organisation_class))}});
}

Result<void> appoint_owner(Transaction& transaction,
                           OrganisationId organisation,
                           AccountId account,
                           const OrganisationActor& actor,
                           Instant now) {
    YX_CHECK(need_member(transaction, organisation, account));
    YX_CHECK(
        storage::set_member_role(transaction, organisation, account, domain::MemberRole::owner));
    return audit_organisation(
        transaction, actor, organisation, "member_make_owner", now, {{"account", account.str()}});
}

}  // namespace yinxin::service
