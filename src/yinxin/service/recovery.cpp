// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/recovery.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/service/proved_mobiles.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EventKind;
using storage::Reader;
using storage::Transaction;

Result<CodeTicket> open_name_request(Transaction& transaction,
                                     const Services& services,
                                     const domain::Mobile& mobile,
                                     const Origin& origin,
                                     Instant now) {
    YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
    YX_CHECK(take_asked_code(transaction, services.keys, mobile, AccountId{}, origin, now));
    const auto index = storage::personal_columns::mobile_index(services.keys.index, mobile);
    YX_TRY(const auto accounts, transaction.all<AccountId>(sql::account::list_by_mobile, index));
    NewCodeRequest request;
    request.language = origin.language;
    request.purpose = CodePurpose::recover_name;
    request.subject = index;
    request.to = mobile;
    request.is_genuine = !accounts.empty();
    request.shown_mobile = domain::masked_mobile(mobile);
    for (const AccountId account : accounts) {
        request.facts.push_back(account.str());
    }
    return open_code_request(transaction, services, request, now);
}

/// The names, or the refusal; both are kept.
struct FoundNames {
    std::vector<std::string> names;
    std::optional<Error> refusal;
};

Result<FoundNames> enter_name_code(Transaction& transaction,
                                   const Services& services,
                                   const Secret& ticket,
                                   const std::string& code,
                                   Instant now) {
    YX_TRY(const auto row, find_open_request(transaction, CodePurpose::recover_name, ticket, now));
    YX_TRY(CodeEntry entry, enter_code(transaction, services, row, code, now));
    FoundNames found;
    found.refusal = std::move(entry.refusal);
    for (const std::string& fact : entry.facts) {
        const AccountId account{parse_integer(fact).value_or(0)};
        YX_TRY(const auto owner, storage::find_account(transaction, account));
        found.names.push_back(owner.login_name);
        YX_CHECK(audit_account(
            transaction, EventKind::account_recovered, account, now, {{"what", "login_name"}}));
    }
    return found;
}

/// The form, read.
struct ReadRecovery {
    std::string login_name;
    std::optional<storage::StatedPerson> person;
};

Result<ReadRecovery> read_form(const PasswordRecovery& form) {
    ReadRecovery read;
    read.login_name = storage::login_key(form.login_name);
    if (read.login_name.empty()) {
        return Error(ErrorCode::invalid_input, "no user name").with("field", "login_name");
    }
    if (!form.person) return read;
    YX_TRY(read.person, read_person(*form.person));
    return read;
}

/// Where the code goes; none: nobody, or not the person of the account.
struct Owner {
    AccountId account;
    domain::Mobile mobile;
};
Result<std::optional<Owner>> find_owner(Reader& reader,
                                        const Services& services,
                                        const ReadRecovery& form) {
    YX_TRY(const auto row, storage::find_account_by_login(reader, form.login_name));
    if (!row) {
        // What opening an account's identity would have cost.
        const AccountId nobody;
        namespace columns = storage::personal_columns;
        for (const std::string& context : {columns::account_mobile(nobody),
                                           columns::account_name(nobody),
                                           columns::account_number(nobody)}) {
            (void)services.keys.columns.seal(context, form.login_name);
        }
        return std::optional<Owner>();
    }
    YX_TRY(const auto identity, storage::open_identity(services.keys, *row));
    bool is_right = row->is_mobile_confirmed;
    if (const auto& person = identity.person) {
        is_right = is_right && form.person && person->document == form.person->document &&
                   domain::same_name(person->name, form.person->name);
    }
    if (!is_right) return std::optional<Owner>();
    return std::optional(Owner{row->account, identity.mobile});
}

Result<CodeTicket> open_password_request(Transaction& transaction,
                                         const Services& services,
                                         const ReadRecovery& form,
                                         const Origin& origin,
                                         Instant now) {
    YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
    YX_CHECK(take_allowance(transaction,
                            services.keys,
                            "recover/login-name",
                            form.login_name,
                            {recoveries_per_name, std::chrono::hours(1)},
                            now));
    YX_TRY(const std::optional<Owner> owner, find_owner(transaction, services, form));
    NewCodeRequest request;
    request.language = origin.language;
    request.purpose = CodePurpose::recover_password;
    request.subject = services.keys.index.of("recover-login-name", form.login_name);
    // Messages that do not go out are counted too, each name for itself.
    const domain::Mobile mobile =
        owner ? owner->mobile : domain::Mobile{"nobody:" + form.login_name};
    request.to = mobile;
    const AccountId account = owner ? owner->account : AccountId{};
    const auto allowed = take_asked_code(transaction, services.keys, mobile, account, origin, now);
    if (!allowed && allowed.error().code() != ErrorCode::too_many_requests) return allowed.error();
    request.is_genuine = owner && !owner->mobile.e164.empty();
    request.is_silent = !allowed;
    request.facts = {owner.value_or(Owner{}).account.str(), form.login_name};
    if (form.person) {
        request.facts.push_back(form.person->name.value);
        request.facts.emplace_back(domain::key(form.person->document.type));
        request.facts.push_back(form.person->document.number);
    }
    return open_code_request(transaction, services, request, now);
}

