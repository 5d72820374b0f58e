// SPDX-License-Identifier: Apache-2.0
// Every hostile file is refused, for its own reason: with the register and without, whether our
// seals are P-256 or RSA-3072.
#include "support/attacks/attack.hpp"
#include "support/attacks/families.hpp"

#include "yinxin/verify/read.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::attacks {
namespace {

using verify::Report;
using verify::Verdict;

std::string told(const Report& report) {
    std::string out(domain::key(report.verdict));
    for (const verify::Finding& finding : report.findings) {
        out += "\n  " + finding.code + (finding.level == verify::Level::fail ? "" : " (no fault)");
    }
    return out;
}

enum class Register { asked, not_asked };

class Attacked : public testing::TestWithParam<std::tuple<Family, crypto::KeyKind>> {
  protected:
    [[nodiscard]] static Report judged(FreshCopy& copy, const Attack& attack, Register asked) {
        const verify::Claims claims = verify::read(as_bytes(attack.file));
        verify::Trust trust = copy.trust(attack.crls);
        if (attack.is_pinned) trust.pinned_signers = {copy.ours().certificate.der()};
        const verify::RegisterAnswer answer = copy.register_answer(claims);
        const Instant at = attack.at.value_or(copy.now());
        return verify::judge(
            claims, trust, asked == Register::asked ? &answer : nullptr, {std::nullopt, at}, at);
    }
    [[nodiscard]] static bool has(const Report& report, const std::string& code) {
        return std::ranges::any_of(
            report.findings, [&](const verify::Finding& finding) { return finding.code == code; });
    }
    static void expect(const Report& report, const Answer& answer) {
        EXPECT_EQ(report.verdict, answer.verdict) << told(report);
        EXPECT_EQ(verify::deciding_code(report), answer.code) << told(report);
    }
    FreshCopy copy_{std::get<1>(GetParam())};
};

TEST_P(Attacked, files_are_refused_for_the_right_reason) {
    for (const Attack& attack : std::get<0>(GetParam()).make(copy_)) {
        SCOPED_TRACE(attack.name);
        {
            SCOPED_TRACE("alone");
            const Report report = judged(copy_, attack, Register::not_asked);
            expect(report, attack.alone);
            EXPECT_TRUE(attack.noted.empty() || has(report, attack.noted)) << told(report);
        }
        SCOPED_TRACE("with the register");
        const Report report = judged(copy_, attack, Register::asked);
        expect(report, attack.registered);
        EXPECT_NE(report.verdict, Verdict::valid);
        EXPECT_NE(report.authenticity, verify::Authenticity::issued);
    }
}

INSTANTIATE_TEST_SUITE_P(
    ,
    Attacked,
    testing::Combine(testing::ValuesIn(families()),
                     testing::Values(crypto::KeyKind::p256, crypto::KeyKind::rsa3072)),
    [](const auto& info) {
        const bool is_rsa = std::get<1>(info.param) == crypto::KeyKind::rsa3072;
        return std::string(std::get<0>(info.param).name) + (is_rsa ? "_rsa3072" : "_p256");
    });

}  // namespace
}  // namespace yinxin::attacks
