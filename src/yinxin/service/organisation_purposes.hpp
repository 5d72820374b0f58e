// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/organisation_purposes.hpp"

#include <string>
#include <vector>

/// 常用用途: what members choose from when they check for their organisation. Everybody who acts
/// for it may read them; owners change them.
namespace yinxin::service {

struct PurposesView {
    storage::Membership own;
    std::vector<storage::PurposeRow> purposes;  ///< the oldest first
    bool offers_bid_evaluation = false;         ///< policy, and the organisation is confirmed
};
/// @error not_found
[[nodiscard]] Task<Result<PurposesView>> load_purposes(Services& services,
                                                       AccountId account,
                                                       domain::OrganisationId organisation);

/// @error not_found, forbidden, purpose.invalid, organisation.purpose_exists
/// @error organisation.too_many  param `most`
/// @error invalid_input          a kind this organisation may not use
[[nodiscard]] Task<Result<void>> add_purpose(Services& services,
                                             AccountId account,
                                             domain::OrganisationId organisation,
                                             std::string text,
                                             domain::PurposeKind kind);
/// Checks that were made keep the words they were made with.
/// @error not_found, forbidden, purpose.invalid, organisation.purpose_exists
[[nodiscard]] Task<Result<void>> rename_purpose(Services& services,
                                                AccountId account,
                                                domain::OrganisationId organisation,
                                                storage::PurposeId purpose,
                                                std::string text);
/// @error not_found, forbidden
[[nodiscard]] Task<Result<void>> retire_purpose(Services& services,
                                                AccountId account,
                                                domain::OrganisationId organisation,
                                                storage::PurposeId purpose);

}  // namespace yinxin::service
