// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/one_time_codes.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/code_requests.hpp"
#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/second_login.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using storage::Reader;
using storage::Transaction;

/// A request that expired an hour ago is of no use to anybody.
constexpr std::chrono::hours kept_after_expiry{1};

Result<CodeTicket> open_login(Transaction& transaction,
                              const Services& services,
                              const domain::Mobile& mobile,
                              const Origin& origin,
                              Instant now) {
    YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
    const auto index = storage::personal_columns::mobile_index(services.keys.index, mobile);
    YX_TRY(const auto account,
           transaction.maybe<AccountId>(sql::account::find_to_open_by_mobile, index));
    YX_CHECK(take_asked_code(
        transaction, services.keys, mobile, account.value_or(AccountId{}), origin, now));
    NewCodeRequest request;
    request.purpose = CodePurpose::login;
    request.subject = index;
    request.to = mobile;
    request.is_genuine = account.has_value();
    request.shown_mobile = domain::masked_mobile(mobile);
    request.language = origin.language;
    request.facts = {account.value_or(AccountId{}).str()};
    return open_code_request(transaction, services, request, now);
}

/// The session, or the refusal; both are kept.
struct CodeLogin {
    std::optional<LoggedIn> in;
    std::optional<Error> refusal;
};

Result<CodeLogin> enter_login(Transaction& transaction,
                              const Services& services,
                              const Secret& ticket,
                              const std::string& code,
                              const Origin& origin,
                              Instant now) {
    YX_TRY(const auto row, find_open_request(transaction, CodePurpose::login, ticket, now));
    YX_TRY(CodeEntry entry, enter_code(transaction, services, row, code, now));
    CodeLogin login;
    if (entry.refusal) {
        YX_CHECK(audit_refused_login(
            transaction, AccountId{}, std::string(dotted_name(entry.refusal->code())), now));
        login.refusal = std::move(entry.refusal);
        return login;
    }
    if (entry.facts.size() != 1) return Error(ErrorCode::malformed, "one-time code facts");
    const AccountId account{parse_integer(entry.facts[0]).value_or(0)};
    YX_TRY(const storage::AccountRow owner, storage::find_account(transaction, account));
    YX_CHECK(forgive_failures(transaction, services.keys, owner.login_name));
    YX_TRY(login.in,
           let_in(transaction, services, {account, LoginProof::one_time_code}, origin, now));
    return login;
}

Result<CodeTicket> resend_open(Transaction& transaction,
                               const Services& services,
                               CodePurpose purpose,
                               const Secret& ticket,
                               const Origin& origin,
                               Instant now) {
    YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
    YX_TRY(const auto row, find_open_request(transaction, purpose, ticket, now));
    YX_CHECK(resend(transaction, services, row, now));
    return CodeTicket{ticket, row->shown_mobile, code_lifetime.count()};
}

}  // namespace

Task<Result<CodeTicket>> request_login_code(Services& services, std::string mobile, Origin origin) {
    const Instant now = services.clock.now();
    const auto parsed = domain::parse_mobile(mobile);
    if (!parsed) co_return parsed.error();
    auto open = [&services, mobile = *parsed, origin, now](Transaction& transaction) {
        return open_login(transaction, services, mobile, origin, now);
    };
    co_return co_await services.store.write(open);
}

Task<Result<LoggedIn>> log_in_with_code(Services& services,
                                        Secret ticket,
                                        std::string code,
                                        Origin origin) {
    const Instant now = services.clock.now();
    auto enter = [&services, ticket, code, origin, now](Transaction& transaction) {
        return enter_login(transaction, services, ticket, code, origin, now);
    };
    auto login = co_await services.store.write(enter);
    if (!login) co_return std::move(login).error();
    if (login->refusal) co_return *login->refusal;
    co_return *std::move(login->in);
}

Task<Result<CodeRequestFacts>> find_code_request(Services& services,
                                                 CodePurpose purpose,
                                                 Secret ticket) {
    const Instant now = services.clock.now();
    auto read = [purpose, ticket, now](Reader& reader) -> Result<CodeRequestFacts> {
        YX_TRY(const auto row, find_open_request(reader, purpose, ticket, now));
        if (!row) return Error(ErrorCode::code_expired);
        return facts_to_show(*row, now);
    };
    co_return co_await services.store.read(read);
}

Task<Result<CodeTicket>> resend_code(Services& services,
                                     CodePurpose purpose,
                                     Secret ticket,
                                     Origin origin) {
    const Instant now = services.clock.now();
    auto again = [&services, purpose, ticket, origin, now](Transaction& transaction) {
        return resend_open(transaction, services, purpose, ticket, origin, now);
    };
    co_return co_await services.store.write(again);
}

Result<std::int64_t> forget_old_codes(Transaction& transaction, Instant now) {
    return transaction.execute(sql::one_time_code::delete_old, now - kept_after_expiry);
}

}  // namespace yinxin::service
