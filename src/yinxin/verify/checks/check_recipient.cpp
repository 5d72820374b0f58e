// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

/// For whom the copy was made, when the verifier says who he is. Weighs nothing: the copy is what
/// it is, and whether it may be used here is for the verifier to decide.
std::optional<Row> check_recipient(Case& work) {
    const std::optional<std::string>& asked = work.question.recipient;
    if (!asked || asked->empty()) return std::nullopt;
    const RegisteredCopy* copy = work.report.copy ? &*work.report.copy : nullptr;
    const std::string& printed = copy != nullptr ? copy->recipient : work.report.face.recipient;
    if (printed.empty()) {
        note(work, Level::info, "recipient", "recipient.not_named");
        return std::nullopt;
    }
    // As typed, but for white space: what was printed went through the same.
    const Result<std::string> line = domain::parse_recipient(*asked);
    if (line && *line == printed) {
        note(work, Level::info, "recipient", "recipient.same");
    } else {
        note(work, Level::warning, "recipient", "recipient.other");
    }
    return std::nullopt;
}

}  // namespace yinxin::verify
