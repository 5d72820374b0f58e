// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/second_login.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/account_passkeys.hpp"
#include "yinxin/service/code_requests.hpp"
#include "yinxin/service/devices.hpp"
#include "yinxin/service/step_up.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using storage::Reader;
using storage::Transaction;

/// account, proof, provider, hex of the provider's session
constexpr std::size_t entrant_facts = 4;

std::vector<std::string> pack(const Entrant& entrant) {
    std::vector<std::string> facts{
        entrant.account.str(), std::string(domain::key(entrant.proof)), "", ""};
    if (entrant.provider) {
        facts[2] = entrant.provider->provider;
        if (entrant.provider->index) facts[3] = to_hex(*entrant.provider->index);
    }
    return facts;
}

Result<Entrant> unpack(const std::vector<std::string>& facts) {
    if (facts.size() != entrant_facts) return Error(ErrorCode::malformed, "second login");
    Entrant entrant;
    entrant.account = AccountId{parse_integer(facts[0]).value_or(0)};
    YX_TRY(entrant.proof, domain::parse_key<LoginProof>(facts[1]));
    if (facts[2].empty()) return entrant;
    entrant.provider = ProviderSession{facts[2], std::nullopt};
    if (facts[3].empty()) return entrant;
    YX_TRY(const Bytes bytes, parse_hex(facts[3]));
    crypto::Digest32 index{};
    if (bytes.size() != index.size()) return Error(ErrorCode::malformed, "second login");
    std::ranges::copy(bytes, index.begin());
    entrant.provider->index = index;
    return entrant;
}

/// @param factor  the second one that was shown; empty: there is none
Result<LoggedIn> begin(Transaction& transaction,
                       const Services& services,
                       const Entrant& entrant,
                       const Origin& origin,
                       const std::string& factor,
                       Instant now) {
    const AccountId account = entrant.account;
    YX_TRY(const storage::AccountRow before, storage::find_account(transaction, account));
    LoggedIn in;
    std::map<std::string, std::string> facts{{"proof", std::string(domain::key(entrant.proof))}};
    if (entrant.provider) {
        YX_TRY(in, start_provider_session(transaction, account, *entrant.provider, origin, now));
        facts.emplace("provider", entrant.provider->provider);
    } else {
        YX_TRY(in, start_session(transaction, account, entrant.proof, origin, now));
    }
    YX_CHECK(recognise_device(transaction, services, before, origin, in, now));
    // Who has just shown as much as is ever asked for is not asked again.
    if (!factor.empty() || entrant.proof == LoginProof::one_time_code) {
        YX_CHECK(mark_confirmed(transaction, account, in.token, now));
    }
    if (!factor.empty()) facts.emplace("second", factor);
    YX_CHECK(audit_account(
        transaction, domain::EventKind::login_succeeded, account, now, std::move(facts)));
    return in;
}

/// The session, or the refusal; both are kept.
struct Finish {
    std::optional<LoggedIn> in;
    std::optional<Error> refusal;
};

Result<Finish> finish(Transaction& transaction,
                      const Services& services,
                      const Secret& ticket,
                      const ShownFactor& shown,
                      const Origin& origin,
                      Instant now) {
    YX_TRY(const auto facts,
           find_grant(transaction, services, CodePurpose::second_login, ticket, now));
    YX_TRY(const Entrant entrant, unpack(facts));
    YX_TRY(FactorJudgement judgement,
           judge_factor(transaction, services, entrant.account, shown, now));
    Finish finished;
    if (judgement.refusal) {
        finished.refusal = std::move(judgement.refusal);
        return finished;
    }
    YX_CHECK(use_grant(transaction, ticket, now));
    YX_TRY(finished.in, begin(transaction, services, entrant, origin, judgement.factor, now));
    return finished;
}

}  // namespace

Result<LoggedIn> let_in(Transaction& transaction,
                        const Services& services,
                        const Entrant& entrant,
                        const Origin& origin,
                        Instant now) {
    YX_TRY(const bool has_second,
           storage::has_second_factor(transaction, services.keys, entrant.account));
    if (!has_second) return begin(transaction, services, entrant, origin, "", now);
    LoggedIn half;
    half.account = entrant.account;
    half.needs_second = true;
    YX_TRY(half.token,
           open_grant(transaction,
                      services,
                      CodePurpose::second_login,
                      pack(entrant),
                      second_login_lasts,
                      now));
    return half;
}

Task<Result<SecondAsked>> find_second_login(Services& services, Secret ticket) {
    const Instant now = services.clock.now();
    AccountId account;
    SecondAsked asked;
    bool has_passkeys = false;
    auto read = [&](Reader& reader) -> Result<void> {
        YX_TRY(const auto facts,
               find_grant(reader, services, CodePurpose::second_login, ticket, now));
        YX_TRY(const Entrant entrant, unpack(facts));
        account = entrant.account;
        YX_TRY(const auto totp, storage::find_account_totp(reader, services.keys, account));
        asked.has_totp = totp.has_value();
        YX_TRY(const auto passkeys, storage::list_account_passkeys(reader, services.keys, account));
        has_passkeys = !passkeys.empty();
        return ok();
    };
    YX_CO_CHECK(co_await services.store.read(read));
    if (has_passkeys) {
        YX_CO_TRY(asked.passkey,
                  co_await ask_account_passkey(
                      services, account, std::move(ticket), PasskeyUse::assertion));
    }
    co_return asked;
}

Task<Result<LoggedIn>> finish_second_login(Services& services,
                                           Secret ticket,
                                           ShownFactor shown,
                                           Origin origin) {
    const Instant now = services.clock.now();
    shown.bound_to = ticket;
    auto run = [&services, ticket, shown, origin, now](Transaction& transaction) {
        return finish(transaction, services, ticket, shown, origin, now);
    };
    auto finished = co_await services.store.write(run);
    if (!finished) co_return std::move(finished).error();
    if (finished->refusal) co_return *finished->refusal;
    co_return *std::move(finished->in);
}

}  // namespace yinxin::service
