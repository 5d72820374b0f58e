// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/signed_requests.hpp"

#include "office_world.hpp"
#include "support/scratch_directory.hpp"

#include "yinxin/crypto/private_file.hpp"
#include "yinxin/service/office_verbs.hpp"
#include "yinxin/signing/jws.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;

class SignedRequestsTest : public OfficeWorld {
  protected:
    crypto::PersonalSigner make_key(crypto::PersonalKeyKind kind = crypto::PersonalKeyKind::p256) {
        const auto path = scratch_ / ("key" + std::to_string(++keys_made_));
        EXPECT_TRUE(
            crypto::create_private_file(path, *crypto::generate_personal_key(kind, Secret())));
        return *crypto::PersonalSigner::open(path, {});
    }
    crypto::PersonalSigner give_key(const Person& person,
                                    crypto::PersonalKeyKind kind = crypto::PersonalKeyKind::p256) {
        auto key = make_key(kind);
        const auto added =
            run(add_staff_key(services(), person.actor, {"程序", *crypto::public_pem(key.key())}));
        EXPECT_TRUE(added) << added.error().describe();
        return key;
    }
    json::object claims(const std::string& login_name) {
        return {{"aud", settings_.public_url},
                {"sub", login_name},
                {"iat", epoch_of(clock_.now())},
                {"jti", "number-" + std::to_string(1'000'000'000 + ++numbers_)},
                {"verb", "proposals"},
                {"apply", false},
                {"params", json::object()}};
    }
    std::string sign(const crypto::PersonalSigner& key, const json::object& claims) {
        return *signing::sign_personal_jws(key, request_type, json::serialize(claims));
    }
    Result<SignedRequest> open(const std::string& jws, Bytes body = {}) {
        return run(open_signed_request(services(), jws, std::move(body), desk()));
    }
    std::string reason(const Result<SignedRequest>& outcome) {
        if (outcome) return "let in";
        EXPECT_EQ(outcome.error().code(), ErrorCode::office_request_refused);
        return outcome.error().params().at("reason");
    }

    test::ScratchDirectory scratch_;
    int keys_made_ = 0;
    int numbers_ = 0;
};

TEST_F(SignedRequestsTest, a_request_acts_for_the_owner_of_its_key) {
    const Person person = add_staff("clerk1", {Role::clerk}, "");
    for (const auto kind : {crypto::PersonalKeyKind::p256, crypto::PersonalKeyKind::ed25519}) {
        const auto key = give_key(person, kind);
        const auto request = open(sign(key, claims("clerk1")));
        ASSERT_TRUE(request) << request.error().describe();
        EXPECT_EQ(request->actor.id, person.actor.id);
        EXPECT_TRUE(request->actor.roles.has(Role::clerk));
        EXPECT_EQ(request->mode, Mode::rehearse);
    }
}

TEST_F(SignedRequestsTest, a_request_works_once) {
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto key = give_key(person);
    const std::string jws = sign(key, claims("clerk1"));
    EXPECT_TRUE(open(jws));
    EXPECT_EQ(reason(open(jws)), "used");
    // After its number is forgotten it is too old.
    clock_.pass(request_lasts);
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        return forget_used_once(transaction, clock_.now());
    }));
    EXPECT_EQ(reason(open(jws)), "time");
}

TEST_F(SignedRequestsTest, a_request_is_refused_when_it_is_old_or_from_the_future) {
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto key = give_key(person);
    json::object old = claims("clerk1");
    old["iat"] = epoch_of(clock_.now() - request_lasts);
    EXPECT_EQ(reason(open(sign(key, old))), "time");
    json::object early = claims("clerk1");
    early["iat"] = epoch_of(clock_.now() + request_ahead + std::chrono::seconds(1));
    EXPECT_EQ(reason(open(sign(key, early))), "time");
    json::object absurd = claims("clerk1");
    absurd["iat"] = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(reason(open(sign(key, absurd))), "time");
}

TEST_F(SignedRequestsTest, the_signature_must_be_of_a_registered_key_and_over_this_very_text) {
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto key = give_key(person);
    EXPECT_EQ(reason(open(sign(make_key(), claims("clerk1")))), "signature");
    // Another payload under the old signature.
    const std::string good = sign(key, claims("clerk1"));
    const std::string other = sign(key, claims("clerk1"));
    const auto first = good.find('.');
    const auto last = good.rfind('.');
    EXPECT_EQ(reason(open(good.substr(0, first) +
                          other.substr(other.find('.'), other.rfind('.') - other.find('.')) +
                          good.substr(last))),
              "signature");
    // "none", and another algorithm than the key's.
    for (const char* algorithm : {"none", "EdDSA", "HS256"}) {
        const std::string header = R"({"alg":")" + std::string(algorithm) + R"(","kid":")" +
                                   key.key().id() + R"(","typ":"yinxin-request"})";
        EXPECT_EQ(reason(open(to_base64url(as_bytes(header)) + good.substr(first))), "signature");
    }
    EXPECT_EQ(reason(open("")), "format");
    EXPECT_EQ(reason(open("a.b")), "format");
    EXPECT_EQ(reason(open(good + ".x")), "format");
}

