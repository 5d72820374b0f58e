// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/doubt_directory.hpp"
#include "yinxin/service/proposal_effects.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// 答复分工: which correspondents of an authority answer which doubts, and by when. Kept as a
/// versioned text of its own for each authority (reference_text "doubts/<issuer>"), changed with
/// four eyes.
namespace yinxin::service {

/// One authority's directory as it is in force; without a text of its own, the usual one.
struct DirectoryInForce {
    std::int64_t version = 0;  ///< 0: no text was ever published
    domain::DoubtDirectory directory;
};
/// @error config.invalid  the text in force is not one.
Result<DirectoryInForce> load_doubt_directory(storage::Reader& reader,
                                              std::string_view issuer_id,
                                              Instant now);
/// Publishes the first directory of an authority, for the demonstration and for tools.
Result<void> publish_doubt_directory(storage::Transaction& transaction,
                                     std::string_view issuer_id,
                                     std::int64_t version,
                                     const domain::DoubtDirectory& directory,
                                     Instant now);

/// "doubts:<issuer>", what proposals about a directory name.
[[nodiscard]] std::string directory_object(std::string_view issuer_id);
[[nodiscard]] bool is_directory_object(std::string_view object);

/// @error forbidden, not_found  another authority's.
[[nodiscard]] Task<Result<DirectoryInForce>> find_doubt_directory(Services& services,
                                                                  domain::StaffActor actor,
                                                                  std::string issuer_id);
/// What somebody typed; `version` is the one that stood in the form.
struct DirectoryWish {
    std::string issuer_id;
    std::int64_t version = 0;
    std::string answer_days;
    std::string desks;  ///< domain::parse_desks
    std::string reason;
};
/// Prepares a change; a second person decides on it.
/// @error invalid_input  param `field`: answer_days, desks (with `line`, `reason`, `word`)
/// @error text.edited_meanwhile  another version is in force by now
/// @error conflict  one waits already
/// @error as propose
[[nodiscard]] Task<Result<domain::ProposalId>> propose_doubt_directory(Services& services,
                                                                       domain::StaffActor actor,
                                                                       DirectoryWish wish);
/// The case of change_rules that concerns a directory: publishes it and puts every unsettled doubt
/// of the authority on its desk. @error proposal.outdated
Result<void> apply_doubt_directory(storage::Transaction& transaction, const Effect& effect);

/// The desks somebody looks after: a wish about what the queue shows, no permission.
[[nodiscard]] Task<Result<void>> choose_own_desks(Services& services,
                                                  domain::StaffActor actor,
                                                  std::string issuer_id,
                                                  std::vector<std::string> desks);

}  // namespace yinxin::service
