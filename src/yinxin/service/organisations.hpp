// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/organisations.hpp"

#include <string>
#include <vector>

/// Organisations that check (核验单位): registered by their own people, confirmed by the office.
namespace yinxin::service {

inline constexpr std::int64_t registrations_per_account_day = 5;

/// The form, as typed.
struct OrganisationForm {
    std::string name;
    std::string uscc;
    std::string contact_name;
    std::string contact_phone;
};

/// Registers an organisation whose first owner is the account. Its code is only stated, and blocks
/// nobody, until the office confirms it (docs/choices.md#c58).
/// @error organisation.name_invalid, organisation.uscc_invalid, organisation.contact_invalid
///        with param `field`
/// @error organisation.registered  (param `field` uscc) an organisation with this code is confirmed
/// @error organisation.too_many    the account acts for five already
/// @error forbidden                the mobile of the account was never confirmed
/// @error too_many_requests        with retry_after
[[nodiscard]] Task<Result<domain::OrganisationId>> register_organisation(Services& services,
                                                                         AccountId account,
                                                                         OrganisationForm form);

/// In the order of joining.
[[nodiscard]] Task<Result<std::vector<storage::Membership>>> list_own_organisations(
    Services& services, AccountId account);

/// One organisation as somebody sees it who acts for it.
struct OrganisationView {
    storage::OrganisationRow organisation;
    storage::Membership own;
    std::int64_t members = 0;
};
/// @error not_found
[[nodiscard]] Task<Result<OrganisationView>> load_organisation(Services& services,
                                                               AccountId account,
                                                               domain::OrganisationId organisation);

/// Changes name and contact; the name of a confirmed one is the office's to change and stays. What
/// was checked keeps the name it was checked under.
/// @error not_found, forbidden, organisation.name_invalid, organisation.contact_invalid
[[nodiscard]] Task<Result<void>> change_organisation(Services& services,
                                                     AccountId account,
                                                     domain::OrganisationId organisation,
                                                     OrganisationForm form);

/// Closes it for good: nobody acts for it any more; its history stays. Only its last member may.
/// @error not_found, forbidden; conflict  there are other members
[[nodiscard]] Task<Result<void>> close_organisation(Services& services,
                                                    AccountId account,
                                                    domain::OrganisationId organisation);

}  // namespace yinxin::service
