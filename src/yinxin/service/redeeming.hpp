// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/authorised_uses.hpp"

#include <optional>
#include <string>

/// What using a code up is, whoever does it: somebody on the pages (fetched_uses.cpp) or a program
/// of the organisation (api_uses.hpp). The rules stand here once.
namespace yinxin::service {

/// Who redeems, for whom.
struct Redeemer {
    domain::ActorKind kind = domain::ActorKind::verifier;
    std::string id;  ///< of the account or the client
    domain::OrganisationId organisation;
    storage::UseTaker taker;
};

/// What a try came to; a refusal is a value, so that its counts are committed.
struct Redeemed {
    storage::UseId use;
    std::optional<Error> refusal;
};

/// Uses a code up. The same client with the same key for repeated requests is told of its own use
/// again. Whether somebody may try at all, and how often, is the caller's to ask before.
/// The refusals are those of redeem_use.
Result<Redeemed> redeem_code(storage::Transaction& transaction,
                             const Services& services,
                             const Redeemer& redeemer,
                             std::string_view code,
                             Instant now);

/// A fetched copy as it stands now; none: its rows are gone.
Result<std::optional<FetchedUse>> dress_fetched(storage::Reader& reader,
                                                const Services& services,
                                                const storage::FetchedCopy& fetched,
                                                Instant now);

/// The copy of a use that was fetched and is not over.
/// @error not_found, authorised_use.over
Result<storage::CopyKey> find_open_fetch(storage::Reader& reader,
                                         const Services& services,
                                         const std::optional<storage::FetchedCopy>& fetched,
                                         Instant now);

}  // namespace yinxin::service
