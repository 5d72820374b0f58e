// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/organisation.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <vector>

/// Organisations (核验单位) and who acts for them.
namespace yinxin::storage {

using domain::OrganisationId;

struct NewOrganisation {
    OrganisationId id;
    std::string name;
    domain::Uscc uscc;
    domain::OrganisationContact contact;
};

/// One organisation; its contact is personal and opened.
struct OrganisationRow {
    OrganisationId id;
    std::string name;
    std::string uscc;
    domain::OrganisationContact contact;
    domain::OrganisationStanding standing = domain::OrganisationStanding::stated;
    domain::OrganisationClass organisation_class = domain::OrganisationClass::ordinary;
    Instant created_at{};
    Instant standing_at{};
};

Result<void> insert_organisation(Transaction& transaction,
                                 const DataKeys& keys,
                                 const NewOrganisation& organisation,
                                 Instant now);
Result<std::optional<OrganisationRow>> find_organisation(Reader& reader,
                                                         const DataKeys& keys,
                                                         OrganisationId id);
/// Newest first, closed ones too.
Result<std::vector<OrganisationRow>> list_organisations(Reader& reader,
                                                        const DataKeys& keys,
                                                        int most);
/// All that state this code, the confirmed one first, closed ones too.
Result<std::vector<OrganisationRow>> list_organisations_by_uscc(Reader& reader,
                                                                const DataKeys& keys,
                                                                const domain::Uscc& uscc);
Result<bool> is_uscc_confirmed(Reader& reader, const domain::Uscc& uscc);
Result<void> set_organisation_details(Transaction& transaction,
                                      const DataKeys& keys,
                                      OrganisationId id,
                                      std::string_view name,
                                      const domain::OrganisationContact& contact);
/// @error storage.conflict  another organisation with this code is confirmed.
Result<void> set_organisation_standing(Transaction& transaction,
                                       OrganisationId id,
                                       domain::OrganisationStanding standing,
                                       domain::OrganisationClass organisation_class,
                                       Instant now);

/// One organisation as an account sees it that acts for it; never a closed one.
/// Members stand in the order of sql/organisation_member/find.sql and organisation/list_of_account.
struct Membership {
    OrganisationId organisation;
    std::string name;
    domain::OrganisationStanding standing = domain::OrganisationStanding::stated;
    domain::OrganisationClass organisation_class = domain::OrganisationClass::ordinary;
    domain::MemberRole role = domain::MemberRole::member;
    Instant joined_at{};

    [[nodiscard]] bool is_owner() const noexcept { return role == domain::MemberRole::owner; }
};
Result<std::optional<Membership>> find_membership(Reader& reader,
                                                  OrganisationId organisation,
                                                  AccountId account);
Result<std::vector<Membership>> list_memberships(Reader& reader, AccountId account);

/// Somebody who acts for an organisation. In the order of sql/organisation_member/list.sql.
struct MemberRow {
    AccountId account;
    std::string login_name;
    std::string mobile_masked;
    domain::MemberRole role = domain::MemberRole::member;
    Instant joined_at{};
};
Result<std::vector<MemberRow>> list_members(Reader& reader, OrganisationId organisation);
Result<std::int64_t> count_members(Reader& reader, OrganisationId organisation);

/// Puts an account into an organisation, in a free slot of the account's.
/// @error organisation.too_many  the account acts for five already; param `most`
/// @error storage.conflict       it is a member already
Result<void> insert_member(Transaction& transaction,
                           OrganisationId organisation,
                           AccountId account,
                           domain::MemberRole role,
                           Instant now);
/// @error organisation.last_owner
Result<void> set_member_role(Transaction& transaction,
                             OrganisationId organisation,
                             AccountId account,
                             domain::MemberRole role);
/// @error organisation.last_owner
Result<void> delete_member(Transaction& transaction,
                           OrganisationId organisation,
                           AccountId account);
/// Its members may act for another one instead.
Result<void> free_member_slots(Transaction& transaction, OrganisationId organisation);

}  // namespace yinxin::storage
