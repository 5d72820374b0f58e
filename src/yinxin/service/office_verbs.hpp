// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/signed_requests.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What signed requests can do. A verb reads texts and calls the use case that the page calls: no
/// rule lives here, so that there is one path of checks. docs/office-cli.md says how to add one.
namespace yinxin::service {

/// Answers with a JSON object. In Mode::rehearse it changes nothing and says what it would do.
using RunVerb = Task<Result<std::string>> (*)(Services& services, SignedRequest request);

struct OfficeVerb {
    std::string_view name;
    std::vector<std::string_view> parameters;  ///< all it knows; another one is refused
    RunVerb run = nullptr;
};

/// Every verb there is.
[[nodiscard]] std::span<const OfficeVerb> office_verbs();

/// @error unsupported  no such verb
/// @error invalid_input  a parameter the verb does not know; param `field`
/// and what the verb's use case refuses
[[nodiscard]] Task<Result<std::string>> run_office_verb(Services& services, SignedRequest request);

/// 待复核事项. proposals: (none). propose: kind, object, reason, decision_no, effective_at; the
/// body is an attachment. stop (by one person, at once): object, reason. decide: proposal,
/// decision, note. withdraw: proposal.
[[nodiscard]] Task<Result<std::string>> verb_proposals(Services& services, SignedRequest request);
[[nodiscard]] Task<Result<std::string>> verb_propose(Services& services, SignedRequest request);
[[nodiscard]] Task<Result<std::string>> verb_stop(Services& services, SignedRequest request);
[[nodiscard]] Task<Result<std::string>> verb_decide(Services& services, SignedRequest request);
[[nodiscard]] Task<Result<std::string>> verb_withdraw(Services& services, SignedRequest request);
/// Who works here: (none).
[[nodiscard]] Task<Result<std::string>> verb_staff(Services& services, SignedRequest request);

/// 导入. import: qualification, year, issuer; the body is a table. photos: import; the body is an
/// archive. imports: (none), or import. submit: import, release_at, reason, decision_no,
/// leave_faulty ("yes"). discard: import.
[[nodiscard]] Task<Result<std::string>> verb_import(Services& services, SignedRequest request);
[[nodiscard]] Task<Result<std::string>> verb_photos(Services& services, SignedRequest request);
[[nodiscard]] Task<Result<std::string>> verb_imports(Services& services, SignedRequest request);
[[nodiscard]] Task<Result<std::string>> verb_submit(Services& services, SignedRequest request);
[[nodiscard]] Task<Result<std::string>> verb_discard(Services& services, SignedRequest request);

}  // namespace yinxin::service
