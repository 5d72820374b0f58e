// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/staff_login.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/crypto/totp.hpp"
#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/password_policy.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/service/staff_confirmation.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/staff.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EventKind;
using domain::StaffId;
using storage::StaffRow;
using storage::StaffState;
using storage::Transaction;

constexpr std::chrono::seconds address_window{60};
constexpr std::string_view recovery_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t recovery_half = 4;

struct Attempt {
    std::optional<StaffRow> staff;  ///< none: nobody has this name, or may not come in
    StaffId named;                  ///< who has it, all the same
    std::optional<Error> refusal;
};

/// Counts the address, then the name. Refusals are values: their audit event must stay.
Result<Attempt> begin(Transaction& transaction,
                      const Services& services,
                      const std::string& login_name,
                      const Origin& origin,
                      Instant now) {
    Attempt attempt;
    const Allowance allowance{static_cast<std::int64_t>(services.settings.limits.logins_per_minute),
                              address_window};
    const Result<void> taken = take_allowance(transaction,
                                              services.keys,
                                              "staff-login/address",
                                              counted_address(origin.address),
                                              allowance,
                                              now);
    if (!taken && taken.error().code() != ErrorCode::too_many_requests) return taken.error();
    YX_TRY(auto row, storage::find_staff_by_login(transaction, login_name));
    if (row) attempt.named = row->id;
    if (row && row->state == StaffState::active) attempt.staff = std::move(row);
    if (!taken) {
        attempt.refusal = taken.error();
    } else {
        YX_TRY(attempt.refusal,
               count_attempt(transaction, staff_name_index(services.keys, login_name), now));
    }
    if (attempt.refusal) {
        YX_CHECK(audit_staff_refused(
            transaction, attempt.named, std::string(dotted_name(attempt.refusal->code())), now));
    }
    return attempt;
}

/// The session, or none for a wrong password: both are kept.
Result<std::optional<Secret>> finish(Transaction& transaction,
                                     const Services& services,
                                     const Attempt& attempt,
                                     const PasswordCheck& check,
                                     const Origin& origin,
                                     Instant now) {
    if (!check.is_right || !attempt.staff) {
        const char* reason = attempt.named.is_set() ? "wrong_password" : "unknown_name";
        YX_CHECK(audit_staff_refused(transaction, attempt.named, reason, now));
        return std::optional<Secret>();
    }
    YX_TRY(const StaffRow row, storage::find_staff(transaction, attempt.staff->id));
    const bool is_same =
        row.password_hash == attempt.staff->password_hash && row.state == StaffState::active;
    if (!is_same) return std::optional<Secret>();
    YX_CHECK(forgive_attempts(transaction, staff_name_index(services.keys, row.login_name)));
    if (check.upgraded) {
        YX_CHECK(transaction.execute(sql::staff::set_password, row.id, *check.upgraded));
    }
    YX_TRY(Secret token,
           start_staff_session(transaction, row.id, FactorShown::password_only, origin, now));
    return std::optional(std::move(token));
}

/// Whether the code is one of the authenticator app or a recovery code; uses it up.
Result<std::optional<std::string>> use_code(Transaction& transaction,
                                            const Services& services,
                                            const StaffRow& row,
                                            std::string_view typed,
                                            Instant now) {
    YX_TRY(const Secret secret, storage::open_totp_secret(services.keys, row));
    if (const auto step = crypto::match_totp(secret, typed, row.totp_step, now)) {
        YX_TRY(const std::int64_t used, transaction.execute(sql::staff::use_step, row.id, *step));
        if (used == 1) return std::optional<std::string>("totp");
    }
    YX_TRY(const std::int64_t used,
           transaction.execute(sql::staff_factor::use_recovery_code,
                               row.id,
                               recovery_code_hash(services.keys, row.id, typed),
                               now));
    if (used == 1) return std::optional<std::string>("recovery_code");
    return std::optional<std::string>();
}

Result<void> put_password(Transaction& transaction,
                          StaffId staff,
                          const std::string& hash,
                          const Secret& token,
                          Instant now) {
    YX_CHECK(transaction.execute(sql::staff::set_password, staff, hash));
    YX_CHECK(transaction.execute(
        sql::staff_session::end_others, staff, crypto::sha256(token.expose_bytes())));
    return audit_staff(transaction,
                       EventKind::staff_factor_changed,
                       staff,
                       "staff:" + staff.str(),
                       now,
                       {{"factor", "password"}});
}

}  // namespace

