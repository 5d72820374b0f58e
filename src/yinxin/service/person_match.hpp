// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/persons.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// Which person of the register an account speaks of, judged by its own name and number.
namespace yinxin::service {

struct PersonClaim {
    HolderId holder;
    bool name_changed = false;    ///< the account has a former name
    bool number_changed = false;  ///< the account has a former number
    [[nodiscard]] bool is_current() const noexcept { return !name_changed && !number_changed; }
};

/// The person with this number and name, current ones before former ones. Nobody, unless both fit
/// and the person has a released certificate.
Result<std::optional<PersonClaim>> find_claimed_person(storage::Reader& reader,
                                                       const storage::DataKeys& keys,
                                                       const storage::StatedPerson& stated);

/// The account that is bound to this person already and states this name and number, with its
/// masked mobile; a mere claim does not count.
Result<std::optional<storage::AccountRow>> find_own_account(storage::Reader& reader,
                                                            const storage::DataKeys& keys,
                                                            const storage::StatedPerson& wanted);

/// All documents a typed number can be, the given type first; a form that asks for a corrected
/// number does not ask for the type again.
/// @error as domain::parse_id_number for the given type, if it can be none.
Result<std::vector<domain::IdNumber>> possible_documents(domain::IdDocumentType type,
                                                         std::string_view typed);

}  // namespace yinxin::service
