// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <vector>

/// Which accounts people of OpenID providers open. A person there is an issuer and a subject,
/// nothing else: mobiles, mails and names change hands (OpenID Connect Core 1.0, 5.7).
namespace yinxin::storage {

/// Somebody as a provider names him.
struct ProviderSubject {
    std::string issuer;
    std::string subject;
};

Result<std::optional<AccountId>> find_account_by_subject(Reader& reader,
                                                         const DataKeys& keys,
                                                         const ProviderSubject& who);

/// Lets somebody of a provider open an account. Linking again what is linked changes nothing.
/// @error account.provider_login_taken  he opens another account, or another of that provider
///                                      opens this one
Result<void> link_subject(Transaction& transaction,
                          const DataKeys& keys,
                          const ProviderSubject& who,
                          AccountId account,
                          Instant at);

struct LinkedProvider {
    std::string issuer;
    Instant linked_at{};
};
/// In the order of linking.
Result<std::vector<LinkedProvider>> list_linked_providers(Reader& reader, AccountId account);

/// @return whether there was one.
Result<bool> unlink_provider(Transaction& transaction,
                             AccountId account,
                             const std::string& issuer);

}  // namespace yinxin::storage
