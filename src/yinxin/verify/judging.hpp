// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: the steps of judge(), in the order of the table.

#include "yinxin/verify/judge.hpp"

namespace yinxin::verify {

/// Everything one judgement works with and on.
struct Case {
    const Claims& claims;
    const Trust& trust;
    const RegisterAnswer* answer = nullptr;
    const Question& question;
    Instant now{};
    Report& report;
};

/// A row of the table that matched: its verdict and the finding that decided.
struct Row {
    Verdict verdict = Verdict::valid;
    Finding finding;
};

/// Rows 5 to 8: who sealed, when, and whether that person could. Fills signer and time.
[[nodiscard]] std::optional<Row> judge_seal(Case& work);
/// Rows 5 and 6 for the electronic seal of an OFD: who made it, and its own dates.
[[nodiscard]] std::optional<Row> judge_electronic_seal(Case& work,
                                                       std::span<const crypto::Crl> crls);
/// Rows 9 to 11: what the register, or without it the file itself, says about currency. Fills the
/// copy, authenticity and currency.
[[nodiscard]] std::optional<Row> judge_register(Case& work);

[[nodiscard]] inline Row row(Verdict verdict,
                             std::string check,
                             std::string code,
                             std::string clause = {}) {
    return {verdict, {std::move(check), Level::fail, std::move(code), std::move(clause)}};
}

inline void note(Case& work, Level level, std::string check, std::string code) {
    work.report.findings.push_back({std::move(check), level, std::move(code), {}});
}

}  // namespace yinxin::verify
