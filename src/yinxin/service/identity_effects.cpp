// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/identity_effects.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/account_closing.hpp"
#include "yinxin/service/binding_steps.hpp"
#include "yinxin/service/identity_story.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/mobile_changes.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/service/second_factor.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/person_corrections.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::IdentityCaseId;
using domain::IdentityCaseKind;
using domain::IdentityCaseState;
using storage::IdentityCase;
using storage::Reader;
using storage::Transaction;

constexpr std::string_view object_prefix = "identity:";

Error outdated(const Effect& effect, const char* why) {
    return Error(ErrorCode::proposal_outdated, effect.proposal.object + " " + why);
}

Result<IdentityCase> case_of(Reader& reader,
                             const Services& services,
                             const storage::Proposal& proposal) {
    const std::string_view object = proposal.object;
    const auto id = object.starts_with(object_prefix)
                        ? parse_integer(object.substr(object_prefix.size()))
                        : std::nullopt;
    if (!id) return Error(ErrorCode::malformed, "object of a proposal");
    YX_TRY(auto request, storage::find_identity_case(reader, services.keys, IdentityCaseId{*id}));
    if (!request) return Error(ErrorCode::proposal_outdated, proposal.object);
    return *std::move(request);
}

template <class IdType>
IdType fact_id(const Effect& effect, const char* name) {
    const auto found = effect.facts.find(name);
    if (found == effect.facts.end()) return {};
    return IdType{parse_integer(found->second).value_or(0)};
}

/// The names and numbers the register has now: an account that was confirmed calls itself so.
Result<storage::StatedPerson> registered_person(Reader& reader,
                                                const Services& services,
                                                HolderId holder,
                                                const storage::StatedPerson& stated) {
    YX_TRY(const auto names, storage::list_person_names(reader, services.keys, holder));
    YX_TRY(const auto documents, storage::list_person_documents(reader, services.keys, holder));
    if (names.empty() || documents.empty()) return Error(ErrorCode::malformed, "nameless person");
    storage::StatedPerson person{names.front().name, documents.front().document};
    // Of several documents the one that was stated, if it is in force.
    for (const storage::PersonDocumentFact& fact : documents) {
        const bool is_stated =
            fact.state == storage::FactState::current && fact.document == stated.document;
        if (is_stated) person.document = fact.document;
    }
    return person;
}

Result<void> bind(Transaction& transaction,
                  const Services& services,
                  const Effect& effect,
                  const IdentityCase& request,
                  const IdentityApplicant& applicant) {
    const auto holder = fact_id<HolderId>(effect, "holder");
    const AccountId account = request.account;
    YX_TRY(const auto holders, storage::list_bound_holders(transaction, account));
    if (!holders.empty()) return outdated(effect, "bound");
    YX_TRY(const auto row, storage::find_account(transaction, account));
    YX_TRY(const auto identity, storage::open_identity(services.keys, row));
    const bool says_the_same = identity.person && identity.person->name == applicant.person.name &&
                               identity.person->document == applicant.person.document;
    if (!says_the_same) return outdated(effect, "somebody else");
    YX_TRY(const auto person, registered_person(transaction, services, holder, applicant.person));
    const bool differs =
        !(person.name == applicant.person.name) || !(person.document == applicant.person.document);
    if (differs) {
        YX_CHECK(storage::change_identity(transaction, services.keys, account, person, effect.now));
    }
    return keep_binding(
        transaction, services, account, holder, storage::BindingProof::office, effect.now);
}

Result<void> recover(Transaction& transaction,
                     const Services& services,
                     const Effect& effect,
                     const IdentityApplicant& applicant) {
    const auto holder = fact_id<HolderId>(effect, "holder");
    const auto account = fact_id<AccountId>(effect, "account");
    YX_TRY(const auto holders, storage::list_bound_holders(transaction, account));
    if (std::ranges::find(holders, holder) == holders.end()) return outdated(effect, "not bound");
    YX_TRY(const bool closed, is_closed(transaction, account, effect.now));
    if (closed) return outdated(effect, "closed");
    // Turned on since: nobody who decided knew of it, and somebody is in the account.
    YX_TRY(const bool has_second, storage::has_second_factor(transaction, services.keys, account));
    if (has_second && !effect.facts.contains("second_factor")) {
        return outdated(effect, "second factor");
    }
    YX_TRY(const auto waiting,
           storage::find_waiting_mobile_change(transaction, services.keys, account));
    if (waiting) {
        YX_CHECK(storage::end_mobile_change(
            transaction, waiting->id, storage::MobileChangeEnd::replaced, effect.now));
    }
    YX_CHECK(put_mobile(transaction, services, account, applicant.mobile, "office", effect.now));
    // Who lost the mobile may have lost the rest with it; two people looked at the documents.
    return remove_second_factor(transaction, services, account, "office", effect.now);
}

/// A mobile somebody is to be told at, and in which language.
struct ToldMobile {
    domain::Mobile mobile;
    Language language = Language::zh;
};

