// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/registration.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/code_requests.hpp"
#include "yinxin/service/consents.hpp"
#include "yinxin/service/devices.hpp"
#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/person_match.hpp"
#include "yinxin/service/step_up.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
namespace columns = storage::personal_columns;
using storage::Transaction;

constexpr std::size_t min_login_name = 4;
constexpr std::size_t max_login_name = 32;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_login_character(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

/// The form, read.
struct Applicant {
    std::optional<storage::StatedPerson> person;
    domain::Mobile mobile;
    std::string login_name;
};

Error at_field(const Error& error, const char* field) {
    Error marked = error;
    marked.with("field", field);
    return marked;
}

/// @return nothing, and the problems, if a field is wrong.
std::optional<Applicant> read_form(const Registration& form, std::vector<FieldProblem>& problems) {
    Applicant applicant;
    const auto take = [&problems](const char* field, auto result, auto& into) {
        if (result) {
            into = *std::move(result);
        } else {
            problems.push_back({field, at_field(result.error(), field)});
        }
    };
    storage::StatedPerson person;
    if (form.person) person = read_person(*form.person, problems);
    take("mobile", domain::parse_mobile(form.mobile), applicant.mobile);
    take("login_name", parse_login_name(form.login_name), applicant.login_name);
    PasswordOwner owner;
    owner.login_name = applicant.login_name;
    if (!person.name.value.empty()) owner.name = person.name;
    if (!person.document.number.empty()) owner.document = person.document;
    if (!applicant.mobile.e164.empty()) owner.mobile = applicant.mobile;
    if (const auto judged = check_new_password(form.password, owner); !judged) {
        problems.push_back({"password", at_field(judged.error(), "password")});
    }
    if (!problems.empty()) return std::nullopt;
    if (form.person) applicant.person = std::move(person);
    return applicant;
}

/// A name that is taken is a value: the count of the address must stay, or names could be tried
/// without end.
Result<std::optional<Error>> check_possible(Transaction& transaction,
                                            const Services& services,
                                            const Applicant& applicant,
                                            const Origin& origin,
                                            Instant now) {
    YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
    YX_TRY(const auto taken,
           transaction.maybe<AccountId>(sql::account::find_login,
                                        storage::login_key(applicant.login_name)));
    if (taken) {
        return std::optional(at_field(Error(ErrorCode::login_name_taken), "login_name"));
    }
    YX_CHECK(take_mobile_allowance(transaction, services.keys, applicant.mobile, now));
    return std::optional<Error>();
}

Result<CodeTicket> open_registration(Transaction& transaction,
                                     const Services& services,
                                     const Applicant& applicant,
                                     const std::string& password_hash,
                                     Language language,
                                     Instant now) {
    NewCodeRequest request;
    request.language = language;
    request.purpose = CodePurpose::registration;
    request.subject = columns::mobile_index(services.keys.index, applicant.mobile);
    request.to = applicant.mobile;
    request.is_genuine = true;
    request.shown_mobile = domain::masked_mobile(applicant.mobile);
    request.facts = {applicant.mobile.e164};
    if (const auto& person = applicant.person) {
        request.facts.emplace_back(domain::key(person->document.type));
        request.facts.push_back(person->document.number);
        request.facts.push_back(person->name.value);
    }
    request.facts.push_back(applicant.login_name);
    request.facts.push_back(password_hash);
    return open_code_request(transaction, services, request, now);
}

Result<storage::NewAccount> account_from(const std::vector<std::string>& facts, Instant now) {
    constexpr std::size_t without_person = 3;
    constexpr std::size_t with_person = 6;
    if (facts.size() != without_person && facts.size() != with_person) {
        return Error(ErrorCode::malformed, "registration facts");
    }
    storage::NewAccount account;
    account.mobile = domain::Mobile{facts[0]};
    if (facts.size() == with_person) {
        YX_TRY(const auto type, domain::parse_key<domain::IdDocumentType>(facts[1]));
        account.person = {domain::PersonName{facts[3]}, domain::IdNumber{type, facts[2]}};
    }
    account.login_name = facts[facts.size() - 2];
    account.password_hash = facts.back();
    account.is_mobile_confirmed = true;
    account.origin = storage::AccountOrigin::registered;
    account.created_at = now;
    return account;
}

/// The session, or the refusal; both are kept.
struct Confirmation {
    std::optional<Registered> registered;
    std::optional<Error> refusal;
};

Result<Confirmation> enter_registration(Transaction& transaction,
                                        const Services& services,
                                        const Secret& ticket,
                                        const std::string& code,
                                        const Origin& origin,
                                        Instant now) {
    YX_TRY(const auto row, find_open_request(transaction, CodePurpose::registration, ticket, now));
    YX_TRY(CodeEntry entry, enter_code(transaction, services, row, code, now));
    Confirmation confirmation;
    if (!entry.refusal) {
        YX_TRY(const storage::NewAccount wanted, account_from(entry.facts, now));
        std::optional<storage::AccountRow> own;
        if (wanted.person) {
            YX_TRY(own, find_own_account(transaction, services.keys, *wanted.person));
        }
        if (!own) {
            YX_TRY(const AccountId account,
                   storage::insert_account(transaction, services.keys, wanted));
            YX_CHECK(
                audit_account(transaction, domain::EventKind::account_registered, account, now));
            YX_CHECK(agree_to_privacy(transaction, account, row->sent_at, origin, now));
            // The code that was just entered is as good as one at login.
            YX_TRY(const storage::AccountRow made, storage::find_account(transaction, account));
            YX_TRY(LoggedIn in,
                   start_session(transaction, account, LoginProof::password, origin, now));
            YX_CHECK(recognise_device(transaction, services, made, origin, in, now));
            YX_CHECK(mark_confirmed(transaction, account, in.token, now));
            confirmation.registered = Registered{std::move(in), wanted.person.has_value()};
            return confirmation;
        }
        entry.refusal = Error(ErrorCode::document_registered).with("mobile", own->mobile_masked);
    }
    YX_CHECK(audit_refused_login(transaction,
                                 AccountId{},
                                 "registration " + std::string(dotted_name(entry.refusal->code())),
                                 now));
    confirmation.refusal = std::move(entry.refusal);
    return confirmation;
}

}  // namespace

