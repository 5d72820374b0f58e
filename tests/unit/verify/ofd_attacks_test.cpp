// SPDX-License-Identifier: Apache-2.0
// Every hostile OFD is refused, for its own reason: with the register and without. What is spoiled
// comes fresh from our own press.
#include "support/ofd/ofd_attacks.hpp"

#include "yinxin/verify/read.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace yinxin::ofd {
namespace {

using verify::Report;
using verify::Verdict;

class AttackedOfd : public testing::TestWithParam<Family> {
  protected:
    enum class Register { asked, not_asked };

    static Report judged(const FreshOfd& ofd, const Attack& attack, Register asked) {
        const verify::Claims claims = verify::read(as_bytes(attack.file));
        verify::Trust trust = ofd.trust(attack.crls);
        if (attack.is_pinned) trust.pinned_signers = {ofd.signer().certificate.der()};
        const verify::RegisterAnswer answer = ofd.register_answer(claims);
        const Instant at = attack.at.value_or(ofd.now());
        return verify::judge(
            claims, trust, asked == Register::asked ? &answer : nullptr, {std::nullopt, at}, at);
    }
    static bool has(const Report& report, std::string_view code) {
        return std::ranges::any_of(
            report.findings, [&](const verify::Finding& finding) { return finding.code == code; });
    }
    static void expect(const Report& report, const attacks::Answer& answer) {
        std::string told;
        for (const verify::Finding& finding : report.findings)
            told += "\n  " + finding.code;
        EXPECT_EQ(domain::key(report.verdict), domain::key(answer.verdict)) << told;
        EXPECT_EQ(verify::deciding_code(report), answer.code) << told;
    }
};

TEST_P(AttackedOfd, files_are_refused_for_the_right_reason) {
    FreshOfd ofd(Package::pressed);
    for (const Attack& attack : GetParam().make(ofd)) {
        SCOPED_TRACE(attack.name);
        const Report alone = judged(ofd, attack, Register::not_asked);
        expect(alone, attack.alone);
        EXPECT_TRUE(attack.noted.empty() || has(alone, attack.noted)) << attack.noted;
        const Report report = judged(ofd, attack, Register::asked);
        expect(report, attack.registered);
        EXPECT_NE(report.verdict, Verdict::valid);
        EXPECT_NE(report.authenticity, verify::Authenticity::issued);
    }
}

INSTANTIATE_TEST_SUITE_P(, AttackedOfd, testing::ValuesIn(families()), [](const auto& info) {
    return std::string(info.param.name);
});

}  // namespace
}  // namespace yinxin::ofd
