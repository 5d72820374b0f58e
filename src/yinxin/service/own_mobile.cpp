// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/own_mobile.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/account_codes.hpp"
#include "yinxin/service/mobile_changes.hpp"
#include "yinxin/storage/accounts.hpp"

namespace yinxin::service {
namespace {

using storage::Reader;
using storage::Transaction;

/// An account with nothing to ask for: its first mobile is in force at once.
Result<bool> is_bare(Reader& reader, const Services& services, AccountId account) {
    YX_TRY(const storage::AccountRow row, storage::find_account(reader, account));
    YX_TRY(const bool has_second, storage::has_second_factor(reader, services.keys, account));
    return row.mobile_masked.empty() && !has_second;
}

struct Change {
    std::optional<Error> refusal;
    std::optional<Instant> effective_at;
};

Result<Change> enter(Transaction& transaction,
                     const Services& services,
                     const SessionFacts& by,
                     const Secret& token,
                     const std::string& code,
                     Instant now) {
    YX_TRY(
        CodeEntry entry,
        enter_account_code(transaction, services, by.account, CodePurpose::mobile_new, code, now));
    Change change;
    change.refusal = std::move(entry.refusal);
    if (change.refusal) return change;
    if (entry.facts.size() != 1) return Error(ErrorCode::malformed, "code for a mobile");
    const domain::Mobile mobile{entry.facts[0]};
    YX_TRY(const bool bare, is_bare(transaction, services, by.account));
    if (!bare && !is_confirmed(by, now)) {
        YX_TRY(change.effective_at,
               begin_mobile_change(transaction,
                                   services,
                                   by.account,
                                   mobile,
                                   storage::MobileChangeProof::password,
                                   now));
        return change;
    }
    YX_TRY(const auto waiting,
           storage::find_waiting_mobile_change(transaction, services.keys, by.account));
    if (waiting) {
        YX_CHECK(storage::end_mobile_change(
            transaction, waiting->id, storage::MobileChangeEnd::replaced, now));
    }
    YX_CHECK(put_mobile(transaction,
                        services,
                        by.account,
                        mobile,
                        "owner",
                        now,
                        crypto::sha256(token.expose_bytes())));
    return change;
}

}  // namespace

Task<Result<OwnMobile>> load_own_mobile(Services& services, SessionFacts by) {
    const Instant now = services.clock.now();
    auto read = [&services, by, now](Reader& reader) -> Result<OwnMobile> {
        OwnMobile own;
        YX_TRY(const storage::AccountRow row, storage::find_account(reader, by.account));
        YX_TRY(const bool bare, is_bare(reader, services, by.account));
        own.masked_mobile = row.mobile_masked;
        own.is_at_once = bare || is_confirmed(by, now);
        own.needs_confirmation = !own.is_at_once;
        own.delay_days =
            std::chrono::ceil<std::chrono::days>(services.settings.recovery.mobile_delay).count();
        return own;
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> request_own_mobile_code(Services& services,
                                           SessionFacts by,
                                           std::string mobile,
                                           Origin origin) {
    YX_CO_TRY(domain::Mobile parsed, domain::parse_mobile(mobile));
    co_return co_await request_code_to(
        services, by.account, CodePurpose::mobile_new, std::move(parsed), std::move(origin));
}

Task<Result<std::optional<Instant>>> change_own_mobile(Services& services,
                                                       SessionFacts by,
                                                       Secret token,
                                                       std::string code) {
    const Instant now = services.clock.now();
    auto run = [&services, by, token, code, now](Transaction& transaction) {
        return enter(transaction, services, by, token, code, now);
    };
    auto change = co_await services.store.write(run);
    if (!change) co_return std::move(change).error();
    if (change->refusal) co_return *std::move(change->refusal);
    co_return change->effective_at;
}

}  // namespace yinxin::service
