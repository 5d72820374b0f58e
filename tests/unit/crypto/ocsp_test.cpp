// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/ocsp.hpp"

#include "unit/crypto/ocsp_maker.hpp"
#include "unit/crypto/openssl_program.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/crypto/trust.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

using namespace std::chrono_literals;
using test::OcspMaker;
using test::OcspSaid;
using test::ScratchDirectory;
using testing::HasSubstr;

/// A responder says when it signed by the machine's clock, so the demonstration is of today.
class Ocsp : public testing::Test {
  public:
    static void SetUpTestSuite() {
        directory = std::make_unique<ScratchDirectory>();
        DemonstrationPkiPlan plan;
        plan.organization = "印信演示机构";
        plan.common_name_tail = " (DEMO)";
        plan.seals = {{"seal", {.common_name = "演示专用章"}, KeyKind::p256, true}};
        plan.now = SystemClock().now();
        const auto made = make_demonstration_pki(directory->path(), plan);
        ASSERT_TRUE(made) << made.error().describe();
    }
    static void TearDownTestSuite() { directory.reset(); }

    static Certificate first(const std::string& name) {
        return load_certificates(*directory / name)->front();
    }
    [[nodiscard]] OcspSaid good() const { return {.this_update = now_, .next_update = now_ + 1h}; }
    Error refusal_of(const Bytes& response, const std::optional<Bytes>& nonce = {}) const {
        const auto read = read_ocsp_response(response, seal_, issuing_, nonce);
        if (read) throw std::runtime_error("the response was taken");
        EXPECT_EQ(read.error().code(), ErrorCode::revocation_refused);
        return read.error();
    }

    static inline std::unique_ptr<ScratchDirectory> directory;
    const Instant now_ = SystemClock().now();
    const Certificate seal_ = first("seal.crt");
    const Certificate issuing_ = first("issuing.crt");
    OcspMaker responder_{issuing_, *directory / "issuing.key"};
};

TEST_F(Ocsp, a_good_answer_is_read) {
    const auto read = read_ocsp_response(responder_.answer(seal_, good()), seal_, issuing_);
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(read->this_update, now_);
    EXPECT_EQ(read->next_update, now_ + 1h);
    EXPECT_FALSE(read->revocation);
}

TEST_F(Ocsp, a_revocation_is_read_with_its_time_and_reason) {
    OcspSaid said = good();
    said.status = OcspSaid::Status::revoked;
    said.revoked_at = now_ - 24h;
    const auto read = read_ocsp_response(responder_.answer(seal_, said), seal_, issuing_);
    ASSERT_TRUE(read) << read.error().describe();
    ASSERT_TRUE(read->revocation);
    EXPECT_EQ(read->revocation->at, now_ - 24h);
    EXPECT_EQ(read->revocation->reason, RevocationReason::key_compromise);
    EXPECT_TRUE(std::ranges::equal(read->revocation->serial, seal_.serial_der()));
}

TEST_F(Ocsp, what_the_responder_does_not_know_is_no_answer) {
    OcspSaid said = good();
    said.status = OcspSaid::Status::unknown;
    EXPECT_THAT(refusal_of(responder_.answer(seal_, said)).detail(), HasSubstr("does not know"));
}

TEST_F(Ocsp, a_responder_the_issuer_named_may_answer) {
    responder_.delegate(true, now_ - 24h, now_ + 24h);
    EXPECT_TRUE(read_ocsp_response(responder_.answer(seal_, good()), seal_, issuing_));
}

TEST_F(Ocsp, a_certificate_of_another_trade_may_not_answer) {
    responder_.delegate(false, now_ - 24h, now_ + 24h);
    EXPECT_THAT(refusal_of(responder_.answer(seal_, good())).detail(), HasSubstr("may not"));
}

TEST_F(Ocsp, a_responder_whose_days_are_over_may_not_answer) {
    responder_.delegate(true, now_ - 48h, now_ - 24h);
    EXPECT_THAT(refusal_of(responder_.answer(seal_, good())).detail(), HasSubstr("may not"));
}

TEST_F(Ocsp, a_stranger_may_not_answer) {
    // The root is above the issuer and still not the one who issued the seal.
    OcspMaker root(first("root.crt"), *directory / "root.key");
    EXPECT_EQ(refusal_of(root.answer(seal_, good())).code(), ErrorCode::revocation_refused);
    OcspMaker elsewhere(issuing_, *directory / "seal.key");
    EXPECT_THROW((void)elsewhere.answer(seal_, good()), std::runtime_error)
        << "the library refuses to sign with a key that is not the certificate's";
    elsewhere.delegate(true, now_ - 24h, now_ + 24h);
    EXPECT_THAT(refusal_of(elsewhere.answer(seal_, good())).detail(), HasSubstr("may not"))
        << "in the issuer's name, by another key";
}

TEST_F(Ocsp, an_answer_about_another_certificate_is_refused) {
    EXPECT_THAT(refusal_of(responder_.answer(first("timestamp.crt"), good())).detail(),
                HasSubstr("another certificate"));
}

