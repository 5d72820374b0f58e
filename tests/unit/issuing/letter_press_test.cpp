// SPDX-License-Identifier: Apache-2.0
#include "yinxin/issuing/letter_press.hpp"

#include "support/programs.hpp"
#include "support/small_house.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using testing::HasSubstr;

documents::Letter letter() {
    documents::Letter one;
    one.title = "核验回执";
    one.number = "HZ20261123-000001234561";
    one.headline = "真实有效";
    one.author = "演示证照服务";
    one.made_at = format_civil(house_opens);
    return one;
}

class Letters : public testing::TestWithParam<Timestamps> {};

TEST_P(Letters, are_sealed_so_that_other_software_believes_them) {
    if (!is_installed("pdfsig")) GTEST_SKIP() << "pdfsig is not installed";
    ScratchHouse house(GetParam());
    const Bytes file = sure(house->seals().letters->seal(letter(), house_opens));
    const auto path = house.directory() / "letter.pdf";
    sure(write_file_durably(path, file));
    const Said said = run_program("pdfsig -nocert " + path.string());
    EXPECT_THAT(said.output, HasSubstr("Signature Validation: Signature is Valid."));
    EXPECT_THAT(said.output, HasSubstr("Total document signed"));
    EXPECT_THAT(said.output, HasSubstr("ETSI.CAdES.detached"));
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutTime,
                         Letters,
                         testing::Values(Timestamps::off, Timestamps::on));

TEST(LetterPress, seals_nothing_it_could_not_verify_itself) {
    ScratchHouse house;
    // Long after every certificate of the house has ended.
    const auto refused = house->seals().letters->seal(letter(), house_opens + Days(30 * 365));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::sealed_file_refused);
}

TEST(LetterPress, signs_json_so_that_openssl_believes_it) {
    if (!is_installed("python3")) GTEST_SKIP() << "python3 is not installed";
    ScratchHouse house;
    const std::string json = R"({"verdict":"VALID","name":"王*"})";
    const std::string jws = sure(house->seals().letters->sign(json));
    const auto folder = house.directory();
    sure(write_file_durably(folder / "receipt.json", as_bytes(jws)));
    // Takes the JWS apart with Python's own decoder; openssl checks the signature.
    sure(write_file_durably(folder / "apart.py", as_bytes(R"(
import base64, json, sys
jws = json.load(open(sys.argv[1] + "/receipt.json"))
un = lambda t: base64.urlsafe_b64decode(t + "=" * (-len(t) % 4))
head = json.loads(un(jws["protected"]))
assert head["alg"] == "ES256", head
value = un(jws["signature"])
assert len(value) == 64
def number(b):
    b = b.lstrip(b"\0") or b"\0"
    b = (b"\0" if b[0] & 0x80 else b"") + b
    return bytes([2, len(b)]) + b
both = number(value[:32]) + number(value[32:])
put = lambda name, data: open(sys.argv[1] + "/" + name, "wb").write(data)
put("value.der", bytes([48, len(both)]) + both)
put("signed.txt", (jws["protected"] + "." + jws["payload"]).encode())
put("payload.json", un(jws["payload"]))
put("leaf.der", base64.b64decode(head["x5c"][0]))
)")));
    const std::string at = folder.string();
    const Said apart = run_program("python3 " + at + "/apart.py " + at);
    ASSERT_EQ(apart.status, 0) << apart.output;
    EXPECT_EQ(sure(read_text_file(folder / "payload.json")), json);
    const Said checked =
        run_program("cd " + at +
                    " && openssl x509 -inform DER -in leaf.der -pubkey -noout > key.pem && "
                    "openssl dgst -sha256 -verify key.pem -signature value.der signed.txt");
    EXPECT_THAT(checked.output, HasSubstr("Verified OK"));
    sure(write_file_durably(folder / "signed.txt", as_bytes("something else")));
    const Said wrong = run_program(
        "cd " + at + " && openssl dgst -sha256 -verify key.pem -signature value.der signed.txt");
    EXPECT_THAT(wrong.output, HasSubstr("Verification"));
    EXPECT_NE(wrong.status, 0);
}

TEST(LetterPress, hands_out_the_certificates_it_signs_with) {
    ScratchHouse house;
    const auto chain =
        sure(crypto::parse_pem_certificates(house->seals().letters->certificates_pem()));
    ASSERT_EQ(chain.size(), 2U);
    EXPECT_EQ(chain.front().common_name(), "演示回执");
}

}  // namespace
}  // namespace yinxin::test
