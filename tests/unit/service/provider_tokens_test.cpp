// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/provider_tokens.hpp"

#include "fake_provider.hpp"

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

const Instant now = start_of(make_day(2026, 11, 23));

/// Keys are dear to make and never change.
const ProviderKey& rsa() {
    static const ProviderKey key("one", ProviderKey::Kind::rsa);
    return key;
}
const ProviderKey& p256() {
    static const ProviderKey key("two", ProviderKey::Kind::p256);
    return key;
}
const ProviderKey& stranger() {
    static const ProviderKey key("one", ProviderKey::Kind::rsa);
    return key;
}

ProviderKeys keys() {
    return *ProviderKeys::parse(key_set({rsa().jwk(), p256().jwk()}));
}

TokenRules rules() {
    return {"https://exam.example.cn", "yinxin", "nonce-1", "", now};
}

std::string seconds(std::chrono::seconds later) {
    return std::to_string((now + later).time_since_epoch().count());
}

/// A good payload, but for one member written another way; "" leaves it out.
std::string payload(const std::string& name = "", const std::string& value = "") {
    std::vector<std::pair<std::string, std::string>> members{
        {"iss", "\"https://exam.example.cn\""},
        {"aud", "\"yinxin\""},
        {"sub", "\"person-1\""},
        {"nonce", "\"nonce-1\""},
        {"exp", seconds(std::chrono::minutes(5))},
        {"iat", seconds(std::chrono::seconds(0))}};
    bool is_there = false;
    for (auto& [each, text] : members) {
        if (each != name) continue;
        text = value;
        is_there = true;
    }
    if (!is_there && !name.empty()) members.emplace_back(name, value);
    std::string text;
    for (const auto& [each, written] : members) {
        if (written.empty()) continue;
        text += (text.empty() ? "\"" : ",\"") + each + "\":" + written;
    }
    return "{" + text + "}";
}

/// The rule a token broke; "" if it was taken.
std::string broken_rule(const std::string& token, const TokenRules& wanted = rules()) {
    const auto claims = check_id_token(token, keys(), wanted);
    if (claims) return "";
    return claims.error().code() == ErrorCode::not_found ? "no key" : claims.error().detail();
}

TEST(ProviderTokens, a_right_token_of_either_kind_of_key_is_taken) {
    for (const ProviderKey* key : {&rsa(), &p256()}) {
        const auto claims = check_id_token(
            key->token(payload("person", R"({"name":"张演","verified":true,"level":3})")),
            keys(),
            rules());
        ASSERT_TRUE(claims) << claims.error().describe();
        EXPECT_EQ(claims->subject, "person-1");
        EXPECT_EQ(claims->texts.at("person.name"), "张演");
        EXPECT_EQ(claims->texts.at("person.level"), "3");
        EXPECT_TRUE(claims->truths.contains("person.verified"));
    }
    EXPECT_EQ(broken_rule(rsa().token(R"({"alg":"PS256","kid":"one"})", payload(), "PS256")), "");
}

TEST(ProviderTokens, what_is_not_signed_by_the_provider_is_refused) {
    EXPECT_EQ(broken_rule(rsa().token(R"({"alg":"none"})", payload(), "none")), "alg");
    EXPECT_EQ(broken_rule(rsa().token(R"({"alg":"None","kid":"one"})", payload(), "none")), "alg");
    const std::string secret = rsa().jwk();
    EXPECT_EQ(broken_rule(hmac_token(R"({"alg":"HS256","kid":"one"})", payload(), secret)), "alg");
    EXPECT_EQ(broken_rule(hmac_token(R"({"alg":"RS256","kid":"one"})", payload(), secret)),
              "signature");
    EXPECT_EQ(broken_rule(stranger().token(payload())), "signature");
    // A key of one kind does not check the other's signatures.
    EXPECT_EQ(broken_rule(p256().token(R"({"alg":"RS256","kid":"two"})", payload(), "ES256")),
              "no key");
    std::string cut = rsa().token(payload());
    cut.resize(cut.rfind('.') + 1);
    EXPECT_EQ(broken_rule(cut), "signature");
}

