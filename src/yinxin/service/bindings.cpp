// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/bindings.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/binding_steps.hpp"
#include "yinxin/service/code_requests.hpp"
#include "yinxin/service/person_match.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/binding_attempts.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EventKind;
using storage::BindingOutcome;
using storage::Reader;
using storage::Transaction;

/// The person whose corrected name the account may take over with a word.
struct Followed {
    HolderId holder;
    storage::StatedPerson person;
};

/// The claim differs by the name alone, and the account was bound to this very person.
Result<std::optional<Followed>> find_followed(Reader& reader,
                                              const storage::DataKeys& keys,
                                              AccountId account,
                                              const storage::StatedPerson& stated,
                                              const PersonClaim& claim) {
    if (!claim.name_changed || claim.number_changed) return std::optional<Followed>();
    YX_TRY(const auto accounts, storage::list_holder_accounts(reader, claim.holder));
    const bool was_bound = std::ranges::any_of(accounts, [&](const storage::HolderAccount& one) {
        return one.account == account && one.ended_at.has_value();
    });
    if (!was_bound) return std::optional<Followed>();
    YX_TRY(const auto names, storage::list_person_names(reader, keys, claim.holder));
    if (names.empty()) return std::optional<Followed>();
    return std::optional(Followed{claim.holder, {names.front().name, stated.document}});
}

Result<BindingState> read_state(Reader& reader, const storage::DataKeys& keys, AccountId account) {
    YX_TRY(const storage::AccountRow row, storage::find_account(reader, account));
    YX_TRY(const storage::AccountIdentity identity, storage::open_identity(keys, row));
    YX_TRY(const auto open_request,
           reader.maybe<std::int64_t>(sql::binding::find_open_request, account));
    BindingState state;
    state.name = identity.person ? identity.person->name.value : std::string();
    state.masked_number = row.number_masked.value_or("");
    state.is_with_office = open_request.has_value();
    YX_TRY(state.holders, storage::list_bound_holders(reader, account));
    if (!state.holders.empty()) {
        state.stage = BindingStage::bound;
        return state;
    }
    if (!identity.person) {
        state.stage = BindingStage::not_stated;
        return state;
    }
    YX_TRY(const auto claim, find_claimed_person(reader, keys, *identity.person));
    if (!claim) return state;
    state.stage = claim->is_current() ? BindingStage::can_bind : BindingStage::changed;
    state.name_changed = claim->name_changed;
    state.number_changed = claim->number_changed;
    YX_TRY(const auto followed, find_followed(reader, keys, account, *identity.person, *claim));
    if (followed) state.corrected_name = followed->person.name.value;
    return state;
}

/// The person, if the register agrees with what the account says and claims.
Result<std::optional<ProvedPerson>> prove(Reader& reader,
                                          const storage::DataKeys& keys,
                                          const storage::StatedPerson& stated,
                                          const ReadClaim& claim) {
    YX_TRY(const auto person, find_claimed_person(reader, keys, stated));
    if (!person || !person->is_current()) return std::optional<ProvedPerson>();
    const bool by_number = !claim.management_number.empty();
    YX_TRY(const bool fits, fits_claim(reader, person->holder, claim));
    if (!fits) return std::optional<ProvedPerson>();
    ProvedPerson proved;
    proved.holder = person->holder;
    proved.proof =
        by_number ? storage::BindingProof::management_number : storage::BindingProof::exam_year;
    return std::optional(std::move(proved));
}

/// The same for corrected names and numbers: the account's own are a former name or number of the
/// person whose current ones were typed.
Result<std::optional<ProvedPerson>> prove_correction(
    Reader& reader,
    const storage::DataKeys& keys,
    const storage::StatedPerson& stated,
    const domain::PersonName& name,
    const std::vector<domain::IdNumber>& documents) {
    YX_TRY(const auto former, find_claimed_person(reader, keys, stated));
    if (!former || former->is_current()) return std::optional<ProvedPerson>();
    for (const domain::IdNumber& document : documents) {
        YX_TRY(const auto typed, find_claimed_person(reader, keys, {name, document}));
        if (!typed || !typed->is_current() || typed->holder != former->holder) continue;
        ProvedPerson proved;
        proved.holder = typed->holder;
        proved.proof = storage::BindingProof::corrected_identity;
        proved.name = name;
        proved.document = document;
        return std::optional(std::move(proved));
    }
    return std::optional<ProvedPerson>();
}

