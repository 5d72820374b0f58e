// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/mobile_recovery.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/binding_steps.hpp"
#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/person_match.hpp"
#include "yinxin/service/proved_mobiles.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

using domain::EventKind;
using storage::MobileChangeProof;
using storage::Reader;
using storage::Transaction;

constexpr CodeExchange office_exchange{CodePurpose::recover_office, CodePurpose::office_form};
constexpr std::chrono::hours day{24};

/// Whose account the proof opens; 0: nobody's.
struct Proved {
    AccountId account;
    MobileChangeProof proof = MobileChangeProof::password;
};

Result<Proved> finish_password(Transaction& transaction,
                               const LoginAttempt& attempt,
                               const PasswordCheck& check,
                               Instant now) {
    Proved proved;
    const AccountId account = attempt.account ? attempt.account->account : AccountId{};
    if (!check.is_right) {
        YX_CHECK(audit_refused_login(transaction, account, "recovery", now));
        return proved;
    }
    YX_CHECK(forgive_attempts(transaction, attempt.name_index));
    proved.account = account;
    return proved;
}

/// @error account.login_failed and the refusals of a login
Task<Result<Proved>> prove_password(Services& services, PasswordProof typed) {
    const Instant now = services.clock.now();
    auto begin = [&services, name = typed.login_name, now](Transaction& transaction) {
        return begin_attempt(transaction, services, name, now);
    };
    const auto attempt = co_await services.store.write(begin);
    if (!attempt) co_return attempt.error();
    if (attempt->refusal) co_return *attempt->refusal;
    std::optional<std::string> stored;
    if (attempt->account) stored = attempt->account->password_hash;
    const auto check = co_await check_on_pool(services, stored, std::move(typed.password));
    if (!check) {
        auto take_back = [attempt = *attempt](Transaction& transaction) {
            return take_back_attempt(transaction, attempt);
        };
        (void)co_await services.store.write(take_back);
        co_return check.error();
    }
    auto finish = [attempt = *attempt, check = *check, now](Transaction& transaction) {
        return finish_password(transaction, attempt, check, now);
    };
    auto proved = co_await services.store.write(finish);
    if (proved && !proved->account.is_set()) co_return Error(ErrorCode::login_failed);
    co_return proved;
}

/// The form of the other way, read.
struct ReadCertificate {
    storage::StatedPerson person;
    ReadClaim claim;
};

/// The account of the person, the one used last; 0: none that the facts open.
Result<AccountId> find_by_certificate(Reader& reader,
                                      const Services& services,
                                      const ReadCertificate& typed) {
    YX_TRY(const auto person, find_claimed_person(reader, services.keys, typed.person));
    if (!person) return AccountId{};
    YX_TRY(const bool fits, fits_claim(reader, person->holder, typed.claim));
    if (!fits) return AccountId{};
    YX_TRY(const auto bound, storage::list_holder_accounts(reader, person->holder));
    AccountId account;
    std::optional<Instant> used_last;
    for (const storage::HolderAccount& one : bound) {
        if (one.ended_at) continue;
        YX_TRY(const auto row, storage::find_account(reader, one.account));
        // Nobody could be told, so nobody could object: such an account goes to the office.
        if (!row.is_mobile_confirmed) continue;
        if (account.is_set() && row.last_login_at <= used_last) continue;
        account = one.account;
        used_last = row.last_login_at;
    }
    return account;
}

Task<Result<Proved>> prove_certificate(Services& services, const CertificateProof& form) {
    const Instant now = services.clock.now();
    ReadCertificate typed;
    auto person = read_person(form.person);
    if (!person) co_return std::move(person).error();
    typed.person = *std::move(person);
    auto claim = read_claim(form.claim);
    if (!claim) co_return std::move(claim).error();
    typed.claim = *std::move(claim);
    auto run = [&services, typed, now](Transaction& transaction) -> Result<Proved> {
        const domain::IdNumber& document = typed.person.document;
        YX_CHECK(take_allowance(transaction,
                                services.keys,
                                "recover/document",
                                std::string(domain::key(document.type)) + document.number,
                                {mobile_recoveries_per_document, day},
                                now));
        YX_TRY(const AccountId account, find_by_certificate(transaction, services, typed));
        return Proved{account, MobileChangeProof::certificate};
    };
    co_return co_await services.store.write(run);
}

Result<CodeTicket> open_mobile_request(Transaction& transaction,
                                       const Services& services,
                                       const Proved& proved,
                                       const domain::Mobile& mobile,
                                       Language language,
                                       Instant now) {
    YX_CHECK(take_mobile_allowance(transaction, services.keys, mobile, now));
    NewCodeRequest request;
    request.language = language;
    request.purpose = CodePurpose::recover_mobile;
    request.subject = storage::personal_columns::mobile_index(services.keys.index, mobile);
    request.to = mobile;
    request.is_genuine = true;
    request.shown_mobile = domain::masked_mobile(mobile);
    request.facts = {proved.account.str(), std::string(domain::key(proved.proof)), mobile.e164};
    return open_code_request(transaction, services, request, now);
}

