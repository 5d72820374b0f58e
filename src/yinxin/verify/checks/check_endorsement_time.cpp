// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {
namespace {

struct Period {
    std::optional<Instant> from;
    std::optional<Instant> until;
};

/// As the register has it; without the register as the file says of itself.
Period period_of(const Case& work) {
    if (work.answer == nullptr) return {work.report.face.made_at, work.report.face.valid_until};
    const std::optional<RegisteredCopy>& copy = work.report.copy;
    if (!copy || !copy->has_endorsement) return {};
    return {copy->applied_at, copy->valid_until};
}

Row out_of_time(Case& work, const char* code) {
    work.report.currency = Currency::expired;
    return row(Verdict::expired,
               "endorsement",
               code,
               "verdict table, row 11: from its beginning up to, and not including, its end");
}

}  // namespace

/// Half-open: the end itself is over (design section 2, limits).
std::optional<Row> check_endorsement_time(Case& work) {
    const Period period = period_of(work);
    const Instant at = work.question.at;
    if (!period.until) return std::nullopt;
    if (at >= *period.until) return out_of_time(work, "endorsement.expired");
    if (period.from && at < *period.from) return out_of_time(work, "endorsement.not_yet");
    return std::nullopt;
}

}  // namespace yinxin::verify