/// The person learns that an agent acted, at every mobile that is known of him: a forged authority
/// must not stay unseen. Each account's mobile is written to in the account's language.
Result<void> tell_person(Transaction& transaction,
                         const Services& services,
                         HolderId holder,
                         Instant now) {
    std::vector<ToldMobile> told;
    YX_TRY(const auto accounts, storage::list_holder_accounts(transaction, holder));
    for (const storage::HolderAccount& one : accounts) {
        if (one.ended_at) continue;
        YX_TRY(const auto row, storage::find_account(transaction, one.account));
        YX_TRY(const auto identity, storage::open_identity(services.keys, row));
        const bool is_known =
            std::ranges::find(told, identity.mobile, &ToldMobile::mobile) != told.end();
        if (!row.is_mobile_confirmed || is_known) continue;
        YX_TRY(const Language language, message_language(transaction, one.account));
        told.push_back({identity.mobile, language});
    }
    YX_TRY(const auto exam, storage::find_person_mobile(transaction, services.keys, holder));
    if (exam && std::ranges::find(told, *exam, &ToldMobile::mobile) == told.end()) {
        told.push_back({*exam, Language::zh});
    }
    for (const auto& [mobile, language] : told) {
        const Message message{"agent_confirmed", {}, language};
        YX_CHECK(queue_message(transaction, services, mobile, message, now));
    }
    return ok();
}

/// What an agent's request comes to: of a correction, that the office has it in writing; the
/// certificates are corrected as always.
Result<void> act_for_person(Transaction& transaction,
                            const Services& services,
                            const Effect& effect,
                            const IdentityCase& request) {
    const auto holder = fact_id<HolderId>(effect, "holder");
    const auto account = fact_id<AccountId>(effect, "account");
    if (account.is_set()) {
        YX_TRY(const auto holders, storage::list_bound_holders(transaction, account));
        if (std::ranges::find(holders, holder) == holders.end()) {
            return outdated(effect, "not bound");
        }
    }
    if (request.kind == IdentityCaseKind::agent_close) {
        YX_CHECK(begin_closing(transaction, services, account, effect.now));
        YX_CHECK(audit_staff(transaction,
                             EventKind::account_closing_asked,
                             effect.decider,
                             "account:" + account.str(),
                             effect.now,
                             {{"request", request.id.str()}}));
    }
    return tell_person(transaction, services, holder, effect.now);
}

Result<void> refuse(Transaction& transaction,
                    const Services& services,
                    const Effect& effect,
                    const IdentityCase& request) {
    storage::IdentityMessage message;
    message.kind = domain::IdentityMessageKind::answer;
    message.author = effect.proposal.maker.value;
    message.text = effect.proposal.reason;
    message.written_at = effect.now;
    YX_CHECK(storage::add_identity_message(transaction, services.keys, request.id, message));
    return ok();
}

}  // namespace

Result<void> settle_identity(Transaction& transaction,
                             const Services& services,
                             const Effect& effect) {
    YX_TRY(const IdentityCase request, case_of(transaction, services, effect.proposal));
    if (request.state != IdentityCaseState::proposed) return outdated(effect, "not proposed");
    YX_TRY(const IdentityApplicant applicant, unpack_applicant(request.applicant));
    const auto outcome = effect.facts.find("outcome");
    const bool confirms = outcome != effect.facts.end() && outcome->second == "confirm";
    // Before its effect: a binding withdraws what is open, and this request is decided.
    YX_CHECK(storage::settle_identity_case(
        transaction,
        request,
        confirms ? IdentityCaseState::confirmed : IdentityCaseState::refused,
        effect.decider,
        effect.now));
    if (!confirms) {
        YX_CHECK(refuse(transaction, services, effect, request));
    } else if (domain::is_of_agent(request.kind)) {
        YX_CHECK(act_for_person(transaction, services, effect, request));
    } else if (request.kind == IdentityCaseKind::binding) {
        YX_CHECK(bind(transaction, services, effect, request, applicant));
    } else {
        YX_CHECK(recover(transaction, services, effect, applicant));
    }
    Language language = Language::zh;
    if (request.account.is_set()) {
        YX_TRY(language, message_language(transaction, request.account));
    }
    const char* answer = confirms ? "identity_confirmed" : "identity_refused";
    YX_CHECK(queue_message(
        transaction, services, applicant.mobile, Message{answer, {}, language}, effect.now));
    return audit_staff(transaction,
                       EventKind::identity_answered,
                       effect.decider,
                       effect.proposal.object,
                       effect.now,
                       {{"kind", std::string(domain::key(request.kind))},
                        {"step", confirms ? "confirmed" : "refused"}});
}

Result<void> reopen_identity(Transaction& transaction,
                             const Services& services,
                             const Ending& ending) {
    YX_TRY(const IdentityCase request, case_of(transaction, services, ending.proposal));
    if (request.state != IdentityCaseState::proposed) return ok();
    return storage::set_identity_open(
        transaction, request.id, IdentityCaseState::proposed, request.waits_since);
}

}  // namespace yinxin::service
