// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/counter.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/certificate_dossier.hpp"
#include "yinxin/service/consents.hpp"
#include "yinxin/service/masked_login.hpp"
#include "yinxin/service/person_looks.hpp"
#include "yinxin/service/person_match.hpp"
#include "yinxin/storage/account_mail.hpp"
#include "yinxin/storage/notices.hpp"
#include "yinxin/storage/person_corrections.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace yinxin::service {
namespace {

using domain::OfficeAct;
using domain::StaffActor;
using storage::CertificateRecord;
using storage::LineKey;
using storage::Reader;
using storage::Transaction;

constexpr int most_attempts = 10;
constexpr int most_messages = 20;

Error of_field(Error error, const char* field) {
    return std::move(error).with("field", field);
}

/// Which persons the question can mean.
struct ReadQuestion {
    std::string number;
    std::optional<domain::IdNumber> document;
    std::string reason;
};

Result<ReadQuestion> read_question(const CounterQuestion& question) {
    ReadQuestion read;
    const bool has_number = !trim(question.number).empty();
    if (!has_number && trim(question.id_number).empty()) {
        return of_field(Error(ErrorCode::invalid_input, "nothing typed"), "number");
    }
    if (has_number) {
        auto number = domain::parse_certificate_no(question.number);
        if (!number) return of_field(std::move(number).error(), "number");
        read.number = *std::move(number);
    } else {
        auto document = domain::parse_id_number(question.id_type, question.id_number);
        if (!document) return of_field(std::move(document).error(), "id_number");
        read.document = *std::move(document);
    }
    auto reason = domain::parse_reason(question.reason);
    if (!reason) return of_field(std::move(reason).error(), "reason");
    read.reason = *std::move(reason);
    return read;
}

/// People of this number, present or former, with a certificate of the actor's authority.
Result<std::set<HolderId>> find_holders(Reader& reader,
                                        const Services& services,
                                        const StaffActor& actor,
                                        const ReadQuestion& question) {
    std::set<HolderId> holders;
    if (!question.document) {
        YX_TRY(const auto keys, find_lines_by_number(reader, question.number));
        for (const LineKey key : keys) {
            const auto record = find_in_scope(reader, services, actor, key);
            if (record) holders.insert(key.holder);
            if (!record && record.error().code() != ErrorCode::not_found) return record.error();
        }
        return holders;
    }
    YX_TRY(const auto persons,
           storage::find_persons_by_document(reader, services.keys, *question.document));
    for (const storage::PersonMatch& person : persons) {
        YX_TRY(const auto records, list_in_scope(reader, services, actor, person.holder));
        if (!records.empty()) holders.insert(person.holder);
    }
    return holders;
}

/// What came of a question; the refusal is a value, so that its audit event stays.
struct Opened {
    std::optional<CounterLook> look;
    std::optional<Error> refusal;
};

Result<Opened> open_in(Transaction& transaction,
                       const Services& services,
                       const StaffActor& actor,
                       const ReadQuestion& question,
                       Instant now) {
    YX_TRY(const auto holders, find_holders(transaction, services, actor, question));
    if (holders.size() == 1) {
        const HolderId holder = *holders.begin();
        YX_TRY(const storage::LookId id,
               keep_look(transaction,
                         services,
                         actor,
                         holder,
                         storage::LookPage::counter,
                         question.reason,
                         now));
        return Opened{CounterLook{holder, id}, std::nullopt};
    }
    YX_CHECK(audit_look(transaction,
                        actor,
                        "",
                        {{"page", "counter"},
                         {"by", question.document ? "id_number" : "number"},
                         {"found", std::to_string(holders.size())}},
                        now));
    const char* field = question.document ? "id_number" : "number";
    const ErrorCode code = holders.empty() ? ErrorCode::not_found : ErrorCode::conflict;
    return Opened{std::nullopt, of_field(Error(code, "counter"), field)};
}

/// What is read in one transaction; the accounts' stages follow.
struct Rows {
    CounterView view;
    storage::PersonLook look;
    std::vector<domain::Recipient> recipients;  ///< each once
};

void add_recipient(Rows& rows, const domain::Recipient& recipient) {
    if (recipient.empty()) return;
    const auto there = std::ranges::find(
        rows.recipients, recipient.text(), [](const auto& one) -> auto& { return one.text(); });
    if (there == rows.recipients.end()) rows.recipients.push_back(recipient);
}

Result<void> read_person(Reader& reader, const Services& services, Rows& rows) {
    CounterView& view = rows.view;
    const HolderId holder = view.look.holder;
    YX_TRY(const auto names, storage::list_person_names(reader, services.keys, holder));
    for (const storage::PersonNameFact& fact : names) {
        if (fact.state == storage::FactState::current) {
            view.name = fact.name.value;
        } else {
            view.former_names.push_back(fact.name.value);
        }
    }
    YX_TRY(const auto masked, storage::find_masked_person(reader, services.keys, holder));
    view.masked_number = masked.number;
    YX_TRY(const auto mobile, storage::find_person_mobile(reader, services.keys, holder));
    if (mobile) {
        view.masked_mobile = domain::masked_mobile(*mobile);
        add_recipient(rows, *mobile);
    }
    return ok();
}

/// Accounts that are or were bound, and those that call themselves by one of the person's numbers.
Result<void> read_accounts(Reader& reader, const Services& services, Rows& rows) {
    const HolderId holder = rows.view.look.holder;
    YX_TRY(const auto bound, storage::list_holder_accounts(reader, holder));
    for (const storage::HolderAccount& one : bound) {
        CounterAccount account;
        account.account = one.account;
        account.bound_at = one.bound_at;
        account.binding_ended_at = one.ended_at;
        rows.view.accounts.push_back(std::move(account));
    }
    YX_TRY(const auto documents, storage::list_person_documents(reader, services.keys, holder));
    for (const storage::PersonDocumentFact& fact : documents) {
        YX_TRY(const auto accounts,
               storage::list_accounts_with_document(reader, services.keys, fact.document));
        for (const AccountId id : accounts) {
            const bool is_there =
                std::ranges::find(rows.view.accounts, id, &CounterAccount::account) !=
                rows.view.accounts.end();
            if (is_there) continue;
            CounterAccount account;
            account.account = id;
            rows.view.accounts.push_back(std::move(account));
        }
    }
    for (CounterAccount& account : rows.view.accounts) {
        YX_TRY(const auto row, storage::find_account(reader, account.account));
        YX_TRY(const auto identity, storage::open_identity(services.keys, row));
        account.masked_login = masked_login(row.login_name);
        account.masked_mobile = row.mobile_masked;
        account.created_at = row.created_at;
        account.last_login_at = row.last_login_at;
        YX_TRY(account.attempts,
               storage::list_binding_attempts(reader, account.account, most_attempts));
        add_recipient(rows, identity.mobile);
        YX_TRY(const auto mail, storage::find_account_mail(reader, services.keys, account.account));
        if (mail) add_recipient(rows, mail->address);
    }
    return ok();
}

Result<void> read_messages(Reader& reader, const Services& services, Rows& rows) {
    for (const domain::Recipient& recipient : rows.recipients) {
        YX_TRY(auto messages,
               storage::list_messages_to(reader, services.keys, recipient, most_messages));
        std::ranges::move(messages, std::back_inserter(rows.view.messages));
    }
    std::ranges::sort(rows.view.messages, std::ranges::greater{}, [](const auto& message) {
        return std::tuple(message.created_at, message.name);
    });
    if (rows.view.messages.size() > most_messages) rows.view.messages.resize(most_messages);
    return ok();
}

Result<Rows> read_rows(Reader& reader,
                       const Services& services,
                       const StaffActor& actor,
                       CounterLook key,
                       Instant now) {
    YX_TRY(const auto look, storage::find_person_look(reader, services.keys, key.holder, key.id));
    const bool is_open = look && look->page == storage::LookPage::counter &&
                         look->staff == actor.id && now < look->at + look_lasts;
    if (!is_open) return Error(ErrorCode::not_found, "look");
    Rows rows;
    rows.look = *look;
    rows.view.look = key;
    rows.view.opened_at = look->at;
    rows.view.reason = look->reason;
    YX_CHECK(read_person(reader, services, rows));
    YX_TRY(auto records, list_in_scope(reader, services, actor, key.holder));
    // Roles may have changed since the look was opened.
    if (records.empty()) return Error(ErrorCode::not_found, "of another authority");
    for (CertificateRecord& record : records) {
        CounterCertificate certificate{std::move(record), std::nullopt, {}};
        YX_TRY(certificate.copies,
               storage::list_copy_standings(reader, {key.holder, certificate.record.line}));
        rows.view.certificates.push_back(std::move(certificate));
    }
    YX_CHECK(read_accounts(reader, services, rows));
    YX_CHECK(read_messages(reader, services, rows));
    return rows;
}

Result<bool> has_agreed(Reader& reader, AccountId account, Instant now) {
    YX_TRY(const auto notice, storage::find_notice_in_force(reader, now));
    if (!notice) return true;
    YX_TRY(const auto consents, list_consents(reader, account));
    return std::ranges::any_of(consents,
                               [&](const Consent& one) { return one.version >= notice->version; });
}

bool is_bound_to(const CounterAccount& account) {
    return account.bound_at && !account.binding_ended_at;
}

/// What this account's list shows of the authority's certificates, or why it shows none.
CounterList list_of(const CounterAccount& account, BindingStage stage, bool agreed, int shown) {
    if (is_bound_to(account)) {
        if (!agreed) return CounterList::not_agreed;
        return shown > 0 ? CounterList::shows : CounterList::not_out;
    }
    if (stage == BindingStage::changed) return CounterList::changed;
    if (stage == BindingStage::can_bind) return CounterList::not_bound;
    if (stage == BindingStage::bound) return CounterList::other_person;
    return shown > 0 ? CounterList::other_person : CounterList::not_out;
}

Task<Result<void>> judge_account(Services& services, CounterAccount& account, int shown) {
    const auto state = co_await binding_state(services, account.account);
    if (!state) co_return state.error();
    account.name_changed = state->name_changed;
    account.number_changed = state->number_changed;
    account.is_with_office = state->is_with_office;
    const Instant now = services.clock.now();
    auto ask = [id = account.account, now](Reader& reader) { return has_agreed(reader, id, now); };
    const auto agreed = co_await services.store.read(ask);
    if (!agreed) co_return agreed.error();
    account.list = list_of(account, state->stage, *agreed, shown);
    account.shown = account.list == CounterList::shows ? shown : 0;
    co_return ok();
}

/// Gives each certificate what its holder's page is made from.
Task<Result<int>> add_facts(Services& services, CounterView& view) {
    const Actor as_holder{AccountId{}, {view.look.holder}};
    auto facts = co_await list_certificates(services, as_holder);
    if (!facts) co_return std::move(facts).error();
    int shown = 0;
    for (CounterCertificate& certificate : view.certificates) {
        for (CertificateFacts& one : *facts) {
            if (one.certificate.line != certificate.record.line) continue;
            certificate.facts = std::move(one);
            ++shown;
            break;
        }
    }
    co_return shown;
}

}  // namespace

