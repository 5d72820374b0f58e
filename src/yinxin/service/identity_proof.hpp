// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/accounts.hpp"

#include <optional>
#include <string>

/// 身份认证服务: an outside service that knows who sits at the keyboard (a national identity
/// service, face recognition against the identity card). What it says takes the place of the code
/// to the exam mobile, and comes before the office (docs/accounts.md#an-identity-service).
namespace yinxin::service {

/// An operator's connection to such a service.
class IdentityProof {
  public:
    virtual ~IdentityProof() = default;
    /// Announces a person who agreed to be asked about, and says where that person goes now to
    /// prove it. From there the browser comes back to `back` with a ticket.
    /// @return none: the service does not know such a person.
    /// @error unavailable, timed_out
    virtual Task<Result<std::optional<std::string>>> begin(storage::StatedPerson person,
                                                           std::string back) = 0;
    /// Who the person is that came back from the service with this ticket. The ticket is what the
    /// service gave the browser; it is good once, and the service, asked by the server, says whose
    /// it is. A comparison of name and number alone is no such answer: anybody can type them.
    /// @return none: the service does not know, or the person broke off.
    /// @error unavailable, timed_out  ask again later; the other ways stay open.
    virtual Task<Result<std::optional<storage::StatedPerson>>> identify(std::string ticket) = 0;
};

/// Where the person the account states proves it. What is handed to the service is an audit event.
/// @param token  of the session that has to come back.
/// @error account.binding_required, account.already_bound
/// @error account.binding_needs_office  the service does not know such a person
/// @error too_many_requests             ten times a day
/// @error unavailable, timed_out
[[nodiscard]] Task<Result<std::string>> begin_identity(Services& services,
                                                       IdentityProof& proof,
                                                       AccountId account,
                                                       const Secret& token);

/// Whether a browser that comes back is the session that went, within half an hour: a ticket of
/// somebody who was lured there by another account's owner is worth nothing to that owner.
[[nodiscard]] bool is_identity_state(const Services& services,
                                     AccountId account,
                                     const Secret& token,
                                     std::string_view state);

/// The page people come back to.
inline constexpr std::string_view identity_return = "/bind/identity/back";

/// Binds the account if the service says that the one at the keyboard is the person the account
/// states, and the register knows that person by the present name and number.
/// @error account.binding_required      the account does not say whose it is
/// @error account.already_bound
/// @error account.binding_needs_office  the service says somebody else or nobody, or the register
///                                      has a corrected name or number, or no such person
/// @error too_many_requests             three times a day
/// @error unavailable, timed_out
[[nodiscard]] Task<Result<HolderId>> bind_by_identity(Services& services,
                                                      IdentityProof& proof,
                                                      AccountId account,
                                                      std::string ticket);

}  // namespace yinxin::service
