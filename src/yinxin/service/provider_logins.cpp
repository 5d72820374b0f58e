// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/provider_logins.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/account_closing.hpp"
#include "yinxin/service/provider_links.hpp"
#include "yinxin/service/second_login.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
namespace columns = storage::personal_columns;
using domain::EventKind;
using storage::Reader;
using storage::Transaction;

constexpr std::chrono::seconds address_window{60};

crypto::Digest32 hash_of(const Secret& secret) {
    return crypto::sha256(secret.expose_bytes());
}

/// Nonce and PKCE verifier are not kept anywhere: they follow from the browser's cookie, the state
/// and a key that is not in the database, so only this browser's return gives them again.
Secret derived(const Services& services,
               std::string_view what,
               const Secret& browser,
               const std::string& state) {
    const crypto::MacKey key = services.keys.tokens.derive("yinxin login at a provider");
    const std::string message = std::string(what) + ':' + browser.expose() + ':' + state;
    return Secret(to_base64url(key.of(as_bytes(message))));
}

std::string redirect_uri(const Services& services, const config::LoginProvider& provider) {
    return services.settings.public_url + "/login/" + provider.id + "/callback";
}

std::string departure_url(const Services& services,
                          const config::LoginProvider& provider,
                          const ProviderPlace& place,
                          const Secret& browser,
                          const std::string& state,
                          bool asks_again) {
    std::string scopes;
    for (const std::string& scope : provider.scopes)
        scopes += (scopes.empty() ? "" : " ") + scope;
    const Secret verifier = derived(services, "verifier", browser, state);
    const std::string challenge = to_base64url(crypto::sha256(verifier.expose_bytes()));
    std::string url = place.authorization_endpoint;
    url += url.contains('?') ? '&' : '?';
    url += form_field("response_type", "code") + '&' + form_field("client_id", provider.client_id) +
           '&' + form_field("redirect_uri", redirect_uri(services, provider)) + '&' +
           form_field("scope", scopes) + '&' + form_field("state", state) + '&' +
           form_field("nonce", derived(services, "nonce", browser, state).expose()) + '&' +
           form_field("code_challenge", challenge) + '&' +
           form_field("code_challenge_method", "S256");
    // Who is linked must be the one who sits there, not whoever logged in at the provider before.
    if (asks_again) url += '&' + form_field("prompt", "login");
    return url;
}

Result<void> check_answer(const ProviderReturn& answer,
                          const config::LoginProvider& provider,
                          const ProviderPlace& place) {
    const bool is_named = !answer.issuer.empty();
    if ((is_named || place.names_itself) && answer.issuer != provider.issuer) {
        log::warning("provider.refused",
                     {{"provider", provider.id}, {"rule", "iss of the answer"}});
        return Error(ErrorCode::provider_refused, "iss of the answer");
    }
    if (answer.error.empty()) {
        return answer.code.empty() ? Error(ErrorCode::provider_refused, "no code")
                                   : Result<void>(ok());
    }
    if (answer.error == "access_denied") return Error(ErrorCode::provider_denied);
    if (answer.error == "temporarily_unavailable" || answer.error == "server_error") {
        return Error(ErrorCode::provider_unavailable, provider.id);
    }
    log::warning("provider.refused", {{"provider", provider.id}, {"rule", "error of the answer"}});
    return Error(ErrorCode::provider_refused, "error of the answer");
}

/// Checks with the keys at hand; once more with fresh ones where none of them fits.
template <class Claims>
Task<Result<Claims>> check_with_keys(Services& services,
                                     const config::LoginProvider& provider,
                                     std::string token,
                                     TokenRules rules,
                                     Result<Claims> (*check)(std::string_view,
                                                             const ProviderKeys&,
                                                             const TokenRules&)) {
    for (const Freshness freshness : {Freshness::cached, Freshness::fresh}) {
        YX_CO_TRY(const auto keys,
                  co_await services.providers->keys_of(provider, freshness, rules.now));
        Result<Claims> claims = check(token, *keys, rules);
        if (claims) co_return claims;
        if (claims.error().code() == ErrorCode::not_found) continue;
        log::warning("provider.refused",
                     {{"provider", provider.id}, {"rule", claims.error().detail()}});
        co_return Error(claims.error());
    }
    log::warning("provider.refused", {{"provider", provider.id}, {"rule", "unknown key"}});
    co_return Error(ErrorCode::provider_refused, "unknown key");
}

