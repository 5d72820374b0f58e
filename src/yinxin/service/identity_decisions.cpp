// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/identity_decisions.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/certificate.hpp"
#include "yinxin/service/certificate_dossier.hpp"
#include "yinxin/service/masked_login.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/service/person_looks.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/account_factors.hpp"
#include "yinxin/storage/person_corrections.hpp"

#include <algorithm>
#include <set>

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::IdentityCaseId;
using domain::IdentityCaseKind;
using domain::IdentityCaseState;
using domain::OfficeAct;
using domain::ProposalId;
using domain::ProposalKind;
using domain::StaffActor;
using storage::IdentityCase;
using storage::Reader;
using storage::Transaction;

std::string object_of(IdentityCaseId id) {
    return "identity:" + id.str();
}

/// @error forbidden, not_found
Result<IdentityCase> load(Reader& reader,
                          const Services& services,
                          const StaffActor& actor,
                          IdentityCaseId id) {
    YX_CHECK(require(actor, OfficeAct::look_up_person));
    YX_TRY(auto request, storage::find_identity_case(reader, services.keys, id));
    if (!request) return Error(ErrorCode::not_found, "identity case");
    YX_CHECK(require_scope(actor, request->issuer_id));
    return *std::move(request);
}

/// Bound accounts, for a recovery to choose among.
Result<std::vector<CandidateAccount>> accounts_of(Reader& reader,
                                                  const Services& services,
                                                  HolderId holder) {
    YX_TRY(const auto bound, storage::list_holder_accounts(reader, holder));
    std::vector<CandidateAccount> accounts;
    for (const storage::HolderAccount& one : bound) {
        if (one.ended_at) continue;
        YX_TRY(const auto row, storage::find_account(reader, one.account));
        YX_TRY(const bool has_second,
               storage::has_second_factor(reader, services.keys, one.account));
        accounts.push_back({one.account,
                            masked_login(row.login_name),
                            row.mobile_masked,
                            row.last_login_at,
                            has_second});
    }
    return accounts;
}

/// People of this authority with the stated number, and those a typed number leads to.
Result<std::vector<IdentityCandidate>> find_candidates(Reader& reader,
                                                       const Services& services,
                                                       const StaffActor& actor,
                                                       const storage::StatedPerson& stated,
                                                       const std::string& number) {
    std::set<HolderId> holders;
    YX_TRY(const auto matches,
           storage::find_persons_by_document(reader, services.keys, stated.document));
    for (const storage::PersonMatch& match : matches) {
        holders.insert(match.holder);
    }
    if (!number.empty()) {
        YX_TRY(const auto lines, find_lines_by_number(reader, number));
        for (const storage::LineKey line : lines) {
            holders.insert(line.holder);
        }
    }
    std::vector<IdentityCandidate> candidates;
    for (const HolderId holder : holders) {
        YX_TRY(auto certificates, list_in_scope(reader, services, actor, holder));
        if (certificates.empty()) continue;
        YX_TRY(IdentityCandidate candidate, read_candidate(reader, services, holder, stated));
        candidate.certificates = std::move(certificates);
        candidates.push_back(std::move(candidate));
    }
    return candidates;
}

Result<IdentitySheet> read_sheet(Transaction& transaction,
                                 const Services& services,
                                 const StaffActor& actor,
                                 IdentityCaseId id,
                                 const std::string& number,
                                 Instant now) {
    YX_TRY(IdentityCase request, load(transaction, services, actor, id));
    IdentitySheet sheet;
    if (request.account.is_set()) {
        YX_TRY(const auto row, storage::find_account(transaction, request.account));
        sheet.masked_login = masked_login(row.login_name);
    }
    const bool is_in_hand =
        request.state == IdentityCaseState::open || request.state == IdentityCaseState::asked;
    sheet.may_ask = is_in_hand;
    sheet.may_propose = is_in_hand && actor.may(OfficeAct::prepare_change);
    YX_TRY(sheet.story, read_identity_story(transaction, services, std::move(request)));
    YX_TRY(sheet.candidates,
           find_candidates(transaction, services, actor, sheet.story.applicant.person, number));
    YX_TRY(sheet.proposals, proposals_about(transaction, services, actor, object_of(id)));
    YX_CHECK(audit_look(transaction,
                        actor,
                        object_of(id),
                        {{"page", "identity"}, {"found", std::to_string(sheet.candidates.size())}},
                        now));
    return sheet;
}

