// SPDX-License-Identifier: Apache-2.0
// Signatures as other people's programs make them: with algorithms that our seals never use.
#include "unit/crypto/openssl_program.hpp"

#include "yinxin/crypto/signature_scheme.hpp"
#include "yinxin/signing/cms_read.hpp"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::signing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view document = "the covered bytes of a document";

/// How the openssl program is asked to sign, and what we call it.
struct Way {
    std::string key;
    std::string digest;
    std::string options;
    std::string name;
};

void PrintTo(const Way& way, std::ostream* out) {
    *out << way.name << way.options;
}

const std::array ways{
    Way{"rsa:2048", "sha256", "", "rsa-sha256"},
    Way{"rsa:2048", "sha384", "", "rsa-sha384"},
    Way{"rsa:2048", "sha512", "", "rsa-sha512"},
    Way{"rsa:2048", "sha256", "-keyopt rsa_padding_mode:pss", "rsa-pss-sha256"},
    Way{"rsa:2048",
        "sha512",
        "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:20",
        "rsa-pss-sha512"},
    Way{"ec -pkeyopt ec_paramgen_curve:P-256", "sha256", "", "ecdsa-p256-sha256"},
    Way{"ec -pkeyopt ec_paramgen_curve:P-256", "sha512", "", "ecdsa-p256-sha512"},
    Way{"ec -pkeyopt ec_paramgen_curve:P-384", "sha384", "", "ecdsa-p384-sha384"},
    Way{"ec -pkeyopt ec_paramgen_curve:P-521", "sha512", "", "ecdsa-p521-sha512"},
};

const Way& unsupported_way() {
    static const Way way{"ec -pkeyopt ec_paramgen_curve:secp256k1", "sha256", "", ""};
    return way;
}

ReceivedCms sign(const test::ScratchDirectory& directory, const Way& way) {
    directory.write("document", document);
    const auto made = test::openssl(directory,
                                    "req -x509 -newkey " + way.key +
                                        " -nodes -keyout key.pem -out certificate.pem"
                                        " -subj /CN=Stranger -days 30");
    if (made.status != 0) throw std::runtime_error(made.output);
    const auto signed_by = test::openssl(
        directory,
        "cms -sign -binary -cades -in document -signer certificate.pem -inkey key.pem -md " +
            way.digest + " " + way.options + " -outform DER -out cms.der");
    if (signed_by.status != 0) throw std::runtime_error(signed_by.output);
    const auto cms = ReceivedCms::parse(*read_file(directory / "cms.der"));
    if (!cms) throw std::runtime_error(cms.error().describe());
    return *cms;
}

std::vector<CmsProblem> check(const ReceivedCms& cms, std::string_view content) {
    const std::array pieces{as_bytes(content)};
    return check_cms(cms, *crypto::digest_named(cms.signer()->digest_oid, pieces));
}

class ForeignCms : public testing::TestWithParam<Way> {
  protected:
    test::ScratchDirectory directory_;
};

INSTANTIATE_TEST_SUITE_P(Ways, ForeignCms, testing::ValuesIn(ways));

TEST_P(ForeignCms, is_verified_and_called_by_its_name) {
    const ReceivedCms cms = sign(directory_, GetParam());
    EXPECT_THAT(check(cms, document), IsEmpty());
    EXPECT_EQ(name_of_algorithm(cms), GetParam().name);
}

TEST_P(ForeignCms, is_refused_over_another_document) {
    const ReceivedCms cms = sign(directory_, GetParam());
    EXPECT_THAT(check(cms, "another document"), ElementsAre(CmsProblem::message_digest_wrong));
}

TEST_P(ForeignCms, is_refused_when_its_value_was_changed) {
    const ReceivedCms cms = sign(directory_, GetParam());
    Bytes changed = *read_file(directory_ / "cms.der");
    const BytesView value = cms.signer()->signature;
    const auto at = std::ranges::search(changed, value).begin();
    at[static_cast<std::ptrdiff_t>(value.size()) - 1] ^= 1;
    const auto reread = ReceivedCms::parse(changed);
    ASSERT_TRUE(reread) << reread.error().describe();
    EXPECT_THAT(check(*reread, document), ElementsAre(CmsProblem::signature_wrong));
}

TEST(ForeignKeys, of_a_curve_we_do_not_know_are_unsupported_and_not_wrong) {
    const test::ScratchDirectory directory;
    const ReceivedCms cms = sign(directory, unsupported_way());
    EXPECT_THAT(check(cms, document), ElementsAre(CmsProblem::signature_unsupported));
    EXPECT_EQ(name_of_algorithm(cms), "");
}

TEST(ForeignDigests, other_than_sha2_and_sm3_are_unsupported) {
    const test::ScratchDirectory directory;
    const ReceivedCms cms = sign(directory, {"rsa:2048", "sha3-256", "", ""});
    EXPECT_FALSE(crypto::digest_named(cms.signer()->digest_oid, {}));
    const auto problems = check_cms(cms, crypto::sha256(as_bytes(document)));
    EXPECT_THAT(problems, testing::Contains(CmsProblem::digest_unsupported));
    EXPECT_THAT(problems, testing::Contains(CmsProblem::signature_unsupported));
}

}  // namespace
}  // namespace yinxin::signing
