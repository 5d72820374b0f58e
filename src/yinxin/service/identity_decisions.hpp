// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/certificates.hpp"
#include "yinxin/service/identity_story.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/storage/persons.hpp"

#include <optional>
#include <string>
#include <vector>

/// 身份核实, the office's side: the queue, the comparison with the register, and a result that two
/// people come to.
namespace yinxin::service {

inline constexpr int identity_cases_on_a_page = 50;

struct IdentityLine {
    storage::IdentityCase request;
    std::string name;           ///< as the applicant states it
    std::string masked_number;  ///< the same
};
struct IdentityQueue {
    std::vector<IdentityLine> lines;
    bool has_more = false;
};
/// @error forbidden
[[nodiscard]] Task<Result<IdentityQueue>> list_identity_queue(Services& services,
                                                              domain::StaffActor actor,
                                                              storage::IdentityFilter filter,
                                                              int page);

/// An account that is bound to a candidate: what a recovery would give a new mobile.
struct CandidateAccount {
    AccountId account;
    std::string masked_login;
    std::string masked_mobile;
    std::optional<Instant> last_login_at;
    bool has_second_factor = false;  ///< a recovery takes it away
};
/// Somebody in the register who may be the applicant, of the actor's own authority.
struct IdentityCandidate {
    HolderId holder;
    std::vector<storage::PersonNameFact> names;          ///< the current one first
    std::vector<storage::PersonDocumentFact> documents;  ///< current ones first
    std::string masked_mobile;                           ///< on the exam record; empty: none
    bool name_fits = false;      ///< the stated name is one of these, present or former
    bool document_fits = false;  ///< the stated number is one of these
    std::vector<storage::CertificateRecord> certificates;
    std::vector<CandidateAccount> accounts;
};

/// The same of one person, without certificates; whether the names and numbers fit what is stated.
Result<IdentityCandidate> read_candidate(storage::Reader& reader,
                                         const Services& services,
                                         HolderId holder,
                                         const storage::StatedPerson& stated);

struct IdentitySheet {
    IdentityStory story;
    std::string masked_login;  ///< of the account that asks; empty: none
    std::vector<IdentityCandidate> candidates;
    std::vector<ProposalView> proposals;  ///< about this request, the latest first
    bool may_ask = false;
    bool may_propose = false;
};
/// Everything about one request. The candidates are those with the stated number, and with the
/// 管理号 or 证书编号 that was typed. Each call is one audit event.
/// @param number  empty: by the stated number alone
/// @error forbidden, not_found, certificate.number_invalid (param `field` "number")
[[nodiscard]] Task<Result<IdentitySheet>> find_identity_sheet(Services& services,
                                                              domain::StaffActor actor,
                                                              domain::IdentityCaseId id,
                                                              std::string number);
/// @error not_found
[[nodiscard]] Task<Result<IdentityEvidence>> load_applicants_evidence(Services& services,
                                                                      domain::StaffActor actor,
                                                                      domain::IdentityCaseId id,
                                                                      domain::IdentityFileId file);

/// More is needed: the applicant reads it and replies. One person may ask.
/// @error doubt.text_invalid (param `field` "question"), forbidden, not_found, doubt.closed
[[nodiscard]] Task<Result<void>> ask_applicant(Services& services,
                                               domain::StaffActor actor,
                                               domain::IdentityCaseId id,
                                               std::string question);

enum class IdentityOutcome { confirm, refuse };
struct IdentityWish {
    IdentityOutcome outcome = IdentityOutcome::refuse;
    HolderId holder;     ///< if confirmed
    AccountId account;   ///< if something about an account is confirmed
    std::string reason;  ///< what was compared; of a refusal the applicant reads it
};
/// Prepares the result; somebody else decides on it (proposals.hpp).
/// @error invalid_input  param `field` "choice": nobody was chosen, or not one of this authority
/// @error doubt.closed, forbidden, not_found, office.reason_missing, conflict
[[nodiscard]] Task<Result<domain::ProposalId>> propose_identity(Services& services,
                                                                domain::StaffActor actor,
                                                                domain::IdentityCaseId id,
                                                                IdentityWish wish);

}  // namespace yinxin::service