Result<std::string> parse_login_name(std::string_view raw) {
    const std::string_view name = trim(raw);
    const bool is_fine = name.size() >= min_login_name && name.size() <= max_login_name &&
                         is_letter(name.front()) && std::ranges::all_of(name, is_login_character);
    if (!is_fine) return Error(ErrorCode::login_name_invalid);
    return storage::login_key(name);
}

std::vector<FieldProblem> check_registration(const Registration& form) {
    std::vector<FieldProblem> problems;
    (void)read_form(form, problems);
    return problems;
}

Task<Result<CodeTicket>> begin_registration(Services& services, Registration form, Origin origin) {
    const Instant now = services.clock.now();
    std::vector<FieldProblem> problems;
    const auto applicant = read_form(form, problems);
    if (!applicant) co_return problems.front().error;

    // Before the expensive hash: whoever asks too often costs nothing.
    auto check = [&services, applicant = *applicant, origin, now](Transaction& transaction) {
        return check_possible(transaction, services, applicant, origin, now);
    };
    auto possible = co_await services.store.write(check);
    if (!possible) co_return std::move(possible).error();
    if (*possible) co_return **std::move(possible);
    const auto hash = co_await hash_on_pool(services, std::move(form.password));
    if (!hash) co_return hash.error();
    auto open =
        [&services, applicant = *applicant, hash = *hash, origin, now](Transaction& transaction) {
            return open_registration(transaction, services, applicant, hash, origin.language, now);
        };
    co_return co_await services.store.write(open);
}

Task<Result<Registered>> confirm_registration(Services& services,
                                              Secret ticket,
                                              std::string code,
                                              Origin origin) {
    const Instant now = services.clock.now();
    auto enter = [&services, ticket, code, origin, now](Transaction& transaction) {
        return enter_registration(transaction, services, ticket, code, origin, now);
    };
    auto confirmed = co_await services.store.write(enter);
    if (!confirmed) co_return std::move(confirmed).error();
    if (confirmed->refusal) co_return *confirmed->refusal;
    co_return *std::move(confirmed->registered);
}

}  // namespace yinxin::service
