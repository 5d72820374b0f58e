// SPDX-License-Identifier: Apache-2.0
// Files as uploaded: read and judged. Nobody is trusted, so that whatever the fuzzer makes of the
// seeds can never be valid.
#include "fuzz/input.hpp"

#include "yinxin/verify/judge.hpp"
#include "yinxin/verify/read.hpp"

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const verify::Claims claims = verify::read(BytesView(data, size));
    fuzz::must(claims.size == size);
    constexpr Instant at = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
    const verify::Report report = verify::judge(claims, {}, nullptr, {std::nullopt, at}, at);
    fuzz::must(report.verdict != verify::Verdict::valid);
    fuzz::must(!report.findings.empty());
    return 0;
}
