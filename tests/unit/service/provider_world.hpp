// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "account_world.hpp"
#include "fake_provider.hpp"

#include "yinxin/service/provider_logins.hpp"

#include <map>

namespace yinxin::service {

inline const std::string issuer = "https://exam.example.cn";
inline const std::string second_issuer = "https://second.example.cn";

/// The value of a parameter in an address; what is tested has no escapes in it.
inline std::string parameter(const std::string& url, const std::string& name) {
    const std::size_t at = url.find(name + "=");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 1;
    return url.substr(begin, url.find('&', begin) - begin);
}

/// Accounts here and a provider that says what a test wants it to say.
class ProviderWorld : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        settings_.public_url = "https://verify.example.cn";
        settings_.limits.logins_per_minute = 1000;
        config::LoginProvider provider;
        provider.id = "exam";
        provider.name = {"报名平台", "Exam platform"};
        provider.issuer = issuer;
        provider.client_id = "yinxin";
        provider.person.are_asserted = true;
        provider.person.verified = "verified";
        provider.mobile_claim = "phone_number";
        config::LoginProvider second = provider;
        second.id = "second";
        second.issuer = second_issuer;
        settings_.login.providers = {provider, second};
        pool_ = std::make_unique<flow::Pool>(
            flow::Pool::Shape{"providers", 1, flow::Pool::QueueLimit(16)});
        providers_ = std::make_unique<LoginProviders>(
            settings_.login,
            std::map<std::string, Secret>{{"exam", Secret(std::string("s/cret"))}},
            *pool_,
            [this](const ProviderRequest& request) { return answer(request); });
        services().providers = providers_.get();
    }
    void TearDown() override {
        services().providers = nullptr;
        providers_.reset();
        pool_.reset();
        AccountWorld::TearDown();
    }

    /// The provider, as a test wants it.
    Result<ProviderAnswer> answer(const ProviderRequest& request) {
        ++asked_[request.url];
        if (is_down_) return Error(ErrorCode::timed_out);
        if (request.url == issuer + "/.well-known/openid-configuration") {
            return ProviderAnswer{200,
                                  R"({"issuer":")" + issuer + R"(","authorization_endpoint":")" +
                                      issuer + R"(/auth","token_endpoint":")" + issuer +
                                      R"(/token","jwks_uri":")" + issuer + "/keys\"" +
                                      more_of_discovery_ + "}"};
        }
        if (request.url == issuer + "/keys") return ProviderAnswer{200, key_set({key_->jwk()})};
        if (request.url == issuer + "/token") {
            last_form_ = request.form;
            last_authorization_ = request.authorization;
            return ProviderAnswer{200,
                                  R"({"token_type":"Bearer","access_token":"at","id_token":")" +
                                      key_->token(payload_) + "\"}"};
        }
        return Error(ErrorCode::unavailable, request.url);
    }

    ProviderDeparture begin(std::optional<AccountId> link_to = std::nullopt) {
        auto departure = run(begin_provider_login(services(), "exam", link_to, Secret(), origin()));
        EXPECT_TRUE(departure) << departure.error().describe();
        return *std::move(departure);
    }
    void say(const ProviderDeparture& departure,
             const std::string& subject,
             const std::string& more = "",
             const std::string& session = "s1") {
        const auto at = clock_.now().time_since_epoch().count();
        payload_ = R"({"iss":")" + issuer + R"(","aud":"yinxin","sub":")" + subject +
                   R"(","sid":")" + session + R"(","nonce":")" + parameter(departure.url, "nonce") +
                   R"(","iat":)" + std::to_string(at) + R"(,"exp":)" + std::to_string(at + 300) +
                   more + "}";
    }
    Result<ProviderArrival> come_back(const ProviderDeparture& departure,
                                      ProviderReturn with = {"", "code-1", "", ""}) {
        with.state = parameter(departure.url, "state");
        return run(finish_provider_login(services(), "exam", with, departure.browser, origin()));
    }
    Result<ProviderArrival> log_in_as(const std::string& subject, const std::string& more = "") {
        const ProviderDeparture departure = begin();
        say(departure, subject, more);
        return come_back(departure);
    }
    ErrorCode refusal(const Result<ProviderArrival>& arrival) {
        EXPECT_FALSE(arrival);
        return arrival ? ErrorCode::internal : arrival.error().code();
    }
    bool is_open(const Secret& token) { return run(find_session(services(), token)).has_value(); }

    static std::string person(const std::string& name, const domain::IdNumber& document) {
        return R"(,"verified":true,"name":")" + name + R"(","id_number":")" + document.number +
               "\"";
    }
    Result<std::int64_t> log_out_there(const std::string& id, const std::string& who) {
        const auto at = clock_.now().time_since_epoch().count();
        const std::string token =
            R"({"iss":")" + issuer + R"(","aud":"yinxin","iat":)" + std::to_string(at) +
            R"(,"exp":)" + std::to_string(at + 120) + R"(,"jti":")" + id +
            R"(","events":{"http://schemas.openid.net/event/backchannel-logout":{}},)" + who + "}";
        return run(end_by_provider(services(), "exam", key_->token(token)));
    }

    std::unique_ptr<ProviderKey> key_ =
        std::make_unique<ProviderKey>("k1", ProviderKey::Kind::p256);
    std::string payload_;
    std::string more_of_discovery_;
    std::string last_form_;
    std::string last_authorization_;
    bool is_down_ = false;
    std::map<std::string, int> asked_;

  private:
    std::unique_ptr<flow::Pool> pool_;
    std::unique_ptr<LoginProviders> providers_;
};

}  // namespace yinxin::service
