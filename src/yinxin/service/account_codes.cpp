// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/account_codes.hpp"

#include "yinxin/storage/accounts.hpp"

namespace yinxin::service {
namespace {

using storage::Reader;
using storage::Transaction;

crypto::Digest32 subject_of(const storage::DataKeys& keys, AccountId account, CodePurpose purpose) {
    return keys.index.of(domain::key(purpose), account.str());
}

Result<std::optional<CodeRequestRow>> find_own(
    Reader& reader, const Services& services, AccountId account, CodePurpose purpose, Instant now) {
    return find_open_request(reader, purpose, subject_of(services.keys, account, purpose), now);
}

struct Wanted {
    AccountId account;
    CodePurpose purpose = CodePurpose::account_data;
    std::optional<domain::Recipient> other;  ///< none: to the account's own mobile
    Origin origin;
};

Result<domain::Mobile> own_mobile(Reader& reader, const Services& services, AccountId account) {
    YX_TRY(const storage::AccountRow row, storage::find_account(reader, account));
    YX_TRY(const storage::AccountIdentity identity, storage::open_identity(services.keys, row));
    if (identity.mobile.e164.empty()) return Error(ErrorCode::mobile_missing);
    return identity.mobile;
}

Result<void> open_request(Transaction& transaction,
                          const Services& services,
                          const Wanted& wanted,
                          Instant now) {
    NewCodeRequest request;
    if (wanted.other) {
        request.to = *wanted.other;
        request.facts = {wanted.other->text()};
    } else {
        YX_TRY(request.to, own_mobile(transaction, services, wanted.account));
    }
    YX_CHECK(take_address_allowance(transaction, services.keys, wanted.origin, now));
    YX_CHECK(take_mobile_allowance(transaction, services.keys, request.to, now));
    request.purpose = wanted.purpose;
    request.subject = subject_of(services.keys, wanted.account, wanted.purpose);
    request.is_genuine = true;
    request.shown_mobile = domain::masked(request.to);
    request.language = wanted.origin.language;
    YX_CHECK(open_code_request(transaction, services, request, now));
    return ok();
}

Task<Result<void>> request(Services& services, Wanted wanted) {
    const Instant now = services.clock.now();
    auto open = [&services, wanted, now](Transaction& transaction) {
        return open_request(transaction, services, wanted, now);
    };
    co_return co_await services.store.write(open);
}

}  // namespace

Task<Result<void>> request_account_code(Services& services,
                                        AccountId account,
                                        CodePurpose purpose,
                                        Origin origin) {
    co_return co_await request(services, {account, purpose, std::nullopt, std::move(origin)});
}

Task<Result<void>> request_code_to(Services& services,
                                   AccountId account,
                                   CodePurpose purpose,
                                   domain::Recipient to,
                                   Origin origin) {
    co_return co_await request(services, {account, purpose, std::move(to), std::move(origin)});
}

Task<Result<CodeRequestFacts>> find_account_code(Services& services,
                                                 AccountId account,
                                                 CodePurpose purpose) {
    const Instant now = services.clock.now();
    auto read = [&services, account, purpose, now](Reader& reader) -> Result<CodeRequestFacts> {
        YX_TRY(const auto row, find_own(reader, services, account, purpose, now));
        if (!row) return Error(ErrorCode::code_expired);
        return facts_to_show(*row, now);
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> resend_account_code(Services& services, AccountId account, CodePurpose purpose) {
    const Instant now = services.clock.now();
    auto again = [&services, account, purpose, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const auto row, find_own(transaction, services, account, purpose, now));
        return resend(transaction, services, row, now);
    };
    co_return co_await services.store.write(again);
}

Result<CodeEntry> enter_account_code(Transaction& transaction,
                                     const Services& services,
                                     AccountId account,
                                     CodePurpose purpose,
                                     const std::string& code,
                                     Instant now) {
    YX_TRY(const auto row, find_own(transaction, services, account, purpose, now));
    return enter_code(transaction, services, row, code, now);
}

}  // namespace yinxin::service