/// The browser's own login, taken out of the table: it comes back once, whatever follows.
Task<Result<WaitingLogin>> take_login(Services& services,
                                      const config::LoginProvider& provider,
                                      std::string state,
                                      Secret browser) {
    const Instant now = services.clock.now();
    const crypto::Digest32 ticket = crypto::sha256(as_bytes(state));
    auto take = [ticket](Transaction& transaction) {
        return transaction.maybe<WaitingLogin>(sql::provider_login::take, ticket, step_begun);
    };
    auto row = co_await services.store.write(take);
    if (!row) co_return std::move(row).error();
    const bool is_own = *row && (*row)->provider == provider.id && now < (*row)->expires_at &&
                        equal_constant_time((*row)->browser_hash, hash_of(browser));
    if (!is_own) co_return Error(ErrorCode::provider_login_over);
    co_return **std::move(row);
}

Task<Result<ProviderIdentity>> redeem(Services& services,
                                      const config::LoginProvider& provider,
                                      ProviderReturn answer,
                                      Secret browser) {
    const Instant now = services.clock.now();
    YX_CO_TRY(
        const ProviderTokens tokens,
        co_await services.providers->redeem(provider,
                                            answer.code,
                                            derived(services, "verifier", browser, answer.state),
                                            redirect_uri(services, provider),
                                            now));
    TokenRules rules{provider.issuer,
                     provider.client_id,
                     derived(services, "nonce", browser, answer.state).expose(),
                     tokens.access_token.expose(),
                     now};
    YX_CO_TRY(const TokenClaims claims,
              co_await check_with_keys<TokenClaims>(
                  services, provider, tokens.id_token, std::move(rules), check_id_token));
    co_return read_identity(provider, claims);
}

Result<LoggedIn> open_account(Transaction& transaction,
                              const Services& services,
                              const config::LoginProvider& provider,
                              const ProviderIdentity& identity,
                              const Origin& origin,
                              Instant now) {
    YX_TRY(auto account,
           storage::find_account_by_subject(transaction, services.keys, identity.who));
    if (!account) {
        YX_TRY(account, make_provider_account(transaction, services, provider, identity, now));
    }
    // Before anything is written about the person: of a closed account nothing is.
    YX_CHECK(pass_closing(transaction, *account, now));
    YX_CHECK(settle_person(transaction, services, *account, identity, now));
    ProviderSession at{provider.id, std::nullopt};
    if (!identity.session.empty()) {
        at.index =
            columns::provider_session_index(services.keys.index, provider.issuer, identity.session);
    }
    return let_in(
        transaction, services, {*account, LoginProof::provider, std::move(at)}, origin, now);
}

/// A refused login is in the audit; the errors above undid their transaction.
Task<void> note_refusal(Services& services, ErrorCode code) {
    const Instant now = services.clock.now();
    auto note = [code, now](Transaction& transaction) {
        return audit_refused_login(
            transaction, AccountId{}, "provider " + std::string(dotted_name(code)), now);
    };
    const auto noted = co_await services.store.write(note);
    if (!noted) log::warning("provider.refusal_not_noted");
}

Task<Result<ProviderArrival>> arrive(Services& services,
                                     const config::LoginProvider& provider,
                                     ProviderReturn answer,
                                     Secret browser,
                                     Origin origin) {
    YX_CO_TRY(const WaitingLogin row,
              co_await take_login(services, provider, answer.state, browser));
    const Instant now = services.clock.now();
    YX_CO_TRY(const ProviderPlace place, co_await services.providers->place_of(provider, now));
    YX_CO_CHECK(check_answer(answer, provider, place));
    YX_CO_TRY(const ProviderIdentity identity,
              co_await redeem(services, provider, answer, browser));
    auto settle = [&services, &provider, identity, origin, account = row.account, now](
                      Transaction& transaction) -> Result<ProviderArrival> {
        ProviderArrival arrival;
        if (account) {
            YX_TRY(arrival.ticket,
                   keep_for_link(transaction, services, provider, *account, identity, now));
        } else {
            YX_TRY(arrival.in,
                   open_account(transaction, services, provider, identity, origin, now));
        }
        return arrival;
    };
    co_return co_await services.store.write(settle);
}

