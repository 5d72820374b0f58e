// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/second_factor.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/totp.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/account_passkeys.hpp"
#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/service/staff_login.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EventKind;
using storage::Reader;
using storage::Transaction;

crypto::Digest32 tries_index(const storage::DataKeys& keys, AccountId account, Instant now) {
    return keys.index.of("account-second:" + account.str(), format_day(civil_day(now)));
}

/// Of its one spelling, and keyed: 40 bits in a stolen database would soon be guessed.
crypto::Digest32 hash_of_code(const storage::DataKeys& keys,
                              AccountId account,
                              std::string_view typed) {
    std::string spelled;
    for (const char c : to_upper_ascii(typed)) {
        if (c != '-' && c != ' ') spelled += c;
    }
    return keys.index.of("account-recovery:" + account.str(), spelled);
}

Result<void> tell(Transaction& transaction,
                  const Services& services,
                  AccountId account,
                  std::string message,
                  Instant now) {
    YX_TRY(const storage::AccountRow row, storage::find_account(transaction, account));
    YX_TRY(const storage::AccountIdentity identity, storage::open_identity(services.keys, row));
    YX_TRY(const Language language, message_language(transaction, account));
    return queue_message(
        transaction, services, identity.mobile, Message{std::move(message), {}, language}, now);
}

Result<std::vector<std::string>> put_codes(Transaction& transaction,
                                           const Services& services,
                                           AccountId account,
                                           Instant now) {
    YX_CHECK(transaction.execute(sql::account_factor::delete_recovery_codes, account));
    std::vector<std::string> codes;
    for (int i = 0; i < recovery_codes_made; ++i) {
        codes.push_back(make_recovery_code());
        YX_CHECK(transaction.execute(sql::account_factor::insert_recovery_code,
                                     account,
                                     hash_of_code(services.keys, account, codes.back())));
    }
    YX_CHECK(audit_account(transaction, EventKind::recovery_codes_made, account, now));
    return codes;
}

/// The word of the factor the code is of, or nothing; uses it up.
Result<std::string> use_code(Transaction& transaction,
                             const Services& services,
                             AccountId account,
                             const std::string& typed,
                             Instant now) {
    YX_TRY(const auto totp, storage::find_account_totp(transaction, services.keys, account));
    if (totp) {
        const auto step = crypto::match_totp(totp->secret, typed, totp->last_step, now);
        if (step) {
            YX_TRY(const std::int64_t used,
                   transaction.execute(sql::account_factor::use_step, account, *step));
            if (used == 1) return std::string("totp");
        }
    }
    YX_TRY(const std::int64_t used,
           transaction.execute(sql::account_factor::use_recovery_code,
                               account,
                               hash_of_code(services.keys, account, typed),
                               now));
    if (used == 0) return std::string();
    YX_CHECK(audit_account(transaction, EventKind::recovery_code_used, account, now));
    return std::string("recovery_code");
}

Result<FactorJudgement> judge_shown(Transaction& transaction,
                                    const Services& services,
                                    AccountId account,
                                    const ShownFactor& shown,
                                    Instant now) {
    FactorJudgement judgement;
    if (!shown.passkey) {
        YX_TRY(judgement.factor, use_code(transaction, services, account, shown.code, now));
        if (judgement.factor.empty()) judgement.refusal = Error(ErrorCode::second_factor_wrong);
        return judgement;
    }
    const auto proved =
        use_account_passkey(transaction, services, account, shown.bound_to, *shown.passkey, now);
    if (proved) {
        judgement.factor = "passkey";
    } else if (proved.error().code() == ErrorCode::passkey_refused) {
        judgement.refusal = proved.error();
    } else {
        return proved.error();
    }
    return judgement;
}

}  // namespace

Result<SecondFactor> read_second_factor(Reader& reader,
                                        const storage::DataKeys& keys,
                                        AccountId account) {
    SecondFactor factor;
    YX_TRY(const auto totp, storage::find_account_totp(reader, keys, account));
    if (totp) factor.totp_added_at = totp->added_at;
    YX_TRY(factor.passkeys, storage::list_account_passkeys(reader, keys, account));
    YX_TRY(factor.recovery_codes_left,
           reader.one<std::int64_t>(sql::account_factor::count_recovery_codes, account));
    return factor;
}

Task<Result<SecondFactor>> load_second_factor(Services& services, AccountId account) {
    co_return co_await services.store.read([&services, account](Reader& reader) {
        return read_second_factor(reader, services.keys, account);
    });
}

bool is_confirmed(const SessionFacts& facts, Instant now) noexcept {
    return facts.confirmed_at && now < *facts.confirmed_at + confirmation_lasts;
}

