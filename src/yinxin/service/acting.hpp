// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/check_display.hpp"
#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/checks.hpp"
#include "yinxin/storage/organisation_purposes.hpp"

#include <optional>
#include <string>
#include <vector>

/// For whom somebody checks (为单位核验): himself, or an organisation, then for one purpose. Kept
/// with the session, so that it ends with it; every check made in it carries both.
namespace yinxin::service {

/// What the form asks, as typed.
struct ActingChoice {
    domain::OrganisationId organisation;
    std::optional<storage::PurposeId> purpose;  ///< a saved one; none: typed
    std::string typed_purpose;
    std::string shown_from;  ///< YYYY-MM-DD; of a purpose of kind bid_evaluation only
};

/// What may be chosen.
struct ActingOffer {
    storage::Membership membership;
    std::vector<storage::PurposeRow> purposes;
    std::optional<CivilDay> first_day;  ///< a day may be stated, from here on
    std::optional<CivilDay> last_day;
};

/// One of the asker's organisations with what can be chosen. @error not_found
[[nodiscard]] Task<Result<ActingOffer>> load_acting_offer(Services& services,
                                                          AccountId account,
                                                          domain::OrganisationId organisation);

/// From now on the session's checks are the organisation's.
/// @error not_found        the account does not act for it, or has no such purpose
/// @error purpose.invalid, organisation.display_day_invalid  with param `field`: purpose,
/// shown_from
[[nodiscard]] Task<Result<void>> act_for(Services& services,
                                         AccountId account,
                                         Secret token,
                                         ActingChoice choice);
/// From now on they are the person's own.
[[nodiscard]] Task<Result<void>> act_for_oneself(Services& services, Secret token);

/// Who checks behind this session at `now`, as holders will read it: the organisation for which the
/// person acts, else the account with its name partly hidden.
[[nodiscard]] storage::Checker checker_of(const SessionFacts& session,
                                          const domain::DisplayPolicy& policy,
                                          Instant now);

}  // namespace yinxin::service
