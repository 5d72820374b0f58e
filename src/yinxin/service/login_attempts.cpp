// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/login_attempts.hpp"

#include "yinxin/crypto/password_text.hpp"
#include "yinxin/crypto/pepper.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/accounts.hpp"
#include "yinxin/service/devices.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;

constexpr std::chrono::seconds first_delay{30};
constexpr std::chrono::seconds longest_delay{15 * 60};
/// A row of failures nobody has added to for so long is forgotten, unless it disabled a password.
constexpr std::chrono::hours memory_of_failures{90 * 24};

struct Failures {
    std::int64_t count;
    Instant last_at;
};

/// How long after the last failure the next try is taken.
std::chrono::seconds delay_after(std::int64_t failures) {
    if (failures < failures_before_delay) return std::chrono::seconds(0);
    constexpr std::int64_t most_doublings = 5;
    const std::int64_t doublings = std::min(failures - failures_before_delay, most_doublings);
    return std::min(first_delay * (std::int64_t{1} << doublings), longest_delay);
}

std::optional<Error> refusal_for(const Failures& failures, Instant now) {
    if (failures.count >= failures_before_disabled) return Error(ErrorCode::password_disabled);
    const Instant next = failures.last_at + delay_after(failures.count);
    if (now >= next) return std::nullopt;
    return Error(ErrorCode::too_many_requests, "login delayed").retry_in(next - now);
}

crypto::Digest32 index_of(const storage::DataKeys& keys, const std::string& login_name) {
    return keys.index.of("login-name", storage::login_key(login_name));
}

crypto::PasswordCost cost_of(const config::Settings& settings) {
    return {static_cast<std::uint32_t>(settings.password.memory / 1024),
            static_cast<std::uint32_t>(settings.password.passes)};
}

flow::Pool& pool_of(Services& services) {
    return services.passwords != nullptr ? *services.passwords : services.cpu;
}

PasswordCheck check(const std::optional<std::string>& stored,
                    const Secret& password,
                    const crypto::MacKey& pepper,
                    crypto::PasswordCost cost) {
    const Secret normal = crypto::nfkc(password);
    const bool is_normal = normal.expose() == password.expose();
    PasswordCheck outcome;
    // An account without a password costs what every other one costs.
    if (!stored || *stored == storage::no_password) {
        crypto::dummy_check(normal, cost);
        if (!is_normal) crypto::dummy_check(password, cost);
        return outcome;
    }
    outcome.is_right = crypto::check_password(*stored, normal, pepper);
    // An imported hash may have been made of the bytes as they were typed.
    const bool is_as_typed =
        !outcome.is_right && !is_normal && crypto::check_password(*stored, password, pepper);
    outcome.is_right = outcome.is_right || is_as_typed;
    if (outcome.is_right && (is_as_typed || crypto::needs_rehash(*stored, pepper, cost))) {
        // Without memory for a new hash the old one goes on working.
        if (auto hash = crypto::hash_password(normal, pepper, cost))
            outcome.upgraded = *std::move(hash);
    }
    return outcome;
}

/// The row of failures of a browser the account knows; none: it is to be counted under the name.
Result<std::optional<crypto::Digest32>> find_device_row(storage::Reader& reader,
                                                        const storage::DataKeys& keys,
                                                        AccountId account,
                                                        const std::string& mark) {
    YX_TRY(const auto device, find_known_device(reader, keys, account, mark));
    if (!device) return std::optional<crypto::Digest32>();
    const auto row = keys.index.of("login-device", account.str() + ':' + to_hex(*device));
    YX_TRY(const auto failures, reader.maybe<Failures>(sql::account::find_failures, row));
    if (failures && failures->count >= device_failures) return std::optional<crypto::Digest32>();
    return std::optional(row);
}

}  // namespace

Result<LoginAttempt> begin_attempt(storage::Transaction& transaction,
                                   const Services& services,
                                   const std::string& login_name,
                                   Instant now,
                                   const std::string& device_mark) {
    LoginAttempt attempt;
    attempt.name_index = index_of(services.keys, login_name);
    YX_TRY(attempt.account, storage::find_account_by_login(transaction, login_name));
    if (attempt.account && !device_mark.empty()) {
        YX_TRY(const auto own_row,
               find_device_row(transaction, services.keys, attempt.account->account, device_mark));
        if (own_row) attempt.name_index = *own_row;
    }
    YX_TRY(attempt.refusal, count_attempt(transaction, attempt.name_index, now));
    if (attempt.refusal) {
        const AccountId account = attempt.account ? attempt.account->account : AccountId{};
        YX_CHECK(audit_refused_login(
            transaction, account, std::string(dotted_name(attempt.refusal->code())), now));
    }
    return attempt;
}

Result<std::optional<Error>> count_attempt(storage::Transaction& transaction,
                                           const crypto::Digest32& index,
                                           Instant now) {
    YX_TRY(const auto failures, transaction.maybe<Failures>(sql::account::find_failures, index));
    if (failures) {
        if (auto refusal = refusal_for(*failures, now)) return refusal;
    }
    YX_CHECK(transaction.one<std::int64_t>(sql::account::count_failure, index, now));
    return std::optional<Error>();
}

Result<void> forgive_attempts(storage::Transaction& transaction, const crypto::Digest32& index) {
    YX_CHECK(transaction.execute(sql::account::forgive_failures, index));
    return ok();
}

Result<void> forgive_failures(storage::Transaction& transaction,
                              const storage::DataKeys& keys,
                              const std::string& login_name) {
    return forgive_attempts(transaction, index_of(keys, login_name));
}

Result<std::int64_t> forget_old_failures(storage::Transaction& transaction, Instant now) {
    return transaction.execute(
        sql::account::forget_failures, now - memory_of_failures, failures_before_disabled);
}

Result<void> take_back_attempt(storage::Transaction& transaction, const LoginAttempt& attempt) {
    YX_CHECK(transaction.execute(sql::account::take_back_failure, attempt.name_index));
    return ok();
}

Task<Result<PasswordCheck>> check_on_pool(Services& services,
                                          std::optional<std::string> stored,
                                          Secret password) {
    const crypto::PasswordCost cost = cost_of(services.settings);
    // By value: whoever waits may be gone before the work is done.
    auto work = [stored = std::move(stored),
                 password = std::move(password),
                 pepper = services.keys.pepper,
                 cost] { return check(stored, password, pepper, cost); };
    co_return co_await flow::on_pool(pool_of(services), std::move(work));
}

Task<Result<std::string>> hash_on_pool(Services& services, Secret password) {
    const crypto::PasswordCost cost = cost_of(services.settings);
    auto work = [password = std::move(password), pepper = services.keys.pepper, cost] {
        return crypto::hash_password(crypto::nfkc(password), pepper, cost);
    };
    co_return co_await flow::on_pool(pool_of(services), std::move(work));
}

}  // namespace yinxin::service
