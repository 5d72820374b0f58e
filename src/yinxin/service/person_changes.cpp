// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/person_changes.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/service/person_looks.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/account_factors.hpp"
#include "yinxin/storage/account_merges.hpp"
#include "yinxin/storage/mobile_changes.hpp"
#include "yinxin/storage/organisations.hpp"
#include "yinxin/storage/person_corrections.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::ProposalId;
using domain::ProposalKind;
using domain::StaffActor;
using storage::CertificateRecord;
using storage::LineKey;
using storage::Reader;
using storage::Transaction;

template <class IdType>
IdType fact_id(const Effect& effect, const char* name) {
    const auto found = effect.facts.find(name);
    if (found == effect.facts.end()) return {};
    return IdType{parse_integer(found->second).value_or(0)};
}

Error at_field(Error error, const char* field) {
    return std::move(error).with("field", field);
}

/// Whether the document is anybody's at present; two people do not share one by this way.
Result<bool> is_taken(Reader& reader, const Services& services, const domain::IdNumber& document) {
    YX_TRY(const auto matches, storage::find_persons_by_document(reader, services.keys, document));
    return std::ranges::any_of(matches, [](const storage::PersonMatch& match) {
        return match.state == storage::FactState::current;
    });
}

/// What proposals about a person have in common.
ProposalWish wish_about(const CertificateRecord& record,
                        ProposalKind kind,
                        std::string object,
                        const std::string& reason) {
    ProposalWish wish;
    wish.kind = kind;
    wish.issuer_id = record.face.issuer_id;
    wish.object = std::move(object);
    wish.object_tag = record.holder.str();
    wish.facts = {{"holder", record.holder.str()}, {"title", title_of(record.face)}};
    wish.reason = reason;
    return wish;
}

Result<bool> is_bound(Reader& reader, AccountId account, HolderId holder) {
    YX_TRY(const auto holders, storage::list_bound_holders(reader, account));
    return std::ranges::find(holders, holder) != holders.end();
}

Result<ProposalId> enter_document(Transaction& transaction,
                                  const Services& services,
                                  const StaffActor& actor,
                                  LineKey key,
                                  const domain::IdNumber& document,
                                  const std::string& reason,
                                  Instant now) {
    YX_TRY(const CertificateRecord record, find_in_scope(transaction, services, actor, key));
    YX_TRY(const bool taken, is_taken(transaction, services, document));
    if (taken) return at_field(Error(ErrorCode::conflict, "document taken"), "id_number");
    ProposalWish wish = wish_about(record, ProposalKind::add_document, object_of(key), reason);
    wish.facts.emplace("id_type", domain::key(document.type));
    wish.facts.emplace("id_number", document.number);
    return propose(transaction, services, actor, wish, now);
}

Result<ProposalId> enter_merge(Transaction& transaction,
                               const Services& services,
                               const StaffActor& actor,
                               LineKey key,
                               const MergeWish& typed,
                               Instant now) {
    YX_TRY(const CertificateRecord record, find_in_scope(transaction, services, actor, key));
    YX_TRY(const bool keeps, is_bound(transaction, typed.kept, record.holder));
    if (!keeps) return at_field(Error(ErrorCode::invalid_input, "not bound"), "kept");
    YX_TRY(const bool gives, is_bound(transaction, typed.given_up, record.holder));
    if (!gives || typed.kept == typed.given_up) {
        return at_field(Error(ErrorCode::invalid_input, "not another account"), "given_up");
    }
    YX_TRY(const auto organisations, storage::list_memberships(transaction, typed.given_up));
    if (!organisations.empty()) {
        return at_field(Error(ErrorCode::conflict, "acts for organisations"), "given_up");
    }
    ProposalWish wish =
        wish_about(record, ProposalKind::merge_accounts, object_of(key), typed.reason);
    wish.facts.emplace("kept", typed.kept.str());
    wish.facts.emplace("given_up", typed.given_up.str());
    YX_TRY(const auto kept, storage::find_account(transaction, typed.kept));
    YX_TRY(const auto given_up, storage::find_account(transaction, typed.given_up));
    wish.facts.emplace("kept_login", kept.login_name);
    wish.facts.emplace("given_up_login", given_up.login_name);
    return propose(transaction, services, actor, wish, now);
}

}  // namespace

