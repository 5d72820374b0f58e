// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/id_number.hpp"
#include "yinxin/service/one_time_codes.hpp"

#include <optional>
#include <string>
#include <vector>

/// Binding an account to the person whose certificates it may see: a step of its own with its own
/// proof. What an account says about itself proves nothing.
namespace yinxin::service {

/// Where an account stands.
enum class BindingStage {
    not_stated,     ///< the account, made for checking only, does not say who its owner is
    bound,          ///< to one or more persons
    can_bind,       ///< the register knows this name and number
    changed,        ///< the name or number was corrected: re-bind with the corrected ones
    nothing_found,  ///< nothing released under this name and number
};

struct BindingState {
    BindingStage stage = BindingStage::nothing_found;
    std::vector<HolderId> holders;  ///< if bound
    bool name_changed = false;      ///< if changed: what the register proves
    bool number_changed = false;
    /// If only the name was corrected, and the account was this person's until then: the corrected
    /// one, which the owner may take over with a word; empty: it takes the proof of re-binding.
    std::string corrected_name;
    bool is_with_office = false;  ///< a request to the office is open
    std::string name;             ///< the account's own; empty if not stated
    std::string masked_number;    ///< the account's own; empty if not stated
};

/// Asserts only what the register proves, and only of persons with a released certificate: an
/// unreleased batch never shows.
[[nodiscard]] Task<Result<BindingState>> binding_state(Services& services, AccountId account);

/// Times in a day that an account may say who its owner is: what it says decides what the pages
/// tell about the register.
inline constexpr std::int64_t statements_per_day = 3;

/// Says, or says again, under which name and document the owner of an account sat the examination;
/// as a registration with them it proves nothing. Not for accounts that are bound.
/// @error person.*  with param `field`: id_number, name
/// @error account.already_bound
/// @error too_many_requests  with retry_after
[[nodiscard]] Task<Result<void>> state_person(Services& services,
                                              AccountId account,
                                              domain::IdDocumentType id_type,
                                              std::string id_number,
                                              std::string name);

/// What proves, beside the mobile, that the certificates are one's own. One is enough.
struct BindingClaim {
    std::string management_number;  ///< 管理号 as typed; empty: not given
    std::string exam_year;          ///< as typed; empty: not given
};

/// Wrong proofs of one account in a day after which only the office can help.
inline constexpr std::int64_t binding_proofs_per_day = 5;

/// Sends a code to the mobile on the exam record if the claim fits. The answer is the same if it
/// does not; no code will work then.
/// @error certificate.number_invalid, invalid_input (param `field`)  not a number or year at all
/// @error account.already_bound
/// @error account.binding_required      the account does not say whose it is (state_person)
/// @error account.binding_needs_office  no mobile on the record, or too many wrong proofs
/// @error too_many_requests             with retry_after
[[nodiscard]] Task<Result<void>> begin_binding(Services& services,
                                               AccountId account,
                                               BindingClaim claim,
                                               Origin origin);

/// For people whose name or number was corrected: the corrected ones are the proof beside the
/// mobile. Stored on the account, with the old ones as history, once the code was confirmed.
/// @error person.name_invalid, person.name_private_use, person.id_number_*  (param `field`)
/// @error as begin_binding
[[nodiscard]] Task<Result<void>> begin_rebinding(
    Services& services, AccountId account, std::string name, std::string id_number, Origin origin);

/// Follows a corrected name: the account calls its owner by it and is bound again. Without a code,
/// for the account was bound to this person, with this number, until the office corrected the name;
/// a corrected number takes begin_rebinding, because the number may have been another person's.
/// @error conflict  there is nothing to follow (any more)
[[nodiscard]] Task<Result<void>> follow_corrected_name(Services& services, AccountId account);

/// For the page that asks for the code. @error account.code_expired  there is no open request.
[[nodiscard]] Task<Result<CodeRequestFacts>> find_binding_request(Services& services,
                                                                  AccountId account);

/// @error too_many_requests, account.code_expired
[[nodiscard]] Task<Result<void>> resend_binding_code(Services& services, AccountId account);

/// Binds the account, and tells the mobile on the exam record. A person may have several accounts,
/// each with its own proof.
/// @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<HolderId>> confirm_binding(Services& services,
                                                     AccountId account,
                                                     std::string code);

}  // namespace yinxin::service
