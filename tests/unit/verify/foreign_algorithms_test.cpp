// SPDX-License-Identifier: Apache-2.0
// PDF files sealed with algorithms that our press never uses, by software that is not ours.
#include "support/attacks/attack.hpp"
#include "support/attacks/fresh_copy.hpp"
#include "unit/signing/foreign_seal.hpp"

#include "yinxin/verify/read.hpp"

#include <gtest/gtest.h>

namespace yinxin::verify {
namespace {

class ForeignAlgorithm : public testing::TestWithParam<std::pair<const char*, const char*>> {};

INSTANTIATE_TEST_SUITE_P(Kinds,
                         ForeignAlgorithm,
                         testing::Values(std::pair{"sm2", "sm2-sm3"},
                                         std::pair{"p384", "ecdsa-p384-sha384"},
                                         std::pair{"pss", "rsa-pss-sha512"}),
                         [](const auto& info) { return std::string(info.param.first); });

TEST_P(ForeignAlgorithm, in_a_pdf_is_judged_as_our_own) {
    static attacks::FreshCopy copy(crypto::KeyKind::p256);
    std::optional<test::ForeignSeal> made;
    const std::string file =
        attacks::seal(attacks::with_wide_hole(copy.parts()), [&](std::string_view covered) {
            made.emplace(GetParam().first, covered);
            return made->is_made() ? made->read("seal.der") : Bytes();
        });
    if (made->is_missing()) GTEST_SKIP() << "no JDK or no BouncyCastle";
    const auto judged = [&](std::string_view what) {
        Trust trust;
        trust.store =
            std::make_shared<const crypto::TrustStore>(std::vector{made->certificate("root.crt")});
        const Question question{std::nullopt, copy.now()};
        return judge(read(as_bytes(what)), trust, nullptr, question, copy.now());
    };
    EXPECT_EQ(read(as_bytes(file)).seal->algorithm, GetParam().second);
    const Report good = judged(file);
    EXPECT_EQ(good.verdict, Verdict::valid) << deciding_code(good);
    EXPECT_EQ(good.integrity, Integrity::full);

    std::string changed = file;
    changed[changed.size() / 2] ^= 1;
    const Report bad = judged(changed);
    EXPECT_EQ(bad.verdict, Verdict::invalid);
    EXPECT_EQ(deciding_code(bad), "cms.message_digest_wrong");
}

}  // namespace
}  // namespace yinxin::verify