/// The message says that there is something to read, and nothing of what.
Result<void> tell_applicant(Transaction& transaction,
                            const Services& services,
                            const IdentityCase& request,
                            const char* message,
                            Instant now) {
    YX_TRY(const IdentityApplicant applicant, unpack_applicant(request.applicant));
    Language language = Language::zh;
    if (request.account.is_set()) {
        YX_TRY(language, message_language(transaction, request.account));
    }
    return queue_message(
        transaction, services, applicant.mobile, Message{message, {}, language}, now);
}

Result<void> write_message(Transaction& transaction,
                           const Services& services,
                           domain::StaffId author,
                           const IdentityCase& request,
                           domain::IdentityMessageKind kind,
                           const std::string& text,
                           Instant now) {
    storage::IdentityMessage message;
    message.kind = kind;
    message.author = author.value;
    message.text = text;
    message.written_at = now;
    YX_CHECK(storage::add_identity_message(transaction, services.keys, request.id, message));
    return ok();
}

Result<void> audit_step(Transaction& transaction,
                        domain::StaffId staff,
                        const IdentityCase& request,
                        std::string step,
                        Instant now) {
    return audit_staff(
        transaction,
        EventKind::identity_answered,
        staff,
        object_of(request.id),
        now,
        {{"kind", std::string(domain::key(request.kind))}, {"step", std::move(step)}});
}

Error no_holder(const char* why) {
    return Error(ErrorCode::invalid_input, why).with("field", "choice");
}

/// Whether the chosen person is one this office knows, with the chosen account.
Result<void> check_choice(Reader& reader,
                          const Services& services,
                          const StaffActor& actor,
                          const IdentityCase& request,
                          const IdentityWish& wish) {
    if (!wish.holder.is_set()) return no_holder("nobody chosen");
    YX_TRY(const auto certificates, list_in_scope(reader, services, actor, wish.holder));
    if (certificates.empty()) return no_holder("of another authority");
    // What an agent is shown is the data of an account; without one there are certificates alone.
    if (!domain::is_about_account(request.kind) && !wish.account.is_set()) return ok();
    YX_TRY(const auto accounts, accounts_of(reader, services, wish.holder));
    const bool is_his =
        std::ranges::find(accounts, wish.account, &CandidateAccount::account) != accounts.end();
    return is_his ? ok() : no_holder("no account of that person");
}

Result<ProposalId> enter_proposal(Transaction& transaction,
                                  const Services& services,
                                  const StaffActor& actor,
                                  IdentityCaseId id,
                                  const IdentityWish& wish,
                                  Instant now) {
    YX_TRY(const IdentityCase request, load(transaction, services, actor, id));
    if (request.settled_at) return Error(ErrorCode::doubt_closed);
    const bool confirms = wish.outcome == IdentityOutcome::confirm;
    ProposalWish proposal;
    proposal.kind = ProposalKind::confirm_identity;
    // A request to nobody in particular is decided on by who looks at it.
    proposal.issuer_id = request.issuer_id;
    proposal.object = object_of(id);
    proposal.object_tag = id.str();
    proposal.reason = wish.reason;
    proposal.facts = {{"outcome", confirms ? "confirm" : "refuse"}};
    if (confirms) {
        YX_CHECK(check_choice(transaction, services, actor, request, wish));
        proposal.facts.emplace("holder", wish.holder.str());
        if (domain::is_about_account(request.kind) && wish.account.is_set()) {
            proposal.facts.emplace("account", wish.account.str());
        }
        if (request.kind == IdentityCaseKind::recovery) {
            YX_TRY(const bool has_second,
                   storage::has_second_factor(transaction, services.keys, wish.account));
            // Whoever decides reads it among what changes.
            if (has_second) proposal.facts.emplace("second_factor", "removed");
        }
    }
    YX_TRY(const ProposalId made, propose(transaction, services, actor, proposal, now));
    YX_CHECK(storage::set_identity_proposed(transaction, id, actor.id));
    YX_CHECK(audit_step(transaction, actor.id, request, "proposed", now));
    return made;
}

}  // namespace

