// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: what the checks of judge() work on, and how they answer.

#include "yinxin/verify/judge.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace yinxin::verify {

/// The clocks of a signer, an authority and ours may differ by a few minutes, not by hours.
inline constexpr std::chrono::minutes clock_tolerance{10};

/// One file in front of the judge.
struct Case {
    const Claims& claims;
    const Trust& trust;
    const RegisterAnswer* answer = nullptr;  ///< nullptr: the register is not asked
    const Question& question;
    Instant now{};
    Report& report;

    // Read from claims.seal before the first check.
    std::shared_ptr<const crypto::TrustStore> store{};  ///< never nullptr; empty: nobody is trusted
    std::optional<crypto::Certificate> signer{};
    std::vector<crypto::Certificate> others{};
    std::vector<crypto::Crl> crls{};

    /// The path of the signer as of a time: see TrustStore::verify.
    [[nodiscard]] Result<crypto::TrustedPath> path_at(Instant at) const {
        return store->verify(*signer, others, at, crls);
    }
};

/// A row of the table that matched: its verdict and the finding that decided.
struct Row {
    Verdict verdict = Verdict::valid;
    Finding finding;
};

[[nodiscard]] inline Row row(Verdict verdict,
                             std::string check,
                             std::string code,
                             std::string clause) {
    return {verdict, {std::move(check), Level::fail, std::move(code), std::move(clause)}};
}

inline void note(
    Case& work, Level level, std::string check, std::string code, std::string clause = {}) {
    work.report.findings.push_back({std::move(check), level, std::move(code), std::move(clause)});
}

/// The finding that read() put down first among those that fail; `otherwise` when it put down none.
[[nodiscard]] inline Finding first_failure(const Claims& claims, const char* otherwise) {
    for (const Finding& finding : claims.findings) {
        if (finding.level == Level::fail) return finding;
    }
    return {"file", Level::fail, otherwise, {}};
}

/// INVALID; ALTERED where the register knows the copy this file is or says it is: it was ours once.
[[nodiscard]] inline Verdict verdict_on_change(const Case& work) {
    const bool is_named = work.answer != nullptr && (work.answer->named || work.answer->identical);
    return is_named ? Verdict::altered : Verdict::invalid;
}

/// Certificate or endorsement withdrawn (row 10).
[[nodiscard]] inline Row withdrawn(Case& work, std::string check, std::string code) {
    work.report.currency = Currency::withdrawn;
    return row(Verdict::revoked,
               std::move(check),
               std::move(code),
               "verdict table, row 10: what was withdrawn does not stand, whatever its dates");
}

}  // namespace yinxin::verify
