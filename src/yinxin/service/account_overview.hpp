// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/id_number.hpp"
#include "yinxin/service/consents.hpp"
#include "yinxin/storage/organisations.hpp"

#include <string>
#include <vector>

namespace yinxin::service {

/// A person the account is bound to, masked.
struct BoundPerson {
    std::string name;
    domain::IdDocumentType id_type = domain::IdDocumentType::resident_identity_card;
    std::string number;
    Instant bound_at{};
};

/// What the account page shows.
struct AccountOverview {
    std::string login_name;
    std::string masked_mobile;
    std::string masked_mail;       ///< empty: none
    bool is_mail_offered = false;  ///< something here sends mail
    std::vector<BoundPerson> persons;
    std::vector<storage::Membership> organisations;  ///< in the order of joining
    std::vector<Consent> consents;                   ///< newest first
    std::vector<SessionLine> sessions;               ///< newest first
};

/// @param token  this session's, to mark it in the list
/// @error not_found
[[nodiscard]] Task<Result<AccountOverview>> account_overview(Services& services,
                                                             AccountId account,
                                                             Secret token);

}  // namespace yinxin::service