Result<CounterLook> parse_counter_look(std::string_view text) {
    // The same form as a line's key: two numbers of ours.
    YX_TRY(const LineKey key, storage::parse_line_key(text));
    return CounterLook{key.holder, storage::LookId{key.line.value}};
}

Task<Result<CounterLook>> open_counter(Services& services,
                                       StaffActor actor,
                                       CounterQuestion question) {
    YX_CO_CHECK(require(actor, OfficeAct::look_up_person));
    const auto read = read_question(question);
    if (!read) co_return read.error();
    const Instant now = services.clock.now();
    auto run = [&services, actor, read = *read, now](Transaction& transaction) {
        return open_in(transaction, services, actor, read, now);
    };
    const auto opened = co_await services.store.write(run);
    if (!opened) co_return opened.error();
    if (opened->refusal) co_return *opened->refusal;
    co_return *opened->look;
}

Task<Result<CounterView>> load_counter(Services& services, StaffActor actor, CounterLook look) {
    YX_CO_CHECK(require(actor, OfficeAct::look_up_person));
    const Instant now = services.clock.now();
    auto read = [&services, actor, look, now](Reader& reader) {
        return read_rows(reader, services, actor, look, now);
    };
    auto rows = co_await services.store.read(read);
    if (!rows) co_return std::move(rows).error();
    CounterView view = std::move(rows->view);
    const auto shown = co_await add_facts(services, view);
    if (!shown) co_return shown.error();
    for (CounterAccount& account : view.accounts) {
        const auto judged = co_await judge_account(services, account, *shown);
        if (!judged) co_return judged.error();
    }
    auto tell = [actor, look, now](Transaction& transaction) {
        return audit_look(transaction,
                          actor,
                          "holder:" + look.holder.str(),
                          {{"page", "counter"}, {"look", look.id.str()}},
                          now);
    };
    const auto told = co_await services.store.write(tell);
    if (!told) co_return told.error();
    co_return view;
}

}  // namespace yinxin::service
