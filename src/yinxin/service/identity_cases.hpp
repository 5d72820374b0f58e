// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/identity_story.hpp"

#include <optional>
#include <string>
#include <vector>

/// 身份核实, the applicant's side: state one's case, attach evidence, add to it, read the answer.
namespace yinxin::service {

/// Whose uploads they are until they are sent: an account's, or those of a visitor who has proved
/// nothing but a mobile (recovery). The name is kept as a keyed hash only.
struct IdentityOwner {
    std::string name;
};
[[nodiscard]] IdentityOwner identity_owner(AccountId account);
[[nodiscard]] IdentityOwner identity_owner(const Secret& ticket);

/// A file as it was chosen.
struct IdentityUpload {
    std::string name;
    Bytes content;
};
/// Keeps a file for the message it will be sent with, so that a form that is refused does not lose
/// it; what is not sent within a day is deleted.
/// @error office.attachment_refused  none of PDF, PNG and JPEG, or larger than 5 MiB
/// @error too_many_requests  a dozen wait to be sent
[[nodiscard]] Task<Result<storage::IdentityFile>> keep_identity_file(Services& services,
                                                                     IdentityOwner owner,
                                                                     IdentityUpload upload);
/// Those of the files that this owner keeps, in the order of the ids; others are left out.
[[nodiscard]] Task<Result<std::vector<storage::IdentityFile>>> find_kept_identity_files(
    Services& services, IdentityOwner owner, std::vector<domain::IdentityFileId> ids);

/// What was typed, with files that were kept before.
struct IdentityForm {
    std::string issuer_id;  ///< whose office; of an addition nobody asks
    std::string text;
    std::vector<domain::IdentityFileId> files;
};
/// Asks the office to confirm who an account's owner is. Works whatever the register knows: without
/// a mobile on the exam record, and after too many wrong proofs.
/// @return the number people quote.
/// @error invalid_input  param `field` "issuer": none of the issuing bodies
/// @error doubt.text_invalid  param `field` "text"
/// @error account.binding_required  the account does not say whose it is
/// @error account.already_bound
/// @error conflict  one is not settled
/// @error not_found  a file
[[nodiscard]] Task<Result<domain::IdentityCaseId>> request_office_confirmation(Services& services,
                                                                               AccountId account,
                                                                               IdentityForm form);

/// Somebody without any way into his account, who has proved the mobile he wants it to have.
struct RecoveryApplicant {
    IdentityApplicant applicant;
    IdentityOwner owner;
};
/// Asks the office for an account. @return the number people quote.
/// @error as request_office_confirmation, without the account's own
Result<domain::IdentityCaseId> request_office_recovery(storage::Transaction& transaction,
                                                       const Services& services,
                                                       const RecoveryApplicant& applicant,
                                                       const IdentityForm& form,
                                                       Instant now);
/// The same of another kind, by somebody without an account.
Result<domain::IdentityCaseId> request_of_nobody(storage::Transaction& transaction,
                                                 const Services& services,
                                                 domain::IdentityCaseKind kind,
                                                 const RecoveryApplicant& applicant,
                                                 const IdentityForm& form,
                                                 Instant now);
/// What is wrong with the form in itself. @error invalid_input (issuer), doubt.text_invalid (text)
Result<IdentityForm> check_identity_form(const Services& services, IdentityForm form);

/// Adds to a request, whoever made it; after a question it is the reply.
/// @error doubt.closed, not_found (a file)
Result<void> add_to_request(storage::Transaction& transaction,
                            const Services& services,
                            const storage::IdentityCase& request,
                            const IdentityOwner& owner,
                            const IdentityForm& form,
                            Instant now);

/// The newest request of an account, settled or not; none: it never made one.
[[nodiscard]] Task<Result<std::optional<IdentityStory>>> find_own_identity_case(Services& services,
                                                                                AccountId account);
/// Adds to a request that is not settled; after a question it is the reply, and the office's clock
/// runs again. @error doubt.text_invalid, doubt.closed, not_found
[[nodiscard]] Task<Result<void>> add_to_identity_case(Services& services,
                                                      AccountId account,
                                                      IdentityForm form);
/// @error not_found
[[nodiscard]] Task<Result<IdentityEvidence>> load_own_evidence(Services& services,
                                                               AccountId account,
                                                               domain::IdentityFileId id);

/// Deletes files that were uploaded a day ago and never sent, and those of requests that were
/// settled long enough ago. @return how many.
Result<std::int64_t> forget_identity_files(const Services& services, Instant now);

}  // namespace yinxin::service