Task<Result<IdentityCandidate>> find_person_sheet(Services& services,
                                                  StaffActor actor,
                                                  LineKey key) {
    const Instant now = services.clock.now();
    auto run = [&services, actor, key, now](Transaction& transaction) -> Result<IdentityCandidate> {
        YX_CHECK(require(actor, domain::OfficeAct::look_up_person));
        YX_TRY(const CertificateRecord record, find_in_scope(transaction, services, actor, key));
        YX_CHECK(audit_look(
            transaction, actor, "holder:" + record.holder.str(), {{"page", "person"}}, now));
        return read_candidate(transaction,
                              services,
                              record.holder,
                              {domain::PersonName{record.face.name},
                               domain::IdNumber{record.face.id_type, record.face.id_number}});
    };
    co_return co_await services.store.write(run);
}

Task<Result<ProposalId>> propose_document(Services& services,
                                          StaffActor actor,
                                          LineKey key,
                                          DocumentWish wish) {
    auto document = domain::parse_id_number(wish.type, wish.number);
    if (!document) co_return at_field(std::move(document).error(), "id_number");
    const Instant now = services.clock.now();
    auto run = [&services, actor, key, document = *document, reason = wish.reason, now](
                   Transaction& transaction) {
        return enter_document(transaction, services, actor, key, document, reason, now);
    };
    co_return co_await services.store.write(run);
}

Result<void> add_document(Transaction& transaction,
                          const Services& services,
                          const Effect& effect) {
    const auto type = effect.facts.find("id_type");
    const auto number = effect.facts.find("id_number");
    if (type == effect.facts.end() || number == effect.facts.end()) {
        return Error(ErrorCode::malformed, "facts of a document");
    }
    YX_TRY(const auto kind, domain::parse_key<domain::IdDocumentType>(type->second));
    const domain::IdNumber document{kind, number->second};
    YX_TRY(const bool taken, is_taken(transaction, services, document));
    if (taken) return Error(ErrorCode::proposal_outdated, "document taken");
    const auto holder = fact_id<HolderId>(effect, "holder");
    YX_CHECK(
        storage::add_person_document(transaction, services.keys, holder, document, effect.now));
    return audit_staff(transaction,
                       EventKind::document_added,
                       effect.decider,
                       "holder:" + holder.str(),
                       effect.now,
                       {{"type", type->second}});
}

Task<Result<ProposalId>> propose_merge(Services& services,
                                       StaffActor actor,
                                       LineKey key,
                                       MergeWish wish) {
    const Instant now = services.clock.now();
    auto run = [&services, actor, key, wish, now](Transaction& transaction) {
        return enter_merge(transaction, services, actor, key, wish, now);
    };
    co_return co_await services.store.write(run);
}

Result<void> merge_accounts(Transaction& transaction,
                            const Services& services,
                            const Effect& effect) {
    const auto holder = fact_id<HolderId>(effect, "holder");
    const storage::AccountMerge merge{fact_id<AccountId>(effect, "given_up"),
                                      fact_id<AccountId>(effect, "kept"),
                                      effect.proposal.id,
                                      effect.now};
    YX_TRY(const bool keeps, is_bound(transaction, merge.kept, holder));
    YX_TRY(const bool gives, is_bound(transaction, merge.given_up, holder));
    YX_TRY(const auto organisations, storage::list_memberships(transaction, merge.given_up));
    if (!keeps || !gives || merge.kept == merge.given_up || !organisations.empty()) {
        return Error(ErrorCode::proposal_outdated, "accounts");
    }
    YX_TRY(const auto row, storage::find_account(transaction, merge.given_up));
    YX_TRY(const auto former, storage::open_identity(services.keys, row));
    YX_TRY(const auto waiting,
           storage::find_waiting_mobile_change(transaction, services.keys, merge.given_up));
    if (waiting) {
        YX_CHECK(storage::end_mobile_change(
            transaction, waiting->id, storage::MobileChangeEnd::replaced, effect.now));
    }
    YX_CHECK(storage::merge_accounts(transaction, services.keys, merge));
    // The kept account's own second factor is asked for; nobody logs in to this one any more.
    YX_CHECK(storage::delete_second_factor(transaction, merge.given_up));
    YX_TRY(const Language language, message_language(transaction, merge.given_up));
    YX_CHECK(queue_message(transaction,
                           services,
                           former.mobile,
                           Message{"accounts_merged", {}, language},
                           effect.now));
    return audit_staff(transaction,
                       EventKind::accounts_merged,
                       effect.decider,
                       "account:" + merge.given_up.str(),
                       effect.now,
                       {{"kept", merge.kept.str()}});
}

}  // namespace yinxin::service
