// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/login.hpp"
#include "yinxin/service/provider_tokens.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/provider_subjects.hpp"

#include <optional>
#include <string>

/// Whom a provider sends, and what becomes of it here: an account, and where the provider verified
/// the person a binding.
namespace yinxin::service {

/// Somebody of a provider, as a checked token says.
struct ProviderIdentity {
    storage::ProviderSubject who;
    std::string session;  ///< at the provider; empty: not named
    /// Only where the settings say that the provider verifies people.
    std::optional<storage::StatedPerson> person;
    std::optional<domain::Mobile> mobile;
};

/// Reads the claims the settings name. A name or number that is none is as if nothing were said:
/// the person then binds like everybody else.
[[nodiscard]] ProviderIdentity read_identity(const config::LoginProvider& provider,
                                             const TokenClaims& claims);

[[nodiscard]] std::string pack_identity(const ProviderIdentity& identity);
/// @error malformed
Result<ProviderIdentity> unpack_identity(std::string_view packed);

/// Makes an account for somebody who has none here and links it; it has no password.
/// @error account.document_registered  the person has an account already; param `mobile` is its
///                                     masked mobile
Result<AccountId> make_provider_account(storage::Transaction& transaction,
                                        const Services& services,
                                        const config::LoginProvider& provider,
                                        const ProviderIdentity& identity,
                                        Instant now);

/// Whether an account says to be somebody else than the provider verified.
/// @error account.provider_person_differs
Result<void> check_same_person(storage::Reader& reader,
                               const storage::DataKeys& keys,
                               AccountId account,
                               const ProviderIdentity& identity);

/// Where the provider verified the person: states it on an account that states nobody, and binds an
/// account that is bound to nobody, if the register has that person with a released certificate.
/// The mobile on the exam record is told.
Result<void> settle_person(storage::Transaction& transaction,
                           const Services& services,
                           AccountId account,
                           const ProviderIdentity& identity,
                           Instant now);

}  // namespace yinxin::service
