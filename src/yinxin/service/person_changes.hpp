// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/certificate_changes.hpp"
#include "yinxin/service/identity_decisions.hpp"

#include <string>

/// What the office changes about a person rather than a certificate: another ID document of the
/// same person, and two accounts that become one. Each is prepared by one person and decided by
/// another.
namespace yinxin::service {

/// A person as the office sees one, by way of a certificate: names, documents, accounts.
/// @error forbidden, not_found  none, or another authority's.
[[nodiscard]] Task<Result<IdentityCandidate>> find_person_sheet(Services& services,
                                                                domain::StaffActor actor,
                                                                storage::LineKey key);

struct DocumentWish {
    domain::IdDocumentType type = domain::IdDocumentType::passport;
    std::string number;  ///< as typed
    std::string reason;
};
/// Prepares that the holder has this document as well: both are in force, and binding by either
/// works. Certificates keep the number that is printed on them.
/// @error person.id_number_* (param `field` id_number), office.reason_missing (reason)
/// @error conflict  param `field` "id_number": it is this or another person's already; none: one
///        waits
/// @error forbidden, not_found
[[nodiscard]] Task<Result<domain::ProposalId>> propose_document(Services& services,
                                                                domain::StaffActor actor,
                                                                storage::LineKey key,
                                                                DocumentWish wish);
/// The case of add_document. @error proposal.outdated  it is somebody's by now
Result<void> add_document(storage::Transaction& transaction,
                          const Services& services,
                          const Effect& effect);

struct MergeWish {
    AccountId kept;
    AccountId given_up;
    std::string reason;
};
/// Prepares that one of two accounts of the holder is given up: its bindings and consents move, its
/// login name leads to the kept account, which keeps its own name, password and mobile.
/// @error invalid_input  param `field` "kept" or "given_up": not two accounts of this holder
/// @error conflict  param `field` "given_up": it acts for organisations; none: one waits
/// @error office.reason_missing (param `field` reason), forbidden, not_found
[[nodiscard]] Task<Result<domain::ProposalId>> propose_merge(Services& services,
                                                             domain::StaffActor actor,
                                                             storage::LineKey key,
                                                             MergeWish wish);
/// The case of merge_accounts. @error proposal.outdated  they are no two accounts of the holder now
Result<void> merge_accounts(storage::Transaction& transaction,
                            const Services& services,
                            const Effect& effect);

}  // namespace yinxin::service
