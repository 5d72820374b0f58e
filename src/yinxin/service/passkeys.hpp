// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/staff_keys.hpp"

#include <optional>
#include <string>
#include <vector>

/// 通行密钥: passkeys as the second factor of the office, beside the authenticator app (W3C Web
/// Authentication Level 2). A browser proves that somebody touched and unlocked an authenticator
/// that was registered here, for this address and for a challenge of this session.
namespace yinxin::service {

inline constexpr std::size_t most_passkeys = 10;
inline constexpr std::size_t longest_key_label = 40;  ///< characters
inline constexpr std::chrono::minutes challenge_lasts{5};

/// For whom browsers keep our passkeys: the host of the public address, and the origin its pages
/// have.
struct RelyingParty {
    std::string id;      ///< "yinxin.example"
    std::string origin;  ///< "https://yinxin.example"
};
/// None where the public address is a number: browsers have passkeys for names only. The
/// demonstration on this machine is "localhost" to them (docs/choices.md#c65).
[[nodiscard]] std::optional<RelyingParty> relying_party(const Services& services);

enum class PasskeyUse { registration, assertion };
/// What a page asks a browser for. Works once, for this session, within challenge_lasts.
struct PasskeyAsk {
    std::string rp_id;
    std::string origin;
    std::string challenge;                 ///< base64url of 32 random bytes
    std::string sealed;                    ///< the same for the form, sealed
    std::vector<std::string> credentials;  ///< base64url: the person's passkeys
    std::string user;                      ///< base64url: the person as authenticators keep him
};
/// None: there can be no passkeys at this address.
[[nodiscard]] Task<Result<std::optional<PasskeyAsk>>> ask_passkey(Services& services,
                                                                  domain::StaffId staff,
                                                                  Secret token,
                                                                  PasskeyUse use);

/// A browser's answers, everything as it was sent: base64url but for the label.
struct NewPasskey {
    std::string sealed;
    std::string label;
    std::string client_data;
    std::string attestation;
};
struct PasskeyAssertion {
    std::string sealed;
    std::string credential;
    std::string client_data;
    std::string authenticator_data;
    std::string signature;
};

/// Keeps a passkey that was just made. @error staff.passkey_refused
/// @error invalid_input  the label; param `field`
/// @error conflict  known already, or there are most_passkeys
[[nodiscard]] Task<Result<void>> add_passkey(Services& services,
                                             domain::StaffActor actor,
                                             Secret token,
                                             NewPasskey passkey);
/// @param credential  base64url. @error not_found
[[nodiscard]] Task<Result<void>> remove_passkey(Services& services,
                                                domain::StaffActor actor,
                                                std::string credential);
[[nodiscard]] Task<Result<std::vector<storage::PasskeyRow>>> list_own_passkeys(
    Services& services, domain::StaffActor actor);

/// The second factor by passkey: ends the login, and confirms again before something dangerous.
/// @return the session's new token.
/// @error staff.passkey_refused, too_many_requests, account.password_disabled, staff.session_over
[[nodiscard]] Task<Result<Secret>> confirm_passkey(Services& services,
                                                   Secret token,
                                                   PasskeyAssertion assertion);

}  // namespace yinxin::service
