// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/ids.hpp"
#include "yinxin/crypto/blind_index.hpp"
#include "yinxin/domain/api_client.hpp"
#include "yinxin/domain/bulk_check.hpp"
#include "yinxin/domain/doubt.hpp"
#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/identity_case.hpp"
#include "yinxin/domain/import.hpp"
#include "yinxin/domain/mobile.hpp"
#include "yinxin/domain/organisation.hpp"
#include "yinxin/domain/proposal.hpp"
#include "yinxin/domain/recipient.hpp"
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
inline std::string account_mail(AccountId account) {
    return "account_mail.address:" + account.str();
}
inline std::string account_totp(AccountId account) {
    return "account_totp.secret:" + account.str();
}
inline std::string passkey_label(AccountId account) {
    return "account_passkey.label:" + account.str();
}
/// What a provider said of somebody, while the account it shall be linked to is asked.
inline std::string provider_facts(const crypto::Digest32& ticket_hash) {
    return "provider_login.facts:" + to_hex(ticket_hash);
}
inline std::string session_purpose(AccountId account) {
    return "session.acting_purpose:" + account.str();
}
inline std::string organisation_contact_name(domain::OrganisationId organisation) {
    return "organisation.contact_name:" + organisation.str();
}
inline std::string organisation_contact_phone(domain::OrganisationId organisation) {
    return "organisation.contact_phone:" + organisation.str();
}
inline std::string organisation_invitation(domain::OrganisationId organisation) {
    return "organisation_invitation.code:" + organisation.str();
}
inline std::string organisation_purpose(domain::OrganisationId organisation) {
    return "organisation_purpose.text:" + organisation.str();
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
inline std::string alarm_note(std::int64_t alarm) {
    return "alarm.note:" + std::to_string(alarm);
}
inline std::string bulk_column(domain::BulkId bulk, std::string_view column) {
    return "bulk." + std::string(column) + ":" + bulk.str();
}
/// @param place  number of the table, file, item or answer within the check.
inline std::string bulk_part(domain::BulkId bulk, std::string_view column, std::string_view place) {
    return bulk_column(bulk, column) + ":" + std::string(place);
}
inline std::string import_cells(domain::ImportId import, std::int64_t row_no) {
    return "import_row.cells:" + import.str() + "." + std::to_string(row_no);
}
inline std::string import_result(domain::ImportId import, std::int64_t row_no) {
    return "import_row.result:" + import.str() + "." + std::to_string(row_no);
}
inline std::string import_details(domain::ImportId import, std::int64_t row_no) {
    return "import_row.details:" + import.str() + "." + std::to_string(row_no);
}
inline std::string import_head(domain::ImportId import) {
    return "import.head:" + import.str();
}
inline std::string import_plan(domain::ImportId import) {
    return "import.plan:" + import.str();
}
inline std::string import_file_name(domain::ImportId import) {
    return "import_file.name:" + import.str();
}
inline std::string import_file_key(domain::ImportId import) {
    return "import_file.key:" + import.str();
}
inline std::string import_photo_name(domain::ImportId import) {
    return "import_photo.name:" + import.str();
}
inline std::string batch_step_reason(BatchId batch) {
    return "batch_step.reason:" + batch.str();
}
inline std::string batch_leftover(BatchId batch, std::int64_t row_no) {
    return "batch_leftover.result:" + batch.str() + "." + std::to_string(row_no);
}
/// The spelling is that of the first doubts.
inline std::string doubt_text(domain::DoubtId doubt) {
    return "doubt.text." + doubt.str();
}
inline std::string doubt_message(domain::DoubtId doubt, int seq) {
    return "doubt_message.text:" + doubt.str() + "." + std::to_string(seq);
}
inline std::string doubt_file(domain::DoubtFileId file) {
    return "doubt_file.content:" + file.str();
}
inline std::string doubt_file_name(domain::DoubtFileId file) {
    return "doubt_file.name:" + file.str();
}
inline std::string identity_applicant(domain::IdentityCaseId id) {
    return "identity_case.applicant:" + id.str();
}
inline std::string identity_message(domain::IdentityCaseId id, int seq) {
    return "identity_message.text:" + id.str() + "." + std::to_string(seq);
}
inline std::string identity_file(domain::IdentityFileId file) {
    return "identity_file.content:" + file.str();
}
inline std::string identity_file_name(domain::IdentityFileId file) {
    return "identity_file.name:" + file.str();
}
inline std::string mobile_change(AccountId account) {
    return "mobile_change.mobile:" + account.str();
}
inline std::string paper_note(HolderId holder) {
    return "paper_event.note:" + holder.str();
}
inline std::string certificate_change_reason(HolderId holder) {
    return "certificate_change.reason:" + holder.str();
}
inline std::string authorised_purpose(HolderId holder) {
    return "authorised_use.purpose:" + holder.str();
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
/// Finds what was sent to somebody. A mail address differs from any mobile by its @.
[[nodiscard]] inline crypto::Digest32 recipient_index(const crypto::BlindIndex& index,
                                                      const domain::Recipient& recipient) {
    return index.of(recipient.is_mail() ? "mail" : "mobile", recipient.text());
}
/// Somebody of an OpenID provider. An issuer is a URL, so no line break is in it.
[[nodiscard]] inline crypto::Digest32 provider_subject_index(const crypto::BlindIndex& index,
                                                             std::string_view issuer,
                                                             std::string_view subject) {
    return index.of("provider-subject", std::string(issuer) + "\n" + std::string(subject));
}
/// A session at an OpenID provider.
[[nodiscard]] inline crypto::Digest32 provider_session_index(const crypto::BlindIndex& index,
                                                             std::string_view issuer,
                                                             std::string_view session) {
    return index.of("provider-session", std::string(issuer) + "\n" + std::string(session));
}
/// Finds uploads of somebody who asks the office to look at his documents.
/// @param owner  "account:123", or what names a visitor without one.
[[nodiscard]] inline crypto::Digest32 identity_owner_index(const crypto::BlindIndex& index,
                                                           std::string_view owner) {
    return index.of("identity-owner", owner);
}
/// Finds the rows of imports with a 管理号, in whatever import they are.
[[nodiscard]] inline crypto::Digest32 import_management_index(const crypto::BlindIndex& index,
                                                              std::string_view management_no) {
    return index.of("import-management", management_no);
}
/// Finds the rows of imports with a 证书编号.
[[nodiscard]] inline crypto::Digest32 import_certificate_index(const crypto::BlindIndex& index,
                                                               std::string_view certificate_no) {
    return index.of("import-certificate", certificate_no);
}
/// Finds the rows of imports about one person's result in one qualification and year.
[[nodiscard]] inline crypto::Digest32 import_person_index(const crypto::BlindIndex& index,
                                                          const domain::IdNumber& document,
                                                          std::string_view what) {
    return index.of(
        "import-person",
        std::string(domain::key(document.type)) + "|" + document.number + "|" + std::string(what));
}
/// Finds a photo by what its file is named after: an ID number or a 管理号, normalised.
[[nodiscard]] inline crypto::Digest32 import_photo_index(const crypto::BlindIndex& index,
                                                         std::string_view number) {
    return index.of("import-photo", number);
}

}  // namespace yinxin::storage::personal_columns