Task<Result<Secret>> log_in_staff(Services& services,
                                  std::string login_name,
                                  Secret password,
                                  Origin origin) {
    const Instant now = services.clock.now();
    auto start = [&services, login_name, origin, now](Transaction& transaction) {
        return begin(transaction, services, login_name, origin, now);
    };
    const auto attempt = co_await services.store.write(start);
    if (!attempt) co_return attempt.error();
    if (attempt->refusal) co_return *attempt->refusal;
    std::optional<std::string> stored;
    if (attempt->staff) stored = attempt->staff->password_hash;
    const auto check = co_await check_on_pool(services, stored, std::move(password));
    if (!check) co_return check.error();
    auto end =
        [&services, attempt = *attempt, check = *check, origin, now](Transaction& transaction) {
            return finish(transaction, services, attempt, check, origin, now);
        };
    auto in = co_await services.store.write(end);
    if (!in) co_return std::move(in).error();
    if (!*in) co_return Error(ErrorCode::staff_login_failed);
    co_return **std::move(in);
}

Task<Result<Secret>> confirm_staff_code(Services& services, Secret token, std::string code) {
    auto judge = [&services, code = std::move(code)](Transaction& transaction,
                                                     const StaffRow& row,
                                                     Instant now) -> Result<FactorShowing> {
        YX_TRY(auto factor, use_code(transaction, services, row, code, now));
        FactorShowing showing;
        showing.factor = std::move(factor).value_or("");
        return showing;
    };
    co_return co_await confirm_by_factor(services, std::move(token), std::move(judge));
}

Task<Result<void>> change_staff_password(Services& services,
                                         Secret token,
                                         Secret current,
                                         Secret chosen) {
    const Instant now = services.clock.now();
    const auto facts = co_await find_staff_session(services, token);
    if (!facts) co_return facts.error();
    const StaffId staff = facts->actor.id;
    PasswordOwner owner;
    owner.login_name = facts->login_name;
    owner.name = domain::PersonName{facts->actor.name};
    if (auto judged = check_new_password(chosen, owner); !judged)
        co_return std::move(judged).error();
    auto begin_change = [&services, staff, now](Transaction& transaction) -> Result<StaffRow> {
        YX_TRY(const auto refusal,
               count_attempt(transaction, factor_index(services.keys, staff), now));
        if (refusal) return *refusal;
        return storage::find_staff(transaction, staff);
    };
    const auto row = co_await services.store.write(begin_change);
    if (!row) co_return row.error();
    const auto check = co_await check_on_pool(services, row->password_hash, std::move(current));
    if (!check) co_return check.error();
    if (!check->is_right) co_return Error(ErrorCode::password_current_wrong);
    const auto hash = co_await hash_on_pool(services, std::move(chosen));
    if (!hash) co_return hash.error();
    auto put =
        [&services, staff, hash = *hash, token, now](Transaction& transaction) -> Result<void> {
        YX_CHECK(forgive_attempts(transaction, factor_index(services.keys, staff)));
        return put_password(transaction, staff, hash, token, now);
    };
    co_return co_await services.store.write(put);
}

Task<Result<std::string>> demonstration_code(Services& services, StaffId staff) {
    if (!services.is_demonstration) co_return std::string();
    const Instant now = services.clock.now();
    auto read = [&services, staff, now](storage::Reader& reader) -> Result<std::string> {
        YX_TRY(const StaffRow row, storage::find_staff(reader, staff));
        YX_TRY(const Secret secret, storage::open_totp_secret(services.keys, row));
        // The oldest that is still taken once it is typed, so that several people can log in within
        // one step.
        const std::int64_t step =
            std::max(row.totp_step + 1, crypto::totp_step(now + demonstration_code_lasts) - 1);
        if (step > crypto::totp_step(now) + 1) return std::string();
        return crypto::totp_code(secret, step);
    };
    co_return co_await services.store.read(read);
}

std::string make_recovery_code() {
    return crypto::random_text(recovery_alphabet, recovery_half) + "-" +
           crypto::random_text(recovery_alphabet, recovery_half);
}

crypto::Digest32 recovery_code_hash(const storage::DataKeys& keys,
                                    StaffId staff,
                                    std::string_view typed) {
    std::string spelled;
    for (const char c : to_upper_ascii(typed)) {
        if (c != '-' && c != ' ') spelled += c;
    }
    return keys.index.of("staff-recovery:" + staff.str(), spelled);
}

}  // namespace yinxin::service