Result<FactorJudgement> judge_factor(Transaction& transaction,
                                     const Services& services,
                                     AccountId account,
                                     const ShownFactor& shown,
                                     Instant now) {
    const crypto::Digest32 index = tries_index(services.keys, account, now);
    FactorJudgement judgement;
    YX_TRY(judgement.refusal, count_attempt(transaction, index, now));
    if (judgement.refusal) {
        // Too many for this day: tomorrow is another one.
        if (judgement.refusal->code() == ErrorCode::password_disabled) {
            const Instant tomorrow = start_of(civil_day(now) + Days(1));
            judgement.refusal =
                Error(ErrorCode::too_many_requests, "second factor").retry_in(tomorrow - now);
        }
    } else {
        YX_TRY(judgement, judge_shown(transaction, services, account, shown, now));
    }
    if (!judgement.refusal) {
        YX_CHECK(forgive_attempts(transaction, index));
        return judgement;
    }
    YX_CHECK(audit_refused_login(
        transaction, account, std::string(dotted_name(judgement.refusal->code())), now));
    return judgement;
}

Task<Result<std::vector<std::string>>> add_authenticator(
    Services& services, SessionFacts by, Secret token, Secret secret, std::string code) {
    const Instant now = services.clock.now();
    if (!is_confirmed(by, now)) co_return Error(ErrorCode::confirmation_required);
    const auto step = crypto::match_totp(secret, code, 0, now);
    if (!step) co_return Error(ErrorCode::second_factor_wrong);
    auto run = [&services, account = by.account, token, secret, step = *step, now](
                   Transaction& transaction) -> Result<std::vector<std::string>> {
        YX_TRY(const bool had, storage::has_second_factor(transaction, services.keys, account));
        YX_CHECK(
            storage::put_account_totp(transaction, services.keys, account, {secret, step, now}));
        return settle_added(transaction, services, account, token, "totp", !had, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<void>> remove_authenticator(Services& services, SessionFacts by) {
    const Instant now = services.clock.now();
    if (!is_confirmed(by, now)) co_return Error(ErrorCode::confirmation_required);
    auto run = [&services, account = by.account, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const std::int64_t gone,
               transaction.execute(sql::account_factor::delete_totp, account));
        if (gone == 0) return Error(ErrorCode::not_found, "authenticator");
        return settle_removed(transaction, services, account, "totp", now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<std::vector<std::string>>> remake_recovery_codes(Services& services, SessionFacts by) {
    const Instant now = services.clock.now();
    if (!is_confirmed(by, now)) co_return Error(ErrorCode::confirmation_required);
    auto run = [&services, account = by.account, now](
                   Transaction& transaction) -> Result<std::vector<std::string>> {
        YX_TRY(const bool has, storage::has_second_factor(transaction, services.keys, account));
        if (!has) return Error(ErrorCode::not_found, "second factor");
        return put_codes(transaction, services, account, now);
    };
    co_return co_await services.store.write(run);
}

Result<void> remove_second_factor(Transaction& transaction,
                                  const Services& services,
                                  AccountId account,
                                  std::string by,
                                  Instant now) {
    YX_TRY(const bool has, storage::has_second_factor(transaction, services.keys, account));
    if (!has) return ok();
    YX_CHECK(storage::delete_second_factor(transaction, account));
    YX_CHECK(tell(transaction, services, account, "second_removed", now));
    return audit_account(transaction,
                         EventKind::second_factor_removed,
                         account,
                         now,
                         {{"factor", "all"}, {"by", std::move(by)}});
}

Result<std::vector<std::string>> settle_added(Transaction& transaction,
                                              const Services& services,
                                              AccountId account,
                                              const Secret& token,
                                              std::string factor,
                                              bool is_first,
                                              Instant now) {
    std::vector<std::string> codes;
    if (is_first) {
        YX_TRY(codes, put_codes(transaction, services, account, now));
    }
    YX_CHECK(transaction.execute(
        sql::session::delete_others, account, crypto::sha256(token.expose_bytes())));
    YX_CHECK(tell(transaction, services, account, "second_added", now));
    YX_CHECK(audit_account(transaction,
                           EventKind::second_factor_added,
                           account,
                           now,
                           {{"factor", std::move(factor)}}));
    return codes;
}

Result<void> settle_removed(Transaction& transaction,
                            const Services& services,
                            AccountId account,
                            std::string factor,
                            Instant now) {
    YX_TRY(const bool has, storage::has_second_factor(transaction, services.keys, account));
    if (!has) YX_CHECK(storage::delete_second_factor(transaction, account));
    YX_CHECK(tell(transaction, services, account, "second_removed", now));
    return audit_account(transaction,
                         EventKind::second_factor_removed,
                         account,
                         now,
                         {{"factor", std::move(factor)}, {"by", "owner"}});
}

}  // namespace yinxin::service
