// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/step_up.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/account_codes.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using storage::Reader;
using storage::Transaction;

Result<void> confirm(
    Transaction& transaction, AccountId account, const Secret& token, std::string by, Instant now) {
    YX_CHECK(mark_confirmed(transaction, account, token, now));
    return audit_account(
        transaction, domain::EventKind::session_confirmed, account, now, {{"by", std::move(by)}});
}

}  // namespace

Task<Result<StepUp>> find_step_up(Services& services, AccountId account) {
    auto read = [&services, account](Reader& reader) -> Result<StepUp> {
        StepUp step_up;
        YX_TRY(const auto totp, storage::find_account_totp(reader, services.keys, account));
        YX_TRY(const auto passkeys, storage::list_account_passkeys(reader, services.keys, account));
        YX_TRY(const storage::AccountRow row, storage::find_account(reader, account));
        step_up.has_totp = totp.has_value();
        step_up.has_passkeys = !passkeys.empty();
        step_up.masked_mobile = row.mobile_masked;
        if (step_up.has_totp || step_up.has_passkeys) {
            step_up.way = StepUpWay::second_factor;
        } else if (!row.mobile_masked.empty()) {
            step_up.way = StepUpWay::code;
        }
        return step_up;
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> request_step_up_code(Services& services, AccountId account, Origin origin) {
    YX_CO_TRY(const StepUp step_up, co_await find_step_up(services, account));
    if (step_up.way == StepUpWay::second_factor) {
        co_return Error(ErrorCode::forbidden, "the account has a second factor");
    }
    co_return co_await request_account_code(
        services, account, CodePurpose::step_up, std::move(origin));
}

Task<Result<void>> confirm_by_code(Services& services,
                                   AccountId account,
                                   Secret token,
                                   std::string code) {
    const Instant now = services.clock.now();
    auto run = [&services, account, token, code, now](
                   Transaction& transaction) -> Result<std::optional<Error>> {
        YX_TRY(const bool has_factor,
               storage::has_second_factor(transaction, services.keys, account));
        if (has_factor) return Error(ErrorCode::forbidden, "the account has a second factor");
        YX_TRY(CodeEntry entry,
               enter_account_code(transaction, services, account, CodePurpose::step_up, code, now));
        if (entry.refusal) return std::move(entry.refusal);
        YX_CHECK(confirm(transaction, account, token, "code", now));
        return std::optional<Error>();
    };
    auto refusal = co_await services.store.write(run);
    if (!refusal) co_return std::move(refusal).error();
    if (*refusal) co_return **std::move(refusal);
    co_return ok();
}

Task<Result<void>> confirm_by_factor(Services& services,
                                     AccountId account,
                                     Secret token,
                                     ShownFactor shown) {
    const Instant now = services.clock.now();
    auto run = [&services, account, token, shown, now](
                   Transaction& transaction) -> Result<std::optional<Error>> {
        YX_TRY(FactorJudgement judgement, judge_factor(transaction, services, account, shown, now));
        if (judgement.refusal) return std::move(judgement.refusal);
        YX_CHECK(confirm(transaction, account, token, judgement.factor, now));
        return std::optional<Error>();
    };
    auto refusal = co_await services.store.write(run);
    if (!refusal) co_return std::move(refusal).error();
    if (*refusal) co_return **std::move(refusal);
    co_return ok();
}

Result<void> mark_confirmed(Transaction& transaction,
                            AccountId account,
                            const Secret& token,
                            Instant now) {
    const crypto::Digest32 token_hash = crypto::sha256(token.expose_bytes());
    YX_CHECK(transaction.execute(sql::session::confirm, token_hash, now));
    YX_TRY(const auto device, transaction.maybe<Bytes>(sql::session::find_device, token_hash));
    if (!device) return ok();
    YX_CHECK(transaction.execute(sql::account_device::trust, account, *device, now));
    return ok();
}

}  // namespace yinxin::service