TEST(ProviderTokens, a_changed_byte_of_the_payload_is_seen) {
    const std::string good = rsa().token(payload());
    const std::string other = rsa().token(payload("sub", "\"person-2\""));
    const std::string mixed = good.substr(0, good.find('.')) +
                              other.substr(other.find('.'), other.rfind('.') - other.find('.')) +
                              good.substr(good.rfind('.'));
    EXPECT_EQ(broken_rule(mixed), "signature");
}

TEST(ProviderTokens, a_key_in_the_header_is_no_key) {
    const std::string header = R"({"alg":"RS256","kid":"three","jwk":)" + stranger().jwk() +
                               R"(,"jku":"https://evil.example/"})";
    EXPECT_EQ(broken_rule(stranger().token(header, payload(), "RS256")), "no key");
}

TEST(ProviderTokens, an_unknown_key_asks_for_the_set_again_and_the_new_set_decides) {
    const ProviderKey rotated("new", ProviderKey::Kind::p256);
    const std::string token = rotated.token(payload());
    EXPECT_EQ(broken_rule(token), "no key");
    const auto fresh = *ProviderKeys::parse(key_set({rotated.jwk()}));
    EXPECT_TRUE(check_id_token(token, fresh, rules()));
}

TEST(ProviderTokens, without_a_name_only_a_key_without_choice_is_taken) {
    const std::string token = p256().token(R"({"alg":"ES256"})", payload(), "ES256");
    EXPECT_EQ(broken_rule(token), "");
    const ProviderKey second("three", ProviderKey::Kind::p256);
    const auto two = *ProviderKeys::parse(key_set({p256().jwk(), second.jwk()}));
    EXPECT_FALSE(check_id_token(token, two, rules()));
}

TEST(ProviderTokens, issuer_and_audience_are_ours_and_nobody_else_s) {
    EXPECT_EQ(broken_rule(rsa().token(payload("iss", "\"https://exam.example.cn/\""))), "iss");
    EXPECT_EQ(broken_rule(rsa().token(payload("iss", ""))), "iss");
    EXPECT_EQ(broken_rule(rsa().token(payload("aud", "\"another\""))), "aud");
    EXPECT_EQ(broken_rule(rsa().token(payload("aud", R"(["yinxin","another"])"))), "aud");
    EXPECT_EQ(broken_rule(rsa().token(payload("aud", R"(["yinxin"])"))), "");
    EXPECT_EQ(broken_rule(rsa().token(payload("azp", "\"another\""))), "azp");
    EXPECT_EQ(broken_rule(rsa().token(payload("azp", "\"yinxin\""))), "");
}

TEST(ProviderTokens, a_token_has_its_time) {
    const auto at = [](const char* name, std::chrono::seconds later) {
        return broken_rule(rsa().token(payload(name, seconds(later))));
    };
    EXPECT_EQ(at("exp", -std::chrono::seconds(59)), "");
    EXPECT_EQ(at("exp", -std::chrono::seconds(60)), "exp");
    EXPECT_EQ(broken_rule(rsa().token(payload("exp", ""))), "exp");
    EXPECT_EQ(broken_rule(rsa().token(payload("exp", "\"tomorrow\""))), "exp");
    EXPECT_EQ(at("iat", std::chrono::seconds(61)), "iat");
    EXPECT_EQ(at("iat", -std::chrono::minutes(12)), "iat");
    EXPECT_EQ(broken_rule(rsa().token(payload("iat", ""))), "iat");
    EXPECT_EQ(at("nbf", std::chrono::seconds(60)), "");
    EXPECT_EQ(at("nbf", std::chrono::seconds(61)), "nbf");
}

TEST(ProviderTokens, the_nonce_is_the_one_of_this_login) {
    EXPECT_EQ(broken_rule(rsa().token(payload("nonce", "\"nonce-2\""))), "nonce");
    EXPECT_EQ(broken_rule(rsa().token(payload("nonce", ""))), "nonce");
    TokenRules none = rules();
    none.nonce.clear();
    EXPECT_EQ(broken_rule(rsa().token(payload("nonce", "\"\"")), none), "nonce");
}

TEST(ProviderTokens, a_hash_of_the_access_token_is_right_where_there_is_one) {
    TokenRules with = rules();
    // OpenID Connect Core 1.0, appendix A.3: this access token has this at_hash.
    with.access_token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
    const std::string hash = "\"77QmUPtjPfzWtF2AnpK9RQ\"";
    EXPECT_EQ(broken_rule(rsa().token(payload("at_hash", hash)), with), "");
    with.access_token = "another";
    EXPECT_EQ(broken_rule(rsa().token(payload("at_hash", hash)), with), "at_hash");
    EXPECT_EQ(broken_rule(rsa().token(payload("at_hash", hash))), "at_hash");
}