/// Whom the new password must not be made of: what was typed, whether or not it is true.
Result<PasswordOwner> owner_of(const std::vector<std::string>& facts) {
    constexpr std::size_t with_person = 5;
    PasswordOwner owner;
    if (facts.size() < 2) return Error(ErrorCode::malformed, "recovery facts");
    owner.login_name = facts[1];
    if (facts.size() == with_person) {
        YX_TRY(const auto type, domain::parse_key<domain::IdDocumentType>(facts[3]));
        owner.name = domain::PersonName{facts[2]};
        owner.document = domain::IdNumber{type, facts[4]};
    }
    return owner;
}

/// The refusal is a value, so that the count of attempts stays.
Result<std::optional<Error>> enter_password(Transaction& transaction,
                                            const Services& services,
                                            const Secret& ticket,
                                            const std::string& code,
                                            const std::string& hash,
                                            Instant now) {
    YX_TRY(const auto row,
           find_open_request(transaction, CodePurpose::recover_password, ticket, now));
    YX_TRY(CodeEntry entry, enter_code(transaction, services, row, code, now));
    if (entry.refusal) {
        YX_CHECK(audit_refused_login(transaction,
                                     AccountId{},
                                     "recovery " + std::string(dotted_name(entry.refusal->code())),
                                     now));
        return std::move(entry.refusal);
    }
    if (entry.facts.empty()) return Error(ErrorCode::malformed, "recovery facts");
    const AccountId account{parse_integer(entry.facts[0]).value_or(0)};
    YX_TRY(const auto owner, storage::find_account(transaction, account));
    YX_TRY(const auto identity, storage::open_identity(services.keys, owner));
    YX_CHECK(transaction.execute(sql::account::set_password, account, hash));
    YX_CHECK(forgive_failures(transaction, services.keys, owner.login_name));
    YX_TRY(const std::int64_t ended, transaction.execute(sql::session::delete_all, account));
    YX_TRY(const Language language, message_language(transaction, account));
    YX_CHECK(queue_message(
        transaction, services, identity.mobile, Message{"password_changed", {}, language}, now));
    YX_CHECK(audit_account(transaction,
                           EventKind::account_recovered,
                           account,
                           now,
                           {{"what", "password"}, {"sessions", std::to_string(ended)}}));
    return std::optional<Error>();
}

}  // namespace

Task<Result<CodeTicket>> request_name_code(Services& services, std::string mobile, Origin origin) {
    return request_by_mobile(services, std::move(mobile), std::move(origin), open_name_request);
}

Task<Result<std::vector<std::string>>> read_login_names(Services& services,
                                                        Secret ticket,
                                                        std::string code) {
    const Instant now = services.clock.now();
    auto enter = [&services, ticket, code, now](Transaction& transaction) {
        return enter_name_code(transaction, services, ticket, code, now);
    };
    auto found = co_await services.store.write(enter);
    if (!found) co_return std::move(found).error();
    if (found->refusal) co_return *std::move(found->refusal);
    co_return std::move(found->names);
}

Task<Result<CodeTicket>> request_password_code(Services& services,
                                               PasswordRecovery form,
                                               Origin origin) {
    const Instant now = services.clock.now();
    const auto read = read_form(form);
    if (!read) co_return read.error();
    auto open = [&services, read = *read, origin, now](Transaction& transaction) {
        return open_password_request(transaction, services, read, origin, now);
    };
    co_return co_await services.store.write(open);
}

Task<Result<void>> set_recovered_password(Services& services,
                                          Secret ticket,
                                          std::string code,
                                          Secret chosen) {
    const Instant now = services.clock.now();
    auto peek = [&services, ticket, now](Reader& reader) -> Result<PasswordOwner> {
        YX_TRY(const auto row,
               find_open_request(reader, CodePurpose::recover_password, ticket, now));
        if (!row) return Error(ErrorCode::code_expired);
        YX_TRY(const auto facts, peek_facts(services.keys, *row));
        return owner_of(facts);
    };
    const auto owner = co_await services.store.read(peek);
    if (!owner) co_return owner.error();
    if (auto judged = check_new_password(chosen, *owner); !judged) {
        co_return std::move(judged).error();
    }
    const auto hash = co_await hash_on_pool(services, std::move(chosen));
    if (!hash) co_return hash.error();
    auto enter = [&services, ticket, code, hash = *hash, now](Transaction& transaction) {
        return enter_password(transaction, services, ticket, code, hash, now);
    };
    auto refusal = co_await services.store.write(enter);
    if (!refusal) co_return std::move(refusal).error();
    if (*refusal) co_return **std::move(refusal);
    co_return ok();
}

}  // namespace yinxin::service
