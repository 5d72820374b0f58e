// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/organisations.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/organisation/find.sql.
struct SealedOrganisation {
    OrganisationId id;
    std::string name;
    std::string uscc;
    Bytes contact_name;
    Bytes contact_phone;
    domain::OrganisationStanding standing;
    domain::OrganisationClass organisation_class;
    Instant created_at;
    Instant standing_at;
};

Result<OrganisationRow> open_organisation(const DataKeys& keys, SealedOrganisation sealed) {
    domain::OrganisationContact contact;
    YX_TRY(contact.name,
           keys.columns.open_text(personal_columns::organisation_contact_name(sealed.id),
                                  sealed.contact_name));
    YX_TRY(contact.phone,
           keys.columns.open_text(personal_columns::organisation_contact_phone(sealed.id),
                                  sealed.contact_phone));
    return OrganisationRow{sealed.id,
                           std::move(sealed.name),
                           std::move(sealed.uscc),
                           std::move(contact),
                           sealed.standing,
                           sealed.organisation_class,
                           sealed.created_at,
                           sealed.standing_at};
}

Result<std::vector<OrganisationRow>> open_organisations(const DataKeys& keys,
                                                        std::vector<SealedOrganisation> sealed) {
    std::vector<OrganisationRow> rows;
    rows.reserve(sealed.size());
    for (SealedOrganisation& one : sealed) {
        YX_TRY(OrganisationRow row, open_organisation(keys, std::move(one)));
        rows.push_back(std::move(row));
    }
    return rows;
}

/// An organisation keeps an owner; the triggers say the same.
Result<void> keeps_owner(Reader& reader, OrganisationId organisation, AccountId without) {
    YX_TRY(const std::int64_t others,
           reader.one<std::int64_t>(
               sql::organisation_member::count_other_owners, organisation, without));
    if (others == 0) return Error(ErrorCode::organisation_last_owner);
    return ok();
}

Result<int> free_member_slot(Reader& reader, AccountId account) {
    YX_TRY(const std::vector<int> taken,
           reader.all<int>(sql::organisation_member::list_slots, account));
    for (int slot = 1; slot <= domain::most_organisations; ++slot) {
        if (std::ranges::find(taken, slot) == taken.end()) return slot;
    }
    return Error(ErrorCode::organisation_too_many, "slots of the account")
        .with("most", std::to_string(domain::most_organisations));
}

}  // namespace

Result<void> insert_organisation(Transaction& transaction,
                                 const DataKeys& keys,
                                 const NewOrganisation& o,
                                 Instant now) {
    const Bytes name =
        keys.columns.seal(personal_columns::organisation_contact_name(o.id), o.contact.name);
    const Bytes phone =
        keys.columns.seal(personal_columns::organisation_contact_phone(o.id), o.contact.phone);
    YX_CHECK(transaction.execute(
        sql::organisation::insert, o.id, o.name, o.uscc.value, name, phone, now));
    return ok();
}

Result<std::optional<OrganisationRow>> find_organisation(Reader& reader,
                                                         const DataKeys& keys,
                                                         OrganisationId id) {
    YX_TRY(auto sealed, reader.maybe<SealedOrganisation>(sql::organisation::find, id));
    if (!sealed) return std::optional<OrganisationRow>();
    YX_TRY(OrganisationRow row, open_organisation(keys, *std::move(sealed)));
    return std::optional(std::move(row));
}

Result<std::vector<OrganisationRow>> list_organisations(Reader& reader,
                                                        const DataKeys& keys,
                                                        int most) {
    YX_TRY(std::vector<SealedOrganisation> sealed,
           reader.all<SealedOrganisation>(sql::organisation::list, most));
    return open_organisations(keys, std::move(sealed));
}

Result<std::vector<OrganisationRow>> list_organisations_by_uscc(Reader& reader,
                                                                const DataKeys& keys,
                                                                const domain::Uscc& uscc) {
    YX_TRY(std::vector<SealedOrganisation> sealed,
           reader.all<SealedOrganisation>(sql::organisation::list_by_uscc, uscc.value));
    return open_organisations(keys, std::move(sealed));
}

Result<bool> is_uscc_confirmed(Reader& reader, const domain::Uscc& uscc) {
    YX_TRY(const auto found,
           reader.maybe<OrganisationId>(sql::organisation::is_confirmed_uscc, uscc.value));
    return found.has_value();
}

Result<void> set_organisation_details(Transaction& transaction,
                                      const DataKeys& keys,
                                      OrganisationId id,
                                      std::string_view name,
                                      const domain::OrganisationContact& contact) {
    const Bytes contact_name =
        keys.columns.seal(personal_columns::organisation_contact_name(id), contact.name);
    const Bytes contact_phone =
        keys.columns.seal(personal_columns::organisation_contact_phone(id), contact.phone);
    YX_CHECK(
        transaction.execute(sql::organisation::set_details, id, name, contact_name, contact_phone));
    return ok();
}

Result<void> set_organisation_standing(Transaction& transaction,
                                       OrganisationId id,
                                       domain::OrganisationStanding standing,
                                       domain::OrganisationClass organisation_class,
                                       Instant now) {
    YX_CHECK(transaction.execute(
        sql::organisation::set_standing, id, standing, organisation_class, now));
    return ok();
}

Result<std::optional<Membership>> find_membership(Reader& reader,
                                                  OrganisationId organisation,
                                                  AccountId account) {
    return reader.maybe<Membership>(sql::organisation_member::find, organisation, account);
}

Result<std::vector<Membership>> list_memberships(Reader& reader, AccountId account) {
    return reader.all<Membership>(sql::organisation::list_of_account, account);
}

Result<std::vector<MemberRow>> list_members(Reader& reader, OrganisationId organisation) {
    return reader.all<MemberRow>(sql::organisation_member::list, organisation);
}

Result<std::int64_t> count_members(Reader& reader, OrganisationId organisation) {
    return reader.one<std::int64_t>(sql::organisation_member::count, organisation);
}

Result<void> insert_member(Transaction& transaction,
                           OrganisationId organisation,
                           AccountId account,
                           domain::MemberRole role,
                           Instant now) {
    YX_TRY(const int slot, free_member_slot(transaction, account));
    YX_CHECK(transaction.execute(
        sql::organisation_member::insert, organisation, account, role, slot, now));
    return ok();
}

Result<void> set_member_role(Transaction& transaction,
                             OrganisationId organisation,
                             AccountId account,
                             domain::MemberRole role) {
    if (role != domain::MemberRole::owner) {
        YX_CHECK(keeps_owner(transaction, organisation, account));
    }
    YX_CHECK(transaction.execute(sql::organisation_member::set_role, organisation, account, role));
    return ok();
}

Result<void> delete_member(Transaction& transaction,
                           OrganisationId organisation,
                           AccountId account) {
    YX_CHECK(keeps_owner(transaction, organisation, account));
    YX_CHECK(transaction.execute(sql::organisation_member::remove, organisation, account));
    return ok();
}

Result<void> free_member_slots(Transaction& transaction, OrganisationId organisation) {
    YX_CHECK(transaction.execute(sql::organisation_member::free_slots, organisation));
    return ok();
}

}  // namespace yinxin::storage