TEST_F(SignedRequestsTest, a_request_names_its_service_its_person_and_its_file) {
    const Person person = add_staff("clerk1", {Role::clerk});
    add_staff("clerk2", {Role::clerk});
    const auto key = give_key(person);
    json::object elsewhere = claims("clerk1");
    elsewhere["aud"] = "https://elsewhere.example";
    EXPECT_EQ(reason(open(sign(key, elsewhere))), "address");
    EXPECT_EQ(reason(open(sign(key, claims("clerk2")))), "person");
    EXPECT_EQ(reason(open(sign(key, claims("clerk1")), Bytes{1, 2, 3})), "body");
    json::object with_file = claims("clerk1");
    with_file["body_sha256"] = to_hex(crypto::sha256(Bytes{1, 2, 3}));
    EXPECT_EQ(reason(open(sign(key, with_file), Bytes{1, 2, 4})), "body");
    with_file["jti"] = "another-number-0001";
    EXPECT_TRUE(open(sign(key, with_file), Bytes{1, 2, 3}));
    json::object more = claims("clerk1");
    more["role"] = "approver";
    EXPECT_EQ(reason(open(sign(key, more))), "format");
}

TEST_F(SignedRequestsTest, a_key_ends_with_its_year_its_removal_its_owner_and_a_recovery) {
    const Person admin = add_staff("secadmin", {Role::security_administrator});
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto removed = give_key(person);
    ASSERT_TRUE(run(remove_staff_key(services(), person.actor, removed.key().id())));
    EXPECT_EQ(reason(open(sign(removed, claims("clerk1")))), "signature");

    const auto key = give_key(person);
    ASSERT_TRUE(run(
        set_staff_state(services(), admin.actor, person.actor.id, storage::StaffState::disabled)));
    EXPECT_EQ(reason(open(sign(key, claims("clerk1")))), "signature");
    ASSERT_TRUE(run(
        set_staff_state(services(), admin.actor, person.actor.id, storage::StaffState::active)));
    EXPECT_TRUE(open(sign(key, claims("clerk1"))));

    const auto invited = run(recover_staff(services(), admin.actor, person.actor.id));
    ASSERT_TRUE(invited);
    const Person back = enter("clerk1", invited->code);
    EXPECT_EQ(reason(open(sign(key, claims("clerk1")))), "signature");

    const auto last = give_key(back);
    clock_.pass(staff_key_lasts);
    EXPECT_EQ(reason(open(sign(last, claims("clerk1")))), "signature");
}

TEST_F(SignedRequestsTest, a_role_taken_away_is_gone_with_the_next_request) {
    const Person admin = add_staff("secadmin", {Role::security_administrator});
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto key = give_key(person);
    ASSERT_TRUE(run(change_roles(services(), admin.actor, person.actor.id, {Role::editor})));
    const auto request = open(sign(key, claims("clerk1")));
    ASSERT_TRUE(request);
    EXPECT_FALSE(request->actor.roles.has(Role::clerk));
}

TEST_F(SignedRequestsTest, what_is_wrong_with_a_key_is_said_beside_its_field) {
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto field = [&](NewStaffKey key) {
        const auto added = run(add_staff_key(services(), person.actor, std::move(key)));
        return added ? std::string("kept") : added.error().params().at("field");
    };
    const std::string pem = *crypto::public_pem(make_key().key());
    EXPECT_EQ(field({"", pem}), "label");
    EXPECT_EQ(field({"程序", "-----BEGIN PUBLIC KEY-----"}), "pem");
    EXPECT_EQ(field({"程序", pem}), "kept");
    EXPECT_EQ(field({"程序", pem}), "pem");
    for (int i = 1; i < static_cast<int>(most_staff_keys); ++i)
        give_key(person);
    EXPECT_EQ(field({"程序", *crypto::public_pem(make_key().key())}), "form");
}

TEST_F(SignedRequestsTest, an_unknown_verb_or_parameter_is_refused) {
    const Person person = add_staff("clerk1", {Role::clerk});
    SignedRequest request;
    request.actor = person.actor;
    request.verb = "format_disk";
    EXPECT_EQ(run(run_office_verb(services(), request)).error().code(), ErrorCode::unsupported);
    request.verb = "proposals";
    request.parameters["all"] = "yes";
    EXPECT_EQ(run(run_office_verb(services(), request)).error().code(), ErrorCode::invalid_input);
}

}  // namespace
}  // namespace yinxin::service