/// When it is in force, or the refusal; both are kept.
struct Confirmation {
    Instant effective_at{};
    std::optional<Error> refusal;
};

Result<Confirmation> enter_mobile_code(Transaction& transaction,
                                       const Services& services,
                                       const Secret& ticket,
                                       const std::string& code,
                                       Instant now) {
    constexpr std::size_t facts_of_one = 3;
    YX_TRY(const auto row,
           find_open_request(transaction, CodePurpose::recover_mobile, ticket, now));
    YX_TRY(CodeEntry entry, enter_code(transaction, services, row, code, now));
    Confirmation confirmation;
    confirmation.effective_at = now + services.settings.recovery.mobile_delay;
    confirmation.refusal = std::move(entry.refusal);
    if (confirmation.refusal) return confirmation;
    if (entry.facts.size() != facts_of_one) return Error(ErrorCode::malformed, "recovery facts");
    const AccountId account{parse_integer(entry.facts[0]).value_or(0)};
    if (!account.is_set()) {
        YX_CHECK(audit_refused_login(transaction, account, "recovery facts", now));
        return confirmation;
    }
    YX_TRY(const auto proof, domain::parse_key<MobileChangeProof>(entry.facts[1]));
    YX_TRY(confirmation.effective_at,
           begin_mobile_change(
               transaction, services, account, domain::Mobile{entry.facts[2]}, proof, now));
    return confirmation;
}

Result<CodeTicket> open_office_request(Transaction& transaction,
                                       const Services& services,
                                       const domain::Mobile& mobile,
                                       const Origin& origin,
                                       Instant now) {
    return open_mobile_form(transaction, services, office_exchange.asked, mobile, origin, now);
}

}  // namespace

Task<Result<CodeTicket>> request_mobile_code(Services& services,
                                             MobileRecovery form,
                                             Origin origin) {
    const Instant now = services.clock.now();
    auto mobile = domain::parse_mobile(form.mobile);
    if (!mobile) co_return std::move(mobile).error().with("field", "mobile");
    auto count = [&services, origin, now](Transaction& transaction) {
        return take_address_allowance(transaction, services.keys, origin, now);
    };
    const auto counted = co_await services.store.write(count);
    if (!counted) co_return counted.error();
    Result<Proved> proved = Proved{};
    if (auto* password = std::get_if<PasswordProof>(&form.proof)) {
        proved = co_await prove_password(services, std::move(*password));
    } else {
        proved = co_await prove_certificate(services, std::get<CertificateProof>(form.proof));
    }
    if (!proved) co_return std::move(proved).error();
    auto open =
        [&services, proved = *proved, mobile = *mobile, origin, now](Transaction& transaction) {
            return open_mobile_request(transaction, services, proved, mobile, origin.language, now);
        };
    co_return co_await services.store.write(open);
}

Task<Result<Instant>> confirm_new_mobile(Services& services, Secret ticket, std::string code) {
    const Instant now = services.clock.now();
    auto enter = [&services, ticket, code, now](Transaction& transaction) {
        return enter_mobile_code(transaction, services, ticket, code, now);
    };
    auto confirmed = co_await services.store.write(enter);
    if (!confirmed) co_return std::move(confirmed).error();
    if (confirmed->refusal) co_return *std::move(confirmed->refusal);
    co_return confirmed->effective_at;
}

Task<Result<CodeTicket>> request_office_code(Services& services,
                                             std::string mobile,
                                             Origin origin) {
    return request_by_mobile(services, std::move(mobile), std::move(origin), open_office_request);
}

Task<Result<Secret>> open_office_form(Services& services, Secret ticket, std::string code) {
    return exchange_code(services, office_exchange, std::move(ticket), std::move(code));
}

Task<Result<std::string>> find_office_form(Services& services, Secret ticket) {
    return find_masked_mobile(services, office_exchange.granted, std::move(ticket));
}

Task<Result<domain::IdentityCaseId>> send_office_form(Services& services,
                                                      Secret ticket,
                                                      TypedPerson typed,
                                                      IdentityForm form) {
    const Instant now = services.clock.now();
    auto person = read_person(typed);
    if (!person) co_return std::move(person).error();
    auto checked = check_identity_form(services, std::move(form));
    if (!checked) co_return std::move(checked).error();
    auto send = [&services, ticket, person = *person, form = *checked, now](
                    Transaction& transaction) -> Result<domain::IdentityCaseId> {
        YX_TRY(const domain::Mobile mobile,
               find_proved_mobile(transaction, services, office_exchange.granted, ticket, now));
        YX_CHECK(take_allowance(transaction,
                                services.keys,
                                "recover/office",
                                mobile.e164,
                                {office_recoveries_per_mobile, day},
                                now));
        YX_CHECK(use_grant(transaction, ticket, now));
        const RecoveryApplicant applicant{{person, mobile}, identity_owner(ticket)};
        return request_office_recovery(transaction, services, applicant, form, now);
    };
    co_return co_await services.store.write(send);
}

}  // namespace yinxin::service
