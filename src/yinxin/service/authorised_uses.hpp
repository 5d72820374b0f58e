// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/copies.hpp"
#include "yinxin/service/endorsements.hpp"
#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/authorised_uses.hpp"
#include "yinxin/storage/organisations.hpp"

#include <optional>
#include <string>
#include <vector>

/// 授权使用 (docs/authorised-use.md): the holder lets one organisation fetch one endorsed copy for
/// one purpose. The copy is applied for when the code is made, so that whatever stands in the way
/// is told to the holder and not to the organisation; redeeming the code makes nothing.
namespace yinxin::service {

inline constexpr std::int64_t redeems_per_account_hour = 10;
inline constexpr std::int64_t redeems_per_address_hour = 30;
inline constexpr int most_uses_shown = 100;

/// What the form asks, as typed.
struct UseWish {
    std::string uscc;     ///< of a confirmed organisation
    std::string purpose;  ///< in the holder's words; the organisation reads them
    int days = 90;
};

/// Whom it would be for, what it would cost.
struct UsePreview {
    std::string organisation;
    std::string purpose;
    ApplicationPreview application;
};
/// Checks the wish without changing anything.
/// @error organisation.uscc_invalid, authorised_use.organisation_unknown, purpose.invalid,
///        endorsement.days_out_of_range  with param `field`: uscc, purpose, days
/// @error as apply_for_endorsement
Task<Result<UsePreview>> preview_use(Services& services,
                                     const Actor& actor,
                                     LineId line,
                                     UseWish wish);

/// What the holder is shown, once.
struct GivenUse {
    storage::UseId id;
    domain::UseCode code;
};
/// Applies for the copy and makes its code. An equal wish of the same day is the same use with
/// another code: the one before opens nothing any more, and nothing is counted twice.
/// @error as preview_use; authorised_use.over  the same use of today was fetched or withdrawn
Task<Result<GivenUse>> authorise_use(
    Services& services, const Actor& actor, LineId line, UseWish wish, Confirmations confirmations);
/// Another code in place of one that was lost. @error not_found, authorised_use.over
Task<Result<GivenUse>> replace_code(Services& services, const Actor& actor, storage::UseId use);

enum class CopyToo {
    keep,  ///< files already fetched stay good until their end
    end,   ///< the endorsement is withdrawn: they are REVOKED
};
/// Nobody can use the code, and the organisation can download no more.
/// @error not_found, authorised_use.over
Task<Result<void>> withdraw_use(Services& services,
                                const Actor& actor,
                                storage::UseId use,
                                CopyToo copy);

/// @error not_found
Task<Result<storage::AuthorisedUse>> load_use(Services& services,
                                              const Actor& actor,
                                              storage::UseId use);
/// Of one certificate, newest first. @error not_found
Task<Result<std::vector<storage::AuthorisedUse>>> list_uses(Services& services,
                                                            const Actor& actor,
                                                            LineId line);
/// Of every certificate of the account's persons, newest first.
Task<Result<std::vector<storage::AuthorisedUse>>> list_all_uses(Services& services,
                                                                const Actor& actor);

/// A copy the organisation has fetched, as it stands now.
struct FetchedUse {
    storage::FetchedCopy fetched;
    domain::UseState state = domain::UseState::fetched;
    std::string client_name;  ///< of the program that fetched it; empty: a person did
    std::string copy_no;
    std::string code;   ///< 核验码
    std::string token;  ///< of the page behind its QR
    domain::Bilingual qualification;
    std::string masked_name;
    std::string purpose;
    std::vector<storage::CopyFileRow> files;
    std::optional<Error> closed;  ///< why it cannot be downloaded any more
};

struct FetchedCopies {
    storage::Membership own;
    std::vector<FetchedUse> uses;  ///< newest first, at most most_uses_shown
};

/// Uses a code up for an organisation the account acts for. The holder is told.
/// @error authorised_use.code_invalid  mistyped
/// @error authorised_use.over  unknown, another organisation's, used, withdrawn or over: the same
/// @error endorsement.not_ready, certificate.not_valid, …  the code stays good
/// @error too_many_requests
Task<Result<storage::UseId>> redeem_use(Services& services,
                                        AccountId account,
                                        domain::OrganisationId organisation,
                                        std::string code,
                                        Origin origin);
/// What the organisation has fetched, newest first. @error not_found  the account is no member
Task<Result<FetchedCopies>> list_fetched(Services& services,
                                         AccountId account,
                                         domain::OrganisationId organisation);
/// One file of it. @error not_found, authorised_use.over, and those of open_file
Task<Result<SealedFile>> open_fetched(Services& services,
                                      AccountId account,
                                      domain::OrganisationId organisation,
                                      storage::UseId use,
                                      domain::CopyFormat format);

}  // namespace yinxin::service
