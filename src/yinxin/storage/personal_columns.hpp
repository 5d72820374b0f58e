// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/ids.hpp"
#include "yinxin/crypto/blind_index.hpp"
#include "yinxin/domain/api_client.hpp"
#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/mobile.hpp"
#include "yinxin/domain/proposal.hpp"
#include "yinxin/domain/staff.hpp"

#include <string>
#include <string_view>

/// Where the personal values of the database live: the one list of the contexts they are sealed
/// under (crypto::KeyRing) and of the labels they are found by (crypto::BlindIndex).
///
/// A context names the column and the row's owner, so that a value moved to another column or to
/// another person's row does not open.
namespace yinxin::storage::personal_columns {

inline std::string person_name(HolderId holder) {
    return "person_name.name:" + holder.str();
}
inline std::string person_document(HolderId holder) {
    return "person_document.number:" + holder.str();
}
inline std::string person_mobile(HolderId holder) {
    return "person_mobile.mobile:" + holder.str();
}
inline std::string account_name(AccountId account) {
    return "account.name:" + account.str();
}
inline std::string account_number(AccountId account) {
    return "account.number:" + account.str();
}
inline std::string account_mobile(AccountId account) {
    return "account.mobile:" + account.str();
}
inline std::string message_to(MessageId message) {
    return "message.to:" + message.str();
}
inline std::string message_parameters(MessageId message) {
    return "message.parameters:" + message.str();
}
inline std::string check_name(HolderId holder) {
    return "certificate_check.checker_name:" + holder.str();
}
inline std::string check_purpose(HolderId holder) {
    return "certificate_check.purpose:" + holder.str();
}
inline std::string verification_report(const crypto::Digest32& token_hash) {
    return "verification_result.report:" + to_hex(token_hash);
}
inline std::string receipt_pdf(const crypto::Digest32& token_hash) {
    return "verification_result.pdf:" + to_hex(token_hash);
}
inline std::string receipt_json(const crypto::Digest32& token_hash) {
    return "verification_result.json:" + to_hex(token_hash);
}
inline std::string webhook_secret(domain::ClientId client) {
    return "api_client.webhook_secret:" + client.str();
}
inline std::string api_call_purpose(domain::ClientId client) {
    return "api_call.purpose:" + client.str();
}
inline std::string api_answer(domain::ClientId client, const crypto::Digest32& key_hash) {
    return "api_answer.answer:" + client.str() + ":" + to_hex(key_hash);
}
inline std::string staff_name(domain::StaffId staff) {
    return "staff.name:" + staff.str();
}
inline std::string staff_totp(domain::StaffId staff) {
    return "staff.totp:" + staff.str();
}
inline std::string staff_invitation(const crypto::Digest32& code_hash) {
    return "staff_invitation.secret:" + to_hex(code_hash);
}
inline std::string proposal_facts(domain::ProposalId proposal) {
    return "proposal.facts:" + proposal.str();
}
inline std::string proposal_reason(domain::ProposalId proposal) {
    return "proposal.reason:" + proposal.str();
}
inline std::string proposal_note(domain::ProposalId proposal) {
    return "proposal.note:" + proposal.str();
}
inline std::string certificate_change_reason(HolderId holder) {
    return "certificate_change.reason:" + holder.str();
}
inline std::string person_look_reason(HolderId holder) {
    return "person_look.reason:" + holder.str();
}
inline constexpr std::string_view one_time_code_facts = "one_time_code.facts";

/// Finds an ID document; documents of different types never meet, even with equal numbers.
[[nodiscard]] inline crypto::Digest32 number_index(const crypto::BlindIndex& index,
                                                   const domain::IdNumber& document) {
    return index.of("id-number/" + std::string(domain::key(document.type)), document.number);
}
[[nodiscard]] inline crypto::Digest32 mobile_index(const crypto::BlindIndex& index,
                                                   const domain::Mobile& mobile) {
    return index.of("mobile", mobile.e164);
}

}  // namespace yinxin::storage::personal_columns
