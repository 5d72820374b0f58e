// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/proposal.hpp"
#include "yinxin/service/services.hpp"

#include <optional>
#include <string>
#include <vector>

/// Rules of the installation: endorsement policies, catalogue, templates, footer. They are one
/// versioned text (config::Reference); each change is proposed as the whole next version together
/// with a list of what differs, and approved by a second person.
namespace yinxin::service {

/// What every proposal of a change carries, as typed.
struct ChangeTerms {
    std::string reason;
    std::string decision_no;
    std::optional<Instant> effective_at;  ///< none: with the decision
};
/// One line of "what differs", for the person who decides: a place and its value before and after.
struct RuleChange {
    std::string place;  ///< "policies.standard.quota"
    std::string before;
    std::string after;
};
[[nodiscard]] std::vector<RuleChange> differences(const config::Reference& before,
                                                  const config::Reference& after);
/// The lines a proposal carries in its fact "changes".
[[nodiscard]] std::string pack_changes(const std::vector<RuleChange>& changes);
[[nodiscard]] Result<std::vector<RuleChange>> unpack_changes(std::string_view packed);

/// Proposes `next` in the place of what is in force.
/// @param title  what lists show: the policy or qualification that changes.
/// @error config.invalid  the next version is not sound; the detail says where (param `what`)
/// @error text.invalid  nothing differs; office.reason_missing, conflict, forbidden
[[nodiscard]] Task<Result<domain::ProposalId>> propose_rules(Services& services,
                                                             domain::StaffActor actor,
                                                             config::Reference next,
                                                             std::string title,
                                                             ChangeTerms terms);

/// Reads a newer version of the reference data if one is in force.
/// @return 1 if it was replaced.
Result<std::int64_t> reload_reference(Services& services, Instant now);

}  // namespace yinxin::service