TEST(ProviderTokens, a_name_that_stands_twice_is_refused_at_any_depth) {
    std::string twice = payload();
    twice.insert(twice.size() - 1, R"(,"sub":"person-2")");
    EXPECT_EQ(broken_rule(rsa().token(twice)), "payload is no strict JSON object");
    EXPECT_EQ(broken_rule(rsa().token(payload("x", R"({"a":{"b":1,"b":2}})"))),
              "payload is no strict JSON object");
    EXPECT_EQ(broken_rule(
                  rsa().token(R"({"alg":"RS256","kid":"one","alg":"RS256"})", payload(), "RS256")),
              "header is no strict JSON object");
    EXPECT_FALSE(ProviderKeys::parse(R"({"keys":[],"keys":[]})"));
}

TEST(ProviderTokens, a_token_made_for_something_else_logs_nobody_in) {
    EXPECT_EQ(broken_rule(
                  rsa().token(R"({"alg":"RS256","kid":"one","typ":"at+jwt"})", payload(), "RS256")),
              "typ");
    EXPECT_EQ(broken_rule(
                  rsa().token(R"({"alg":"RS256","kid":"one","crit":["exp"]})", payload(), "RS256")),
              "crit");
    EXPECT_EQ(broken_rule(rsa().token(payload("events", "{}"))), "events");
    EXPECT_EQ(broken_rule("a.b"), "no signed token");
    EXPECT_EQ(broken_rule("a.b.c.d.e"), "no signed token");
    EXPECT_EQ(broken_rule(std::string(20'000, 'a')), "too long");
}

TEST(ProviderTokens, keys_for_encryption_and_weak_ones_are_left_out) {
    const auto set = ProviderKeys::parse(key_set({rsa().jwk(R"("use":"enc")"),
                                                  rsa().jwk(R"("alg":"HS256")"),
                                                  rsa().jwk(R"("alg":"ES256")"),
                                                  R"({"kty":"oct","k":"c2VjcmV0"})",
                                                  R"({"kty":"RSA","n":"AQAB","e":"AQAB"})",
                                                  R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA"})",
                                                  p256().jwk()}));
    ASSERT_TRUE(set);
    EXPECT_EQ(set->size(), 1U);
}

std::string logout_payload(const std::string& more) {
    return R"({"iss":"https://exam.example.cn","aud":"yinxin","exp":)" +
           seconds(std::chrono::minutes(2)) + R"(,"iat":)" + seconds(std::chrono::seconds(0)) +
           more + "}";
}
const std::string event = R"(,"events":{"http://schemas.openid.net/event/backchannel-logout":{}})";

TEST(ProviderTokens, a_logout_token_says_whose_session_ends) {
    const auto claims = check_logout_token(
        rsa().token(logout_payload(event + R"(,"jti":"t1","sid":"s1","sub":"person-1")")),
        keys(),
        rules());
    ASSERT_TRUE(claims) << claims.error().describe();
    EXPECT_EQ(claims->id, "t1");
    EXPECT_EQ(claims->session, "s1");
    EXPECT_EQ(claims->subject, "person-1");
}

TEST(ProviderTokens, a_logout_token_without_its_marks_is_refused) {
    const auto is_taken = [](const std::string& more) {
        return check_logout_token(rsa().token(logout_payload(more)), keys(), rules()).has_value();
    };
    EXPECT_FALSE(is_taken(R"(,"jti":"t1","sub":"person-1")"));                     // no event
    EXPECT_FALSE(is_taken(event + R"(,"sub":"person-1")"));                        // no id
    EXPECT_FALSE(is_taken(event + R"(,"jti":"t1")"));                              // of nobody
    EXPECT_FALSE(is_taken(event + R"(,"jti":"t1","sub":"p","nonce":"nonce-1")"));  // an ID token
    EXPECT_TRUE(is_taken(event + R"(,"jti":"t1","sub":"person-1")"));
}

}  // namespace
}  // namespace yinxin::service