/// What begin_binding and begin_rebinding do around their proofs.
template <class Prove>
Task<Result<void>> begin(Services& services, AccountId account, Origin origin, Prove find_proof) {
    const Instant now = services.clock.now();
    auto run = [&services, account, origin, find_proof, now](
                   Transaction& transaction) -> Result<std::optional<Error>> {
        YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
        YX_CHECK(check_may_begin(transaction, services, account, now));
        YX_TRY(const storage::AccountRow row, storage::find_account(transaction, account));
        YX_TRY(const storage::AccountIdentity identity, storage::open_identity(services.keys, row));
        if (!identity.person) return Error(ErrorCode::binding_required, "nobody is stated");
        YX_TRY(const std::optional<ProvedPerson> proved, find_proof(transaction, *identity.person));
        return open_binding(transaction, services, account, proved, origin.language, now);
    };
    const auto outcome = co_await services.store.write(run);
    if (!outcome) co_return outcome.error();
    if (*outcome) co_return **outcome;
    co_return ok();
}

/// The person, or the refusal; both are kept.
struct Confirmation {
    HolderId holder;
    std::optional<Error> refusal;
};

Result<Confirmation> enter(Transaction& transaction,
                           const Services& services,
                           AccountId account,
                           const std::string& code,
                           Instant now) {
    const crypto::Digest32 subject = binding_subject(services.keys, account);
    YX_TRY(const auto row, find_open_request(transaction, CodePurpose::binding, subject, now));
    YX_TRY(CodeEntry entry, enter_code(transaction, services, row, code, now));
    Confirmation confirmation;
    if (entry.refusal) {
        const bool is_wrong = entry.refusal->code() == ErrorCode::code_wrong;
        YX_CHECK(storage::record_binding_attempt(
            transaction,
            account,
            is_wrong ? BindingOutcome::code_wrong : BindingOutcome::code_expired,
            now));
        YX_CHECK(audit_account(transaction,
                               EventKind::person_binding_refused,
                               account,
                               now,
                               {{"reason", std::string(dotted_name(entry.refusal->code()))}}));
        confirmation.refusal = std::move(entry.refusal);
        return confirmation;
    }
    YX_TRY(const ProvedPerson proved, unpack_proof(entry.facts));
    confirmation.holder = proved.holder;
    if (proved.name && proved.document) {
        YX_CHECK(storage::change_identity(
            transaction, services.keys, account, {*proved.name, *proved.document}, now));
    }
    YX_CHECK(keep_binding(transaction, services, account, proved.holder, proved.proof, now));
    return confirmation;
}

Result<void> follow(Transaction& transaction,
                    const Services& services,
                    AccountId account,
                    Instant now) {
    YX_TRY(const auto holders, storage::list_bound_holders(transaction, account));
    if (!holders.empty()) return Error(ErrorCode::conflict, "bound");
    YX_TRY(const storage::AccountRow row, storage::find_account(transaction, account));
    YX_TRY(const storage::AccountIdentity identity, storage::open_identity(services.keys, row));
    if (!identity.person) return Error(ErrorCode::conflict, "nobody is stated");
    YX_TRY(const auto claim, find_claimed_person(transaction, services.keys, *identity.person));
    if (!claim) return Error(ErrorCode::conflict, "nobody known");
    YX_TRY(const auto followed,
           find_followed(transaction, services.keys, account, *identity.person, *claim));
    if (!followed) return Error(ErrorCode::conflict, "nothing to follow");
    YX_CHECK(storage::change_identity(transaction, services.keys, account, followed->person, now));
    return keep_binding(transaction,
                        services,
                        account,
                        followed->holder,
                        storage::BindingProof::corrected_identity,
                        now);
}

}  // namespace

