// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/bindings.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/accounts.hpp"

#include <optional>
#include <string>
#include <vector>

/// The steps every kind of binding takes, whatever its proof.
namespace yinxin::service {

/// The claim, read: a management number, or else a year.
struct ReadClaim {
    std::string management_number;
    std::int64_t exam_year = 0;
};
/// @error certificate.number_invalid, invalid_input  param `field`
Result<ReadClaim> read_claim(const BindingClaim& claim);
/// Whether a released certificate of the person has that number, or is of that year.
Result<bool> fits_claim(storage::Reader& reader, HolderId holder, const ReadClaim& claim);

/// Binds, records the attempt and ends a request to the office: what every binding does. By itself
/// for an import alone, which tells nobody and whose audit names the operator.
Result<void> put_binding(storage::Transaction& transaction,
                         const storage::DataKeys& keys,
                         AccountId account,
                         HolderId holder,
                         storage::BindingProof proof,
                         Instant now);

/// The same with what everybody else's binding leaves behind: a message to the mobile on the exam
/// record, the audit event.
Result<void> keep_binding(storage::Transaction& transaction,
                          const Services& services,
                          AccountId account,
                          HolderId holder,
                          storage::BindingProof proof,
                          Instant now);

/// A person whose certificates the claim fits, and what a right code then does.
struct ProvedPerson {
    HolderId holder;
    storage::BindingProof proof = storage::BindingProof::management_number;
    std::optional<domain::PersonName> name;    ///< corrected, to be put on the account
    std::optional<domain::IdNumber> document;  ///< the same
};

[[nodiscard]] std::vector<std::string> pack_proof(const ProvedPerson& proved);
/// @error malformed
Result<ProvedPerson> unpack_proof(const std::vector<std::string>& facts);

/// What binding codes of an account are found by.
[[nodiscard]] crypto::Digest32 binding_subject(const storage::DataKeys& keys, AccountId account);

/// @error account.already_bound, account.binding_needs_office, too_many_requests
Result<void> check_may_begin(storage::Transaction& transaction,
                             const Services& services,
                             AccountId account,
                             Instant now);

/// Opens a request for a code; without a proof one that looks the same and that no code fits.
/// @return the refusal, as a value, so that what was counted stays; none: go on to the code.
Result<std::optional<Error>> open_binding(storage::Transaction& transaction,
                                          const Services& services,
                                          AccountId account,
                                          const std::optional<ProvedPerson>& proved,
                                          Language language,
                                          Instant now);

}  // namespace yinxin::service
