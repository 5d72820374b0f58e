// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/timestamp.hpp"

#include "unit/signing/demonstration.hpp"

#include "yinxin/crypto/der.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>

namespace yinxin::signing {
namespace {

using test::demonstration_now;
using test::openssl;
using testing::HasSubstr;

class Timestamp : public test::WithDemonstration {
  public:
    static crypto::Digest32 imprint() { return crypto::sha256(as_bytes("signature value")); }
};

TEST_F(Timestamp, token_is_accepted_by_the_openssl_program) {
    directory->write("token.der", *authority()->token(imprint(), demonstration_now));
    const std::string verify =
        "ts -verify -token_in -in token.der -CAfile root.crt -untrusted "
        "issuing.crt" +
        at_demonstration_time() + "-digest ";
    const auto ran = openssl(*directory, verify + to_hex(imprint()));
    EXPECT_EQ(ran.status, 0) << ran.output;
    EXPECT_THAT(ran.output, HasSubstr("Verification: OK"));
    EXPECT_NE(openssl(*directory, verify + to_hex(crypto::sha256({}))).status, 0);
}

TEST_F(Timestamp, authority_answers_a_query_of_the_openssl_program) {
    directory->write("document", "stamped");
    for (const char* options : {"-cert", "-cert -no_nonce", ""}) {
        ASSERT_EQ(openssl(*directory,
                          std::string("ts -query -sha256 -data document -out query.tsq ") + options)
                      .status,
                  0);
        const auto response =
            authority()->respond(*read_file(*directory / "query.tsq"), demonstration_now);
        ASSERT_TRUE(response);
        directory->write("response.tsr", *response);
        // Without -cert the response holds no certificate: the verifier brings it.
        const auto ran = openssl(*directory,
                                 "ts -verify -queryfile query.tsq -in response.tsr -CAfile "
                                 "root.crt -untrusted timestamp.crt" +
                                     at_demonstration_time());
        if (std::string_view(options).starts_with("-cert")) {
            EXPECT_EQ(ran.status, 0) << options << ran.output;
        }
        const auto text = openssl(*directory, "ts -reply -in response.tsr -text");
        EXPECT_THAT(text.output, HasSubstr("Status: Granted.")) << options;
        EXPECT_THAT(text.output, HasSubstr("Nov 23 02:00:00 2026 GMT"));
        EXPECT_THAT(text.output, HasSubstr("Accuracy: 0x01 seconds"));
    }
}

TEST_F(Timestamp, authority_refuses_what_it_cannot_serve_and_says_why) {
    directory->write("document", "stamped");
    struct Case {
        const char* options;
        const char* reason;
    };
    for (const Case& one : {Case{"-sha512", "unrecognized or unsupported algorithm"},
                            Case{"-sha256 -tspolicy 1.2.3.4", "policy is not supported"}}) {
        ASSERT_EQ(openssl(*directory,
                          std::string("ts -query -data document -out query.tsq ") + one.options)
                      .status,
                  0);
        directory->write(
            "response.tsr",
            *authority()->respond(*read_file(*directory / "query.tsq"), demonstration_now));
        const auto text = openssl(*directory, "ts -reply -in response.tsr -text");
        EXPECT_THAT(text.output, HasSubstr("Status: Rejected.")) << text.output;
        EXPECT_THAT(text.output, HasSubstr(one.reason)) << text.output;
    }
    directory->write("response.tsr",
                     *authority()->respond(as_bytes("no request"), demonstration_now));
    const auto text = openssl(*directory, "ts -reply -in response.tsr -text");
    EXPECT_THAT(text.output, HasSubstr("wrong format"));
}

TEST_F(Timestamp, our_request_and_our_authority_understand_each_other) {
    const TimestampRequest request = make_timestamp_request(imprint());
    const Bytes response = *authority()->respond(request.der, demonstration_now);
    const auto token = parse_timestamp_response(response, request);
    ASSERT_TRUE(token) << token.error().describe();
    const auto info = verify_token(*token, imprint(), *trust());
    ASSERT_TRUE(info) << info.error().describe();
    EXPECT_EQ(info->at, demonstration_now);
    EXPECT_EQ(info->accuracy, std::chrono::seconds(1));
    EXPECT_EQ(info->policy, demonstration_timestamp_policy);
    EXPECT_EQ(info->nonce, request.nonce);
    EXPECT_EQ(info->signer->common_name(), "Timestamp Authority (DEMO)");
}

TEST_F(Timestamp, our_request_is_answered_by_the_openssl_program_and_the_answer_accepted) {
    directory->write("tsa.cnf",
                     "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\n"
                     "crypto_device = builtin\nsigner_digest = sha256\n"
                     "default_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\n"
                     "ess_cert_id_chain = no\ness_cert_id_alg = sha256\n");
    directory->write("serial", "01");
    const TimestampRequest request = make_timestamp_request(imprint());
    directory->write("query.tsq", request.der);
    const auto ran = openssl(*directory,
                             "ts -reply -config tsa.cnf -section one -queryfile query.tsq -signer "
                             "timestamp.crt -inkey timestamp.key -chain issuing.crt -out "
                             "response.tsr");
    ASSERT_EQ(ran.status, 0) << ran.output;
    const auto token = parse_timestamp_response(*read_file(*directory / "response.tsr"), request);
    ASSERT_TRUE(token) << token.error().describe();
    // The program stamps with the machine's clock, which may stand outside the demonstration's
    // dates: everything but the path is what this test is about.
    const auto info = read_token(*token);
    ASSERT_TRUE(info) << info.error().describe();
    EXPECT_TRUE(std::ranges::equal(info->imprint, imprint()));
    EXPECT_EQ(info->policy, "1.2.3.4.1");
    const auto verified = verify_token(*token, imprint(), *trust());
    EXPECT_TRUE(verified || verified.error().code() == ErrorCode::certificate_not_current)
        << verified.error().describe();
}

// OpenSSL 3.0 cannot be told the distinguishing id of a token's SM2 signature, so it reads the
// answer and BouncyCastle verifies it (unit/jobs, bouncycastle_verifies_the_sealed_ofd).
TEST_F(Timestamp, national_authority_answers_a_query_of_the_openssl_program_for_sm3) {
    directory->write("document", "stamped");
    ASSERT_EQ(openssl(*directory, "ts -query -sm3 -data document -cert -out sm3.tsq").status, 0);
    const Bytes query = *read_file(*directory / "sm3.tsq");
    directory->write("sm3.tsr", *national_authority()->respond(query, demonstration_now));
    const auto text = openssl(*directory, "ts -reply -in sm3.tsr -text");
    EXPECT_THAT(text.output, HasSubstr("Status: Granted."));
    EXPECT_THAT(text.output, HasSubstr("Hash Algorithm: sm3"));
    EXPECT_THAT(text.output, HasSubstr("Nov 23 02:00:00 2026 GMT"));
    // Each authority stamps its own digest alone.
    directory->write("refused.tsr", *authority()->respond(query, demonstration_now));
    const auto refused = openssl(*directory, "ts -reply -in refused.tsr -text");
    EXPECT_THAT(refused.output, HasSubstr("unrecognized or unsupported algorithm identifier"));
}

TEST_F(Timestamp, answer_to_another_request_is_refused) {
    const TimestampRequest request = make_timestamp_request(imprint());
    const TimestampRequest same_imprint = make_timestamp_request(imprint());
    const TimestampRequest other = make_timestamp_request(crypto::sha256({}));
    for (const TimestampRequest& foreign : {same_imprint, other}) {
        const Bytes response = *authority()->respond(foreign.der, demonstration_now);
        const auto token = parse_timestamp_response(response, request);
        ASSERT_FALSE(token);
        EXPECT_EQ(token.error().code(), ErrorCode::timestamp_wrong);
    }
}

TEST_F(Timestamp, refusal_of_the_authority_is_unavailability) {
    const TimestampRequest request = make_timestamp_request(imprint());
    const Bytes refusal = *authority()->respond(as_bytes("nonsense"), demonstration_now);
    EXPECT_EQ(parse_timestamp_response(refusal, request).error().code(),
              ErrorCode::timestamp_unavailable);
    EXPECT_EQ(parse_timestamp_response(as_bytes("<html>"), request).error().code(),
              ErrorCode::timestamp_wrong);
}

TEST_F(Timestamp, token_over_another_imprint_is_refused) {
    const Bytes token = *authority()->token(imprint(), demonstration_now);
    const auto verified = verify_token(token, crypto::sha256({}), *trust());
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().code(), ErrorCode::timestamp_wrong);
}

TEST_F(Timestamp, no_altered_token_is_accepted) {
    const Bytes token = *authority()->token(imprint(), demonstration_now);
    ASSERT_TRUE(verify_token(token, imprint(), *trust()));
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < token.size(); ++i) {
        Bytes altered = token;
        altered[i] ^= 0x01;
        // A store that remembers the path would not look at an altered CA certificate again.
        if (verify_token(altered, imprint(), *trust())) ++accepted;
    }
    // Bytes that nobody signs and nothing depends on: the version numbers, the set of digest
    // algorithms and the parameters of algorithm identifiers of the CMS itself.
    EXPECT_LE(accepted, 40U);
}

