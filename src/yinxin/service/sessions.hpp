// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/keyed.hpp"
#include "yinxin/domain/organisation.hpp"
#include "yinxin/service/services.hpp"

#include <optional>
#include <string>
#include <vector>

/// Sessions live on the server; the browser holds a random token of which only the SHA-256 is
/// stored. Before login there is none: forms there use a signed cookie of the http room.
namespace yinxin::service {

/// How somebody got in.
enum class LoginProof {
    password,
    one_time_code,
    provider,  ///< an OpenID provider said so
};

}  // namespace yinxin::service

template <>
struct yinxin::domain::KeyTable<yinxin::service::LoginProof> {
    static constexpr std::array<Keyed<service::LoginProof>, 3> rows{{
        {service::LoginProof::password, "password"},
        {service::LoginProof::one_time_code, "one_time_code"},
        {service::LoginProof::provider, "provider"},
    }};
};

namespace yinxin::service {

/// From where somebody acts; kept with sessions and consents.
struct Origin {
    std::string address;  ///< of the person, behind trusted proxies too
    std::string device;   ///< the browser's words about itself; the first 200 bytes are kept
    Language language = Language::zh;  ///< of the page; a code comes in the same
    std::string mark{};  ///< what an earlier login left in this browser (known_device.hpp)
};

/// What is kept of it: the first 200 bytes, no character cut in two.
[[nodiscard]] std::string kept_device(std::string device);

/// A session just begun. The token goes into the cookie and nowhere else.
struct LoggedIn {
    AccountId account;
    Secret token;  ///< 256 random bits as base64url
};

/// For whom somebody checks, and why (acting.hpp).
struct ActingFor {
    domain::OrganisationId organisation;
    std::string name;
    domain::OrganisationStanding standing = domain::OrganisationStanding::stated;
    domain::OrganisationClass organisation_class = domain::OrganisationClass::ordinary;
    std::string purpose;
    std::optional<CivilDay> shown_from;  ///< stated: holders see the checks from this day on
};

/// What a request behind a session needs to know; one read.
struct SessionFacts {
    AccountId account;
    std::string account_name;  ///< the login name
    LoginProof proof = LoginProof::password;
    Instant created_at{};
    Instant seen_at{};
    bool has_agreed = false;  ///< to both notices in force; false too while no service notice is
    bool has_agreed_before = false;   ///< to an older version
    std::vector<HolderId> holders;    ///< persons the account is bound to
    bool has_stated_person = false;   ///< the account says whose it is; false: for checking only
    bool may_act = false;             ///< for an organisation that is not closed
    std::optional<ActingFor> acting;  ///< none: for himself

    /// @param trace  of the request, for work that it orders.
    [[nodiscard]] Actor actor(std::string trace = {}) const {
        return {account, holders, std::move(trace)};
    }
    /// The account was made for checking other people's certificates and nothing else.
    [[nodiscard]] bool only_checks() const noexcept {
        return !has_stated_person && holders.empty();
    }
    /// A password may be set without the current one for ten minutes after login by one-time code
    /// or at a provider: neither asks for it, and some of those accounts have none.
    [[nodiscard]] bool needs_current_password(Instant now) const noexcept;
};

/// Begins a session inside the transaction that proved who it is. The browser's old session, if
/// any, is ended by the caller (end_session): a token never survives a login. An account that is to
/// be closed stays open by it (account_closing.hpp).
/// @error account.login_failed  the account is closed
Result<LoggedIn> start_session(storage::Transaction& transaction,
                               AccountId account,
                               LoginProof proof,
                               const Origin& origin,
                               Instant now);

/// What is kept of a session at a provider, so that it can be ended from there.
struct ProviderSession {
    std::string provider;                   ///< id in the settings
    std::optional<crypto::Digest32> index;  ///< of the provider's own session, if it names one
};
/// The same for somebody whom a provider sent.
Result<LoggedIn> start_provider_session(storage::Transaction& transaction,
                                        AccountId account,
                                        const ProviderSession& at,
                                        const Origin& origin,
                                        Instant now);

/// The session behind a token, within settings.session.idle and .absolute (half-open); moves
/// `seen_at`, at most once a minute.
/// @error account.session_expired  unknown, ended or too old; they look the same.
[[nodiscard]] Task<Result<SessionFacts>> find_session(Services& services, Secret token);

/// Gives the session a new token after its account may do more, or its proof changed (a person
/// bound, a password set), so that a token somebody saw before opens nothing after (ASVS 5.0
/// 7.2.4). The session and its times go on.
/// @error account.session_expired  unknown or ended.
[[nodiscard]] Task<Result<Secret>> renew_session(Services& services, Secret token);

/// 退出登录. Ending what has ended is no error.
[[nodiscard]] Task<Result<void>> end_session(Services& services, Secret token);

/// Ends every session of the account but this one. @return how many.
[[nodiscard]] Task<Result<std::int64_t>> end_other_sessions(Services& services,
                                                            AccountId account,
                                                            Secret token);

/// One line of the list on the account page.
struct SessionLine {
    Instant created_at{};
    Instant seen_at{};
    std::string device;
    bool is_this_one = false;
    std::string address{};
};
/// Living sessions of the account, newest first.
Result<std::vector<SessionLine>> list_sessions(storage::Reader& reader,
                                               const config::Session& limits,
                                               AccountId account,
                                               const Secret& token,
                                               Instant now);

/// Removes sessions that can never be used again. @return how many.
Result<std::int64_t> forget_dead_sessions(storage::Transaction& transaction,
                                          const config::Session& limits,
                                          Instant now);

}  // namespace yinxin::service
