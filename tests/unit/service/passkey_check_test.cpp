// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/passkey_check.hpp"

#include "test_places.hpp"

#include "yinxin/base/files.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

namespace json = boost::json;

/// One authenticator of tests/vectors/webauthn.
struct Vector {
    PasskeyExpectation registration;
    PasskeyExpectation assertion;
    Bytes spki;
    Bytes made_client_data;
    Bytes attestation;
    Bytes client_data;
    Bytes authenticator_data;
    Bytes signature;
    std::int64_t count = 0;
};

Bytes bytes_of(const json::object& object, std::string_view name) {
    const std::string text(object.at(name).as_string());
    const auto bytes = parse_base64url(text);
    EXPECT_TRUE(bytes);
    return bytes ? *bytes : Bytes();
}
std::string text_of(const json::object& object, std::string_view name) {
    return std::string(object.at(name).as_string());
}

Vector load(std::string_view name) {
    const auto text = read_text_file(YX_SOURCE_DIR "/tests/vectors/webauthn/vectors.json");
    EXPECT_TRUE(text);
    for (const json::value& value : json::parse(*text).as_array()) {
        const json::object& one = value.as_object();
        if (text_of(one, "name") != name) continue;
        const json::object& made = one.at("registration").as_object();
        const json::object& shown = one.at("assertion").as_object();
        const RelyingParty party{text_of(one, "rp"), text_of(one, "origin")};
        return {{party, text_of(made, "challenge")},
                {party, text_of(shown, "challenge")},
                bytes_of(one, "spki"),
                bytes_of(made, "client_data"),
                bytes_of(made, "attestation"),
                bytes_of(shown, "client_data"),
                bytes_of(shown, "authenticator_data"),
                bytes_of(shown, "signature"),
                shown.at("count").as_int64()};
    }
    ADD_FAILURE() << "no vector " << name;
    return {};
}

std::string why(const auto& outcome) {
    if (outcome) return "accepted";
    EXPECT_EQ(outcome.error().code(), ErrorCode::staff_passkey_refused);
    return outcome.error().detail();
}

auto registered(const Vector& v) {
    return check_registration(v.registration, v.made_client_data, v.attestation);
}
auto asserted(const Vector& v) {
    return check_assertion(v.assertion, v.spki, v.client_data, v.authenticator_data, v.signature);
}

TEST(PasskeyCheck, accepts_every_kind_of_key_that_is_asked_for) {
    for (const char* name : {"es256", "rs256", "eddsa", "extensions", "other_members"}) {
        const Vector v = load(name);
        const auto credential = registered(v);
        ASSERT_TRUE(credential) << name << ": " << credential.error().describe();
        EXPECT_EQ(credential->key.spki(), v.spki) << name;
        const auto count = asserted(v);
        ASSERT_TRUE(count) << name << ": " << count.error().describe();
        EXPECT_EQ(*count, v.count) << name;
    }
}

TEST(PasskeyCheck, refuses_a_kind_of_key_that_was_not_asked_for) {
    EXPECT_EQ(why(registered(load("es384"))), "passkey: an algorithm that was not asked for");
}

TEST(PasskeyCheck, wants_a_person_who_was_there_and_was_verified) {
    EXPECT_EQ(why(registered(load("not_present"))), "nobody was present");
    EXPECT_EQ(why(asserted(load("not_present"))), "nobody was present");
    EXPECT_EQ(why(registered(load("not_verified"))), "the person was not verified");
    EXPECT_EQ(why(asserted(load("not_verified"))), "the person was not verified");
}

TEST(PasskeyCheck, refuses_what_was_made_inside_another_sites_page) {
    EXPECT_EQ(why(registered(load("framed"))), "inside another site's page");
    EXPECT_EQ(why(asserted(load("framed"))), "inside another site's page");
}

TEST(PasskeyCheck, refuses_what_was_made_for_another_question) {
    Vector v = load("es256");
    v.assertion.challenge[3] ^= 1;
    v.registration.challenge[3] ^= 1;
    EXPECT_EQ(why(asserted(v)), "challenge");
    EXPECT_EQ(why(registered(v)), "challenge");

    v = load("es256");
    v.assertion.party.origin = "https://yinxin.example.evil.example";
    v.registration.party.origin = "http://yinxin.example";
    EXPECT_EQ(why(asserted(v)), "origin");
    EXPECT_EQ(why(registered(v)), "origin");

    v = load("es256");
    v.assertion.party.id = v.registration.party.id = "example";
    EXPECT_EQ(why(asserted(v)), "rp id");
    EXPECT_EQ(why(registered(v)), "rp id");

    // The answer to one question is none to the other.
    v = load("es256");
    EXPECT_EQ(why(check_registration(v.assertion, v.client_data, v.attestation)), "type");
    EXPECT_EQ(why(check_assertion(
                  v.registration, v.spki, v.made_client_data, v.authenticator_data, v.signature)),
              "type");
}

TEST(PasskeyCheck, refuses_a_signature_over_anything_else) {
    for (const char* name : {"es256", "rs256", "eddsa"}) {
        Vector v = load(name);
        v.signature.back() ^= 1;
        EXPECT_EQ(why(asserted(v)), "signature") << name;
        v = load(name);
        v.authenticator_data.back() ^= 1;  // the counter
        EXPECT_EQ(why(asserted(v)), "signature") << name;
        v = load(name);
        v.spki = load("extensions").spki;
        EXPECT_EQ(why(asserted(v)), "signature") << name;
    }
}

TEST(PasskeyCheck, every_single_changed_byte_of_an_attestation_is_read_or_refused_and_never_more) {
    const Vector v = load("es256");
    const auto genuine = registered(v);
    ASSERT_TRUE(genuine);
    for (std::size_t i = 0; i < v.attestation.size(); ++i) {
        Vector changed = v;
        changed.attestation[i] ^= 0x21;
        const auto outcome = registered(changed);
        if (!outcome) EXPECT_EQ(outcome.error().code(), ErrorCode::staff_passkey_refused);
    }
    for (std::size_t size = 0; size < v.attestation.size(); ++size) {
        Vector cut = v;
        cut.attestation.resize(size);
        EXPECT_FALSE(registered(cut)) << size;
    }
}

TEST(PasskeyCheck, a_counter_that_stands_still_or_goes_back_is_a_copy) {
    EXPECT_TRUE(moves_on(0, 0));
    EXPECT_TRUE(moves_on(0, 5));
    EXPECT_TRUE(moves_on(7, 8));
    EXPECT_FALSE(moves_on(7, 7));
    EXPECT_FALSE(moves_on(7, 6));
    EXPECT_FALSE(moves_on(7, 0));
}

}  // namespace
}  // namespace yinxin::service