Result<std::int64_t> end_sessions(Transaction& transaction,
                                  const Services& services,
                                  const config::LoginProvider& provider,
                                  const LogoutClaims& claims,
                                  Instant now) {
    const crypto::Digest32 used = crypto::sha256(as_bytes(provider.issuer + '\n' + claims.id));
    YX_TRY(const auto is_new,
           transaction.maybe<std::int64_t>(
               sql::provider_login::use_logout_token, used, claims.expires_at + token_leeway));
    if (!is_new) return Error(ErrorCode::provider_refused, "token used before");
    YX_TRY(const auto known,
           storage::find_account_by_subject(
               transaction, services.keys, {provider.issuer, claims.subject}));
    std::vector<AccountId> ended;
    if (!claims.session.empty()) {
        YX_TRY(ended,
               transaction.all<AccountId>(sql::session::end_provider_session,
                                          columns::provider_session_index(
                                              services.keys.index, provider.issuer, claims.session),
                                          provider.id));
    } else if (known) {
        YX_TRY(const std::int64_t rows,
               transaction.execute(sql::session::end_by_provider,
                                   *known,
                                   provider.id,
                                   std::optional<crypto::Digest32>()));
        ended.assign(static_cast<std::size_t>(rows), *known);
    }
    for (const AccountId account : ended) {
        YX_CHECK(audit_account(
            transaction, EventKind::logged_out, account, now, {{"provider", provider.id}}));
    }
    return static_cast<std::int64_t>(ended.size());
}

}  // namespace

Task<Result<ProviderDeparture>> begin_provider_login(Services& services,
                                                     std::string provider_id,
                                                     std::optional<AccountId> link_to,
                                                     Secret browser,
                                                     Origin origin) {
    const Instant now = services.clock.now();
    YX_CO_TRY(const config::LoginProvider* provider, provider_of(services, provider_id));
    YX_CO_TRY(const ProviderPlace place, co_await services.providers->place_of(*provider, now));
    if (browser.empty()) browser = Secret(crypto::random_token());
    const std::string state = crypto::random_token();
    const Allowance allowance{static_cast<std::int64_t>(services.settings.limits.logins_per_minute),
                              address_window};
    auto keep = [&services,
                 ticket = crypto::sha256(as_bytes(state)),
                 id = provider->id,
                 hash = hash_of(browser),
                 address = counted_address(origin.address),
                 allowance,
                 link_to,
                 now](Transaction& transaction) -> Result<void> {
        YX_CHECK(
            take_allowance(transaction, services.keys, "login/provider", address, allowance, now));
        YX_CHECK(transaction.execute(sql::provider_login::insert,
                                     ticket,
                                     id,
                                     step_begun,
                                     hash,
                                     link_to,
                                     std::optional<Bytes>(),
                                     now + provider_login_lifetime));
        return ok();
    };
    YX_CO_CHECK(co_await services.store.write(keep));
    std::string url =
        departure_url(services, *provider, place, browser, state, link_to.has_value());
    co_return ProviderDeparture{std::move(url), std::move(browser)};
}

Task<Result<ProviderArrival>> finish_provider_login(Services& services,
                                                    std::string provider_id,
                                                    ProviderReturn answer,
                                                    Secret browser,
                                                    Origin origin) {
    YX_CO_TRY(const config::LoginProvider* provider, provider_of(services, provider_id));
    auto arrival = co_await arrive(
        services, *provider, std::move(answer), std::move(browser), std::move(origin));
    if (!arrival) co_await note_refusal(services, arrival.error().code());
    co_return arrival;
}

Task<Result<std::int64_t>> end_by_provider(Services& services,
                                           std::string provider_id,
                                           std::string logout_token) {
    const Instant now = services.clock.now();
    YX_CO_TRY(const config::LoginProvider* provider, provider_of(services, provider_id));
    TokenRules rules{provider->issuer, provider->client_id, {}, {}, now};
    YX_CO_TRY(
        const LogoutClaims claims,
        co_await check_with_keys<LogoutClaims>(
            services, *provider, std::move(logout_token), std::move(rules), check_logout_token));
    auto end = [&services, provider, claims, now](Transaction& transaction) {
        return end_sessions(transaction, services, *provider, claims, now);
    };
    co_return co_await services.store.write(end);
}

Result<std::int64_t> forget_provider_logins(Transaction& transaction, Instant now) {
    YX_TRY(const std::int64_t logins, transaction.execute(sql::provider_login::delete_old, now));
    YX_TRY(const std::int64_t tokens,
           transaction.execute(sql::provider_login::delete_old_tokens, now));
    return logins + tokens;
}

}  // namespace yinxin::service