Result<IdentityCandidate> read_candidate(Reader& reader,
                                         const Services& services,
                                         HolderId holder,
                                         const storage::StatedPerson& stated) {
    IdentityCandidate candidate;
    candidate.holder = holder;
    YX_TRY(candidate.names, storage::list_person_names(reader, services.keys, holder));
    YX_TRY(candidate.documents, storage::list_person_documents(reader, services.keys, holder));
    YX_TRY(const auto mobile, storage::find_person_mobile(reader, services.keys, holder));
    if (mobile) candidate.masked_mobile = domain::masked_mobile(*mobile);
    candidate.name_fits =
        std::ranges::any_of(candidate.names, [&](const storage::PersonNameFact& fact) {
            return domain::same_name(fact.name, stated.name);
        });
    candidate.document_fits =
        std::ranges::find(candidate.documents,
                          stated.document,
                          &storage::PersonDocumentFact::document) != candidate.documents.end();
    YX_TRY(candidate.accounts, accounts_of(reader, services, holder));
    return candidate;
}

Task<Result<IdentityQueue>> list_identity_queue(Services& services,
                                                StaffActor actor,
                                                storage::IdentityFilter filter,
                                                int page) {
    YX_CO_CHECK(require(actor, OfficeAct::look_up_person));
    auto read = [&services, actor, filter, page](Reader& reader) -> Result<IdentityQueue> {
        YX_TRY(auto requests,
               storage::list_identity_cases(reader,
                                            services.keys,
                                            actor.issuer_id,
                                            filter,
                                            identity_cases_on_a_page + 1,
                                            page * identity_cases_on_a_page));
        IdentityQueue queue;
        queue.has_more = requests.size() > identity_cases_on_a_page;
        if (queue.has_more) requests.pop_back();
        for (IdentityCase& request : requests) {
            YX_TRY(const IdentityApplicant applicant, unpack_applicant(request.applicant));
            queue.lines.push_back({std::move(request),
                                   applicant.person.name.value,
                                   domain::masked(applicant.person.document)});
        }
        return queue;
    };
    co_return co_await services.store.read(read);
}

Task<Result<IdentitySheet>> find_identity_sheet(Services& services,
                                                StaffActor actor,
                                                IdentityCaseId id,
                                                std::string number) {
    if (!trim(number).empty()) {
        auto parsed = domain::parse_certificate_no(number);
        if (!parsed) co_return std::move(parsed).error().with("field", "number");
        number = *std::move(parsed);
    } else {
        number.clear();
    }
    const Instant now = services.clock.now();
    auto run = [&services, actor, id, number, now](Transaction& transaction) {
        return read_sheet(transaction, services, actor, id, number, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<IdentityEvidence>> load_applicants_evidence(Services& services,
                                                        StaffActor actor,
                                                        IdentityCaseId id,
                                                        domain::IdentityFileId file) {
    const Instant now = services.clock.now();
    auto run =
        [&services, actor, id, file, now](Transaction& transaction) -> Result<IdentityStory> {
        YX_TRY(IdentityCase request, load(transaction, services, actor, id));
        YX_CHECK(audit_look(
            transaction, actor, object_of(id), {{"page", "evidence"}, {"file", file.str()}}, now));
        return read_identity_story(transaction, services, std::move(request));
    };
    YX_CO_TRY(IdentityStory story, co_await services.store.write(run));
    co_return co_await load_evidence(services, std::move(story), file);
}

Task<Result<void>> ask_applicant(Services& services,
                                 StaffActor actor,
                                 IdentityCaseId id,
                                 std::string question) {
    auto text = domain::parse_doubt_text(question);
    if (!text) co_return std::move(text).error().with("field", "question");
    const Instant now = services.clock.now();
    auto run = [&services, actor, id, text = *text, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const IdentityCase request, load(transaction, services, actor, id));
        if (request.settled_at) return Error(ErrorCode::doubt_closed);
        YX_CHECK(storage::set_identity_asked(transaction, id));
        YX_CHECK(write_message(transaction,
                               services,
                               actor.id,
                               request,
                               domain::IdentityMessageKind::question,
                               text,
                               now));
        YX_CHECK(tell_applicant(transaction, services, request, "identity_asked", now));
        return audit_step(transaction, actor.id, request, "asked", now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<ProposalId>> propose_identity(Services& services,
                                          StaffActor actor,
                                          IdentityCaseId id,
                                          IdentityWish wish) {
    const Instant now = services.clock.now();
    auto run = [&services, actor, id, wish, now](Transaction& transaction) {
        return enter_proposal(transaction, services, actor, id, wish, now);
    };
    co_return co_await services.store.write(run);
}

}  // namespace yinxin::service
