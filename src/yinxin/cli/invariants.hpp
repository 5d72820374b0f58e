// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/data_directory.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// `yinxin fsck --invariants`: what must hold after every fault (docs/invariants.md).
namespace yinxin::cli {

/// One thing that must hold, and what was found.
struct InvariantCheck {
    std::string invariant;  ///< "I1" … "I12"
    std::string code;       ///< stable: "endorsement.over_quota"
    std::string says;       ///< what must hold, in words
    std::int64_t rows = 0;  ///< looked at
    std::int64_t violations = 0;
    std::vector<std::string> findings;  ///< the first hundred: ids and states, no personal data
};

struct InvariantReport {
    std::vector<InvariantCheck> checks;

    [[nodiscard]] bool is_whole() const noexcept;
};

/// What is compared beside the database.
struct InvariantEvidence {
    std::filesystem::path journal;  ///< of a client, for I4; empty: none
    std::filesystem::path witness;  ///< of the audit, for I5 and I12; empty: none
};

/// Looks at the whole register as the reader sees it; files are read by check_data.
/// @error file.missing, malformed  journal or witness;  storage.unavailable
[[nodiscard]] Result<InvariantReport> check_invariants(storage::Reader& reader,
                                                       const config::Settings& settings,
                                                       const InvariantEvidence& evidence,
                                                       Instant now);
/// The same in one snapshot.
[[nodiscard]] Result<InvariantReport> check_invariants(storage::Store& store,
                                                       const config::Settings& settings,
                                                       const InvariantEvidence& evidence,
                                                       Instant now);

}  // namespace yinxin::cli
