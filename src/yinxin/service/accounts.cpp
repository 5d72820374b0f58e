// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/accounts.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/service/second_login.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EventKind;
using storage::Transaction;

constexpr std::chrono::seconds address_window{60};

/// Counts the address, then the login name. Refusals are values: their audit event must stay.
Result<LoginAttempt> begin_login(Transaction& transaction,
                                 const Services& services,
                                 const std::string& login_name,
                                 const Origin& origin,
                                 Instant now) {
    const Allowance allowance{static_cast<std::int64_t>(services.settings.limits.logins_per_minute),
                              address_window};
    const Result<void> taken = take_allowance(transaction,
                                              services.keys,
                                              "login/address",
                                              counted_address(origin.address),
                                              allowance,
                                              now);
    if (taken) return begin_attempt(transaction, services, login_name, now, origin.device_mark);
    if (taken.error().code() != ErrorCode::too_many_requests) return taken.error();
    LoginAttempt refused;
    refused.refusal = taken.error();
    YX_CHECK(audit_refused_login(transaction, AccountId{}, "address", now));
    return refused;
}

/// The session, or none for a wrong password: both are kept.
Result<std::optional<LoggedIn>> finish_login(Transaction& transaction,
                                             const Services& services,
                                             const LoginAttempt& attempt,
                                             const PasswordCheck& check,
                                             const Origin& origin,
                                             Instant now) {
    const AccountId account = attempt.account ? attempt.account->account : AccountId{};
    bool is_right = check.is_right;
    if (is_right) {
        // Changed while we were checking the one before: that one no longer opens anything.
        YX_TRY(const storage::AccountRow row, storage::find_account(transaction, account));
        is_right = row.password_hash == attempt.account->password_hash;
    }
    if (!is_right) {
        const char* reason = account.is_set() ? "wrong_password" : "unknown_name";
        YX_CHECK(audit_refused_login(transaction, account, reason, now));
        return std::optional<LoggedIn>();
    }
    // Under the name that was typed: a merged account's own name leads here as well.
    YX_CHECK(forgive_attempts(transaction, attempt.name_index));
    if (check.upgraded) {
        YX_CHECK(transaction.execute(sql::account::set_password, account, *check.upgraded));
    }
    YX_TRY(LoggedIn in,
           let_in(transaction, services, {account, LoginProof::password}, origin, now));
    return std::optional(std::move(in));
}

Task<Result<void>> forget_attempt(Services& services, LoginAttempt attempt) {
    auto take_back = [attempt](Transaction& transaction) {
        return take_back_attempt(transaction, attempt);
    };
    co_return co_await services.store.write(take_back);
}

/// What changing a password needs of the account.
struct Owner {
    SessionFacts session;
    std::string login_name;
    storage::AccountIdentity identity;
};

Task<Result<Owner>> load_owner(Services& services, Secret token) {
    auto session = co_await find_session(services, token);
    if (!session) co_return std::move(session).error();
    const AccountId account = session->account;
    auto read = [account](storage::Reader& reader) {
        return storage::find_account(reader, account);
    };
    const auto row = co_await services.store.read(read);
    if (!row) co_return row.error();
    auto identity = storage::open_identity(services.keys, *row);
    if (!identity) co_return std::move(identity).error();
    co_return Owner{*std::move(session), row->login_name, *std::move(identity)};
}

/// Whether the person at the keyboard still knows the password; throttled like a login.
Task<Result<void>> confirm_current(Services& services, std::string login_name, Secret current) {
    const Instant now = services.clock.now();
    auto begin = [&services, login_name, now](Transaction& transaction) {
        return begin_attempt(transaction, services, login_name, now);
    };
    const auto attempt = co_await services.store.write(begin);
    if (!attempt) co_return attempt.error();
    if (attempt->refusal) co_return *attempt->refusal;
    std::optional<std::string> stored;
    if (attempt->account) stored = attempt->account->password_hash;
    const auto check = co_await check_on_pool(services, stored, current);
    if (!check) {
        (void)co_await forget_attempt(services, *attempt);
        co_return check.error();
    }
    if (check->is_right) co_return ok();
    const AccountId account = attempt->account ? attempt->account->account : AccountId{};
    auto refuse = [account, now](Transaction& transaction) {
        return audit_refused_login(transaction, account, "current_password", now);
    };
    const auto audited = co_await services.store.write(refuse);
    if (!audited) co_return audited.error();
    co_return Error(ErrorCode::password_current_wrong);
}

Result<void> put_password(Transaction& transaction,
                          const Services& services,
                          const Owner& owner,
                          const std::string& hash,
                          const Secret& token,
                          Instant now) {
    const AccountId account = owner.session.account;
    YX_CHECK(transaction.execute(sql::account::set_password, account, hash));
    YX_CHECK(forgive_failures(transaction, services.keys, owner.login_name));
    YX_TRY(const std::int64_t ended,
           transaction.execute(
               sql::session::delete_others, account, crypto::sha256(token.expose_bytes())));
    YX_TRY(const Language language, message_language(transaction, account));
    YX_CHECK(queue_message(transaction,
                           services,
                           owner.identity.mobile,
                           Message{"password_changed", {}, language},
                           now));
    return audit_account(transaction,
                         EventKind::password_changed,
                         account,
                         now,
                         {{"other_sessions", std::to_string(ended)}});
}

}  // namespace

Task<Result<LoggedIn>> log_in(Services& services,
                              std::string login_name,
                              Secret password,
                              Origin origin) {
    const Instant now = services.clock.now();
    auto begin = [&services, login_name, origin, now](Transaction& transaction) {
        return begin_login(transaction, services, login_name, origin, now);
    };
    const auto attempt = co_await services.store.write(begin);
    if (!attempt) co_return attempt.error();
    if (attempt->refusal) co_return *attempt->refusal;

    std::optional<std::string> stored;
    if (attempt->account) stored = attempt->account->password_hash;
    const auto check = co_await check_on_pool(services, stored, std::move(password));
    if (!check) {
        (void)co_await forget_attempt(services, *attempt);
        co_return check.error();
    }

    auto finish =
        [&services, attempt = *attempt, check = *check, origin, now](Transaction& transaction) {
            return finish_login(transaction, services, attempt, check, origin, now);
        };
    auto in = co_await services.store.write(finish);
    if (!in) co_return std::move(in).error();
    if (!*in) co_return Error(ErrorCode::login_failed);
    co_return **std::move(in);
}

Task<Result<void>> change_password(Services& services,
                                   Secret token,
                                   Secret current,
                                   Secret chosen) {
    const Instant now = services.clock.now();
    const auto owner = co_await load_owner(services, token);
    if (!owner) co_return owner.error();
    PasswordOwner facts;
    facts.login_name = owner->login_name;
    if (!owner->identity.mobile.e164.empty()) facts.mobile = owner->identity.mobile;
    if (const auto& person = owner->identity.person) {
        facts.name = person->name;
        facts.document = person->document;
    }
    if (auto judged = check_new_password(chosen, facts); !judged) {
        co_return std::move(judged).error();
    }
    if (owner->session.needs_current_password(now)) {
        auto known = co_await confirm_current(services, owner->login_name, current);
        if (!known) co_return std::move(known).error();
    }
    const auto hash = co_await hash_on_pool(services, std::move(chosen));
    if (!hash) co_return hash.error();
    auto put = [&services, owner = *owner, hash = *hash, token, now](Transaction& transaction) {
        return put_password(transaction, services, owner, hash, token, now);
    };
    co_return co_await services.store.write(put);
}

}  // namespace yinxin::service
