// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/proposal.hpp"
#include "yinxin/storage/accounts.hpp"

#include <vector>

/// Two accounts of one person become one (合并账号). Nothing of a holder's is keyed anew: bindings
/// and consents move, what the account that is given up once did is found through the link.
namespace yinxin::storage {

struct AccountMerge {
    AccountId given_up;
    AccountId kept;
    domain::ProposalId proposal;
    Instant at{};
};
/// Moves bindings and consents, lets the login name lead to the kept account, and leaves the other
/// without mobile, document, password and session.
/// @error storage.conflict  it was given up before
Result<void> merge_accounts(Transaction& transaction,
                            const DataKeys& keys,
                            const AccountMerge& merge);
/// Accounts that were given up for this one, at once or in turn.
Result<std::vector<AccountId>> list_merged_accounts(Reader& reader, AccountId kept);

}  // namespace yinxin::storage
