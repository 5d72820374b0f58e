// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/identity_case.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Rows of 身份核实: requests of people whom no code can reach, and what was said about them.
namespace yinxin::storage {

/// What somebody asks the office for.
struct NewIdentityCase {
    domain::IdentityCaseId id;
    domain::IdentityCaseKind kind = domain::IdentityCaseKind::binding;
    std::optional<AccountId> account;  ///< none: somebody who cannot log in
    std::string issuer_id;             ///< whose office looks at it
    std::string applicant;             ///< who he says to be, in the words of the service; sealed
    std::string statement;
    Instant requested_at{};
};
/// @error conflict  the account has one that is not settled.
Result<void> insert_identity_case(Transaction& transaction,
                                  const DataKeys& keys,
                                  const NewIdentityCase& request);

struct IdentityCase {
    domain::IdentityCaseId id;
    domain::IdentityCaseKind kind = domain::IdentityCaseKind::binding;
    AccountId account;  ///< 0: none
    std::string issuer_id;
    domain::IdentityCaseState state = domain::IdentityCaseState::open;
    std::string applicant;
    Instant requested_at{};
    Instant waits_since{};  ///< since when the office owes the next step
    domain::StaffId proposed_by;
    domain::StaffId decided_by;
    std::optional<Instant> settled_at;
};
Result<std::optional<IdentityCase>> find_identity_case(Reader& reader,
                                                       const DataKeys& keys,
                                                       domain::IdentityCaseId id);
/// The newest request of an account, settled or not.
Result<std::optional<IdentityCase>> find_newest_identity_case(Reader& reader,
                                                              const DataKeys& keys,
                                                              AccountId account);

/// What stands in the queue's address.
struct IdentityFilter {
    std::string show;  ///< a state's key; "settled"; empty: everything that is not
    std::string kind;  ///< a kind's key; empty: both
};
/// What waits longest first, and what waits for the applicant last; settled ones: the latest first.
Result<std::vector<IdentityCase>> list_identity_cases(Reader& reader,
                                                      const DataKeys& keys,
                                                      std::string_view issuer_id,
                                                      const IdentityFilter& filter,
                                                      int most,
                                                      int skip);
Result<std::int64_t> count_waiting_identity_cases(Reader& reader, std::string_view issuer_id);

// Steps of a request's life. @error conflict  it is not in a state the step begins from.
Result<void> set_identity_asked(Transaction& transaction, domain::IdentityCaseId id);
/// @param from  asked (the applicant replied) or proposed (it came to nothing)
Result<void> set_identity_open(Transaction& transaction,
                               domain::IdentityCaseId id,
                               domain::IdentityCaseState from,
                               Instant now);
Result<void> set_identity_proposed(Transaction& transaction,
                                   domain::IdentityCaseId id,
                                   domain::StaffId staff);
/// @param state  confirmed, refused
Result<void> settle_identity_case(Transaction& transaction,
                                  const IdentityCase& request,
                                  domain::IdentityCaseState state,
                                  domain::StaffId staff,
                                  Instant now);
/// Nobody needs it any more: its account was bound by other means. Nothing open: nothing happens.
Result<void> withdraw_identity_case(Transaction& transaction,
                                    const DataKeys& keys,
                                    AccountId account,
                                    Instant now);

struct IdentityMessage {
    int seq = 0;
    domain::IdentityMessageKind kind = domain::IdentityMessageKind::addition;
    std::int64_t author = 0;  ///< account or staff; 0: somebody without an account
    std::string text;
    Instant written_at{};
};
/// @return its number. @error too_many_requests  a request has most_doubt_messages
Result<int> add_identity_message(Transaction& transaction,
                                 const DataKeys& keys,
                                 domain::IdentityCaseId id,
                                 const IdentityMessage& message);
/// In order, the statement first.
Result<std::vector<IdentityMessage>> list_identity_messages(Reader& reader,
                                                            const DataKeys& keys,
                                                            domain::IdentityCaseId id);

}  // namespace yinxin::storage