TEST_F(Ocsp, every_request_has_a_nonce_and_an_answer_to_another_one_is_refused) {
    const auto request = make_ocsp_request(seal_, issuing_);
    const auto other = make_ocsp_request(seal_, issuing_);
    ASSERT_TRUE(request && other);
    EXPECT_NE(request->nonce, other->nonce);
    OcspSaid said = good();
    said.request = request->der;
    EXPECT_TRUE(
        read_ocsp_response(responder_.answer(seal_, said), seal_, issuing_, request->nonce));
    EXPECT_THAT(refusal_of(responder_.answer(seal_, said), other->nonce).detail(),
                HasSubstr("another request"));
    EXPECT_TRUE(
        read_ocsp_response(responder_.answer(seal_, good()), seal_, issuing_, request->nonce))
        << "an answer made ahead has no nonce";
}

TEST_F(Ocsp, an_unknown_critical_extension_is_refused) {
    OcspSaid said = good();
    said.with_critical_extension = true;
    EXPECT_THAT(refusal_of(responder_.answer(seal_, said)).detail(), HasSubstr("critical"));
}

TEST_F(Ocsp, refusals_of_the_responder_are_named) {
    EXPECT_THAT(refusal_of(OcspMaker::refusal(6)).detail(), HasSubstr("unauthorized"));
    EXPECT_THAT(refusal_of(OcspMaker::refusal(3)).detail(), HasSubstr("try_later"));
}

TEST_F(Ocsp, no_byte_of_an_answer_can_be_changed_cut_or_added) {
    const Bytes response = responder_.answer(seal_, good());
    for (std::size_t i = 0; i < response.size(); i += 3) {
        Bytes altered = response;
        altered[i] ^= 0x01;
        const auto read = read_ocsp_response(altered, seal_, issuing_);
        // The certificates that travel along are outside the signature; the answer itself is not.
        if (read) EXPECT_EQ(read->this_update, now_) << "byte " << i;
        if (read) EXPECT_FALSE(read->revocation) << "byte " << i;
    }
    Bytes longer = response;
    longer.push_back(0);
    refusal_of(longer);
    refusal_of(Bytes(response.begin(), response.end() - 1));
    refusal_of({});
    refusal_of(to_bytes("<html>not found</html>"));
}

TEST_F(Ocsp, an_sm2_chain_is_said_to_be_unsupported) {
    const Certificate national = first("seal.sm2.crt");
    const Certificate issuer = first("sm2-issuing.crt");
    EXPECT_EQ(make_ocsp_request(national, issuer).error().code(), ErrorCode::unsupported);
    EXPECT_EQ(read_ocsp_response({}, national, issuer).error().code(), ErrorCode::unsupported);
}

TEST_F(Ocsp, the_openssl_program_understands_the_request_and_is_understood) {
    const auto request = make_ocsp_request(seal_, issuing_);
    ASSERT_TRUE(request) << request.error().describe();
    ASSERT_TRUE(
        write_file_durably(*directory / "request.der", request->der, FileMode::everybody_reads));
    const std::string serial = to_upper_ascii(to_hex(seal_.serial_der().subspan(2)));
    const auto from = serial.starts_with("00") ? serial.substr(2) : serial;
    const std::string line =
        fmt::format("R\t350101000000Z\t260101000000Z,superseded\t{}\tunknown\t/CN=DEMO\n", from);
    ASSERT_TRUE(
        write_file_durably(*directory / "index.txt", as_bytes(line), FileMode::everybody_reads));
    const auto ran = test::openssl(*directory,
                                   "ocsp -index index.txt -CA issuing.crt -rsigner issuing.crt "
                                   "-rkey issuing.key -reqin request.der -respout response.der "
                                   "-ndays 1");
    ASSERT_EQ(ran.status, 0) << ran.output;
    const auto response = read_file(*directory / "response.der");
    ASSERT_TRUE(response) << ran.output;
    const auto read = read_ocsp_response(*response, seal_, issuing_, request->nonce);
    ASSERT_TRUE(read) << read.error().describe();
    ASSERT_TRUE(read->revocation) << ran.output;
    EXPECT_EQ(read->revocation->reason, RevocationReason::superseded);
}

TEST_F(Ocsp, what_a_responder_said_counts_in_paths_as_lists_do) {
    TrustStore trust({first("root.crt")}, {}, {issuing_});
    ASSERT_TRUE(trust.verify(seal_, {}, now_));
    EXPECT_FALSE(trust.verify(seal_, {}, now_)->revocation_known);
    trust.renew({{*load_crl(*directory / "root.crl")}, {{seal_.fingerprint(), std::nullopt}}});
    const auto known = trust.verify(seal_, {}, now_);
    ASSERT_TRUE(known) << known.error().describe();
    EXPECT_TRUE(known->revocation_known);
    Revocation revocation;
    revocation.at = now_ - 1h;
    trust.renew({{}, {{seal_.fingerprint(), revocation}}});
    EXPECT_EQ(trust.verify(seal_, {}, now_).error().code(), ErrorCode::certificate_revoked);
    EXPECT_TRUE(trust.verify(seal_, {}, now_ - 2h)) << "signed before, for no lost key";
}

}  // namespace
}  // namespace yinxin::crypto
