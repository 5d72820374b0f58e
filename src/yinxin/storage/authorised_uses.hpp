// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/api_client.hpp"
#include "yinxin/domain/authorised_use.hpp"
#include "yinxin/domain/organisation.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <vector>

/// 授权使用: a holder lets one organisation fetch one endorsed copy, once, with a 用证码.
namespace yinxin::storage {

using domain::UseId;

struct NewAuthorisedUse {
    HolderId holder;
    UseId id;
    LineId line;
    CopyId copy;
    EndorsementId endorsement;
    AccountId account;  ///< that gives it
    domain::OrganisationId organisation;
    std::string organisation_name;  ///< as it was when it was given
    std::string purpose;
    domain::UseCode code;
    Instant ends_at;
};
/// @error storage.conflict  the copy was given to somebody already, or the code was drawn before.
Result<void> insert_authorised_use(Transaction& transaction,
                                   const DataKeys& keys,
                                   const NewAuthorisedUse& use,
                                   Instant now);

/// One as its holder may see it. The code is not among it: only its keyed hash is kept.
struct AuthorisedUse {
    HolderId holder;
    UseId id;
    LineId line;
    CopyId copy;
    AccountId account;
    domain::OrganisationId organisation;
    std::string organisation_name;
    std::string purpose;
    Bytes code_hash;
    Instant made_at;
    Instant ends_at;
    std::int64_t wrong_tries = 0;
    std::optional<Instant> wrong_at;  ///< the last of them
    std::optional<Instant> redeemed_at;
    std::optional<domain::ClientId> redeemed_client;  ///< a program of the organisation did it
    std::optional<Instant> withdrawn_at;

    [[nodiscard]] domain::UseState state_at(Instant now) const noexcept;
};
Result<std::optional<AuthorisedUse>> find_authorised_use(Reader& reader,
                                                         const DataKeys& keys,
                                                         HolderId holder,
                                                         UseId id);
Result<std::optional<AuthorisedUse>> find_authorised_use_of_copy(Reader& reader,
                                                                 const DataKeys& keys,
                                                                 CopyKey copy);
/// Of all certificates of a person, newest first.
Result<std::vector<AuthorisedUse>> list_authorised_uses(Reader& reader,
                                                        const DataKeys& keys,
                                                        HolderId holder,
                                                        int most);
Result<std::vector<AuthorisedUse>> list_authorised_uses_of_line(
    Reader& reader, const DataKeys& keys, HolderId holder, LineId line, int most);
/// Whom a code leads to, whatever became of it since.
Result<std::optional<AuthorisedUse>> find_authorised_use_by_code(Reader& reader,
                                                                 const DataKeys& keys,
                                                                 const domain::UseCode& code);

/// Another code in place of the one before, which opens nothing any more.
/// @return false: it was fetched, withdrawn or is over.
Result<bool> replace_use_code(Transaction& transaction,
                              const DataKeys& keys,
                              const AuthorisedUse& use,
                              const domain::UseCode& code,
                              Instant now);
/// Who uses a code up: somebody who acts for the organisation, or one of its programs.
struct UseTaker {
    AccountId account;                       ///< not set: a program
    std::optional<domain::ClientId> client;  ///< with the next one, or neither
    std::optional<crypto::Digest32> request_hash;
};
/// Uses the code up for the organisation. @return false: it was used, withdrawn or is over.
/// @error storage.conflict  somebody else was faster
Result<bool> redeem_authorised_use(Transaction& transaction,
                                   const AuthorisedUse& use,
                                   const UseTaker& taker,
                                   Instant now);
/// A try with the right code that opened nothing.
Result<void> count_wrong_use(Transaction& transaction, const AuthorisedUse& use, Instant now);
/// @return false: it was withdrawn or is over.
Result<bool> withdraw_authorised_use(Transaction& transaction,
                                     const AuthorisedUse& use,
                                     Instant now);

/// A copy an organisation has fetched. Members stand in the order of sql/authorised_use/
/// find_fetch.sql and list_fetches.sql.
struct FetchedCopy {
    UseId use;
    HolderId holder;
    CopyId copy;
    Instant fetched_at;
    AccountId fetched_by;  ///< not set: a program
    Instant ends_at;
    std::optional<domain::ClientId> client;
    std::optional<Bytes> request_hash;  ///< of the key a repetition comes with
};
Result<std::optional<FetchedCopy>> find_fetched_copy(Reader& reader,
                                                     domain::OrganisationId organisation,
                                                     UseId use);
/// Newest first.
Result<std::vector<FetchedCopy>> list_fetched_copies(Reader& reader,
                                                     domain::OrganisationId organisation,
                                                     int most);

/// Codes that ended a month ago lead nowhere. @return how many.
Result<std::int64_t> forget_old_use_codes(Transaction& transaction, Instant now);

}  // namespace yinxin::storage
