// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/letter.hpp"
#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/services.hpp"

#include <functional>
#include <string>

/// How a receipt comes about, whatever it is of. For the .cpp files of this room only.
namespace yinxin::service {

/// What differs between the receipts of an answer about a file and of a query.
struct ReceiptPlan {
    crypto::Digest32 key{};    ///< of the row in verification_result
    documents::Letter letter;  ///< number and time are set here
    /// The same for programs.
    std::function<std::string(const documents::Letter& letter)> json_of;
    /// "HZ20261123-…"
    std::string (*make_number)(CivilDay day, std::uint64_t drawn) = nullptr;
    domain::ActorKind actor_kind = domain::ActorKind::anonymous;
    std::string actor;  ///< of that kind; may be empty
};

/// Numbers, dates, seals and keeps a receipt. A row has one: where there is one nothing changes.
/// @error unavailable  this installation has no receipts key;
///   signing.timestamp_unavailable, document.text_does_not_fit
Task<Result<void>> press_receipt(Services& services, ReceiptPlan plan);

}  // namespace yinxin::service
