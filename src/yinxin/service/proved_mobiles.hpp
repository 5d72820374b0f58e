// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/code_requests.hpp"

#include <string>

/// What people without an account do: prove a mobile by a code, and get a ticket with which a form,
/// or what became of it, stays open for an hour.
namespace yinxin::service {

/// A right code of one purpose is exchanged for a ticket of another.
struct CodeExchange {
    CodePurpose asked = CodePurpose::recover_office;
    CodePurpose granted = CodePurpose::office_form;
};

/// How long the ticket is good.
inline constexpr std::chrono::minutes exchanged_ticket_life{60};

/// Opens a request for a code to a mobile inside the transaction.
using OpenMobileRequest = Result<CodeTicket> (*)(storage::Transaction& transaction,
                                                 const Services& services,
                                                 const domain::Mobile& mobile,
                                                 const Origin& origin,
                                                 Instant now);
/// @error person.mobile_invalid, whatever `open` says
[[nodiscard]] Task<Result<CodeTicket>> request_by_mobile(Services& services,
                                                         std::string mobile,
                                                         Origin origin,
                                                         OpenMobileRequest open);

/// A request whose code goes to just this mobile, whoever it is; the mobile is its only fact.
/// @error too_many_requests, messages.unavailable
Result<CodeTicket> open_mobile_form(storage::Transaction& transaction,
                                    const Services& services,
                                    CodePurpose purpose,
                                    const domain::Mobile& mobile,
                                    const Origin& origin,
                                    Instant now);
/// The mobile that was proved so. @error account.code_expired
Result<domain::Mobile> find_proved_mobile(storage::Reader& reader,
                                          const Services& services,
                                          CodePurpose granted,
                                          const Secret& ticket,
                                          Instant now);
/// The same, masked.
[[nodiscard]] Task<Result<std::string>> find_masked_mobile(Services& services,
                                                           CodePurpose granted,
                                                           Secret ticket);

/// @return the new ticket, with the facts of the request.
/// @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<Secret>> exchange_code(Services& services,
                                                 CodeExchange exchange,
                                                 Secret ticket,
                                                 std::string code);

}  // namespace yinxin::service