TEST_F(Timestamp, time_outside_the_certificate_and_strangers_are_refused) {
    const auto stamp = crypto::load_certificates(certificates("timestamp"))->front();
    const Bytes late = *authority()->token(imprint(), stamp.not_after() + std::chrono::seconds(1));
    EXPECT_EQ(verify_token(late, imprint(), *trust()).error().code(),
              ErrorCode::certificate_not_current);
    const Bytes token = *authority()->token(imprint(), demonstration_now);
    const crypto::TrustStore nobody({});
    EXPECT_EQ(verify_token(token, imprint(), nobody).error().code(),
              ErrorCode::certificate_untrusted);
}

TEST_F(Timestamp, of_a_revoked_authority_is_refused) {
    const auto stamp = crypto::load_certificates(certificates("timestamp"))->front();
    const BytesView serial = stamp.serial_der();
    crypto::CrlPlan plan;
    plan.this_update = demonstration_now;
    plan.next_update = demonstration_now + std::chrono::days(1);
    plan.revoked = {{Bytes(serial.begin(), serial.end()),
                     demonstration_now,
                     crypto::RevocationReason::key_compromise}};
    const auto crl =
        *crypto::issue_crl(plan,
                           **crypto::open_key(key_uri("issuing")),
                           crypto::load_certificates(certificates("issuing"))->front());
    const Bytes token = *authority()->token(imprint(), demonstration_now);
    EXPECT_EQ(verify_token(token, imprint(), *trust(), {&crl, 1}).error().code(),
              ErrorCode::certificate_revoked);
}

TEST_F(Timestamp, authority_needs_a_certificate_for_timestamps) {
    const auto made = TimestampAuthority::load(key_uri("p256"), certificates("p256"));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), ErrorCode::certificate_unreadable);
}

TEST_F(Timestamp, tokens_fit_their_room_and_never_share_a_serial_number) {
    const auto stamps = authority();
    std::set<Bytes> serials;
    for (int i = 0; i < 50; ++i) {
        const Bytes token = *stamps->token(imprint(), demonstration_now);
        EXPECT_LE(token.size(), stamps->token_room());
        serials.insert(read_token(token)->serial);
    }
    EXPECT_EQ(serials.size(), 50U);
}

}  // namespace
}  // namespace yinxin::signing