Task<Result<BindingState>> binding_state(Services& services, AccountId account) {
    auto read = [&services, account](Reader& reader) {
        return read_state(reader, services.keys, account);
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> state_person(Services& services,
                                AccountId account,
                                domain::IdDocumentType id_type,
                                std::string id_number,
                                std::string name) {
    const Instant now = services.clock.now();
    auto document = domain::parse_id_number(id_type, id_number);
    if (!document) co_return std::move(document).error().with("field", "id_number");
    auto parsed_name = domain::parse_person_name(name);
    if (!parsed_name) co_return std::move(parsed_name).error().with("field", "name");
    auto state = [&services, account, person = storage::StatedPerson{*parsed_name, *document}, now](
                     Transaction& transaction) -> Result<void> {
        YX_TRY(const std::vector<HolderId> holders,
               storage::list_bound_holders(transaction, account));
        if (!holders.empty()) return Error(ErrorCode::already_bound);
        YX_CHECK(take_allowance(transaction,
                                services.keys,
                                "binding/statement",
                                account.str(),
                                {statements_per_day, std::chrono::hours(24)},
                                now));
        YX_CHECK(storage::change_identity(transaction, services.keys, account, person, now));
        return audit_account(transaction, EventKind::person_stated, account, now);
    };
    co_return co_await services.store.write(state);
}

Task<Result<void>> begin_binding(Services& services,
                                 AccountId account,
                                 BindingClaim claim,
                                 Origin origin) {
    const auto read = read_claim(claim);
    if (!read) co_return read.error();
    auto find_proof = [&services, read = *read](Reader& reader,
                                                const storage::StatedPerson& stated) {
        return prove(reader, services.keys, stated, read);
    };
    co_return co_await begin(services, account, std::move(origin), find_proof);
}

Task<Result<void>> begin_rebinding(
    Services& services, AccountId account, std::string name, std::string id_number, Origin origin) {
    auto parsed_name = domain::parse_person_name(name);
    if (!parsed_name) co_return std::move(parsed_name).error().with("field", "name");
    auto find_row = [account](Reader& reader) { return storage::find_account(reader, account); };
    const auto row = co_await services.store.read(find_row);
    if (!row) co_return row.error();
    if (!row->document_type) co_return Error(ErrorCode::binding_required, "nobody is stated");
    auto documents = possible_documents(*row->document_type, id_number);
    if (!documents) co_return std::move(documents).error().with("field", "id_number");
    auto find_proof = [&services, name = *parsed_name, documents = *documents](
                          Reader& reader, const storage::StatedPerson& stated) {
        return prove_correction(reader, services.keys, stated, name, documents);
    };
    co_return co_await begin(services, account, std::move(origin), find_proof);
}

Task<Result<void>> follow_corrected_name(Services& services, AccountId account) {
    const Instant now = services.clock.now();
    auto run = [&services, account, now](Transaction& transaction) {
        return follow(transaction, services, account, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<CodeRequestFacts>> find_binding_request(Services& services, AccountId account) {
    const Instant now = services.clock.now();
    auto read = [&services, account, now](Reader& reader) -> Result<CodeRequestFacts> {
        YX_TRY(const auto row,
               find_open_request(
                   reader, CodePurpose::binding, binding_subject(services.keys, account), now));
        if (!row) return Error(ErrorCode::code_expired);
        return facts_to_show(*row, now);
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> resend_binding_code(Services& services, AccountId account) {
    const Instant now = services.clock.now();
    auto again = [&services, account, now](Transaction& transaction) -> Result<void> {
        YX_TRY(
            const auto row,
            find_open_request(
                transaction, CodePurpose::binding, binding_subject(services.keys, account), now));
        return resend(transaction, services, row, now);
    };
    co_return co_await services.store.write(again);
}

Task<Result<HolderId>> confirm_binding(Services& services, AccountId account, std::string code) {
    const Instant now = services.clock.now();
    auto run = [&services, account, code, now](Transaction& transaction) {
        return enter(transaction, services, account, code, now);
    };
    const auto confirmed = co_await services.store.write(run);
    if (!confirmed) co_return confirmed.error();
    if (confirmed->refusal) co_return *confirmed->refusal;
    co_return confirmed->holder;
}

}  // namespace yinxin::service
