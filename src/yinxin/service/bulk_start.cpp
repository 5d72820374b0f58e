// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/bulk_start.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/service/bulk_intake.hpp"
#include "yinxin/service/code_requests.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/audit_log.hpp"

namespace yinxin::service {
namespace {

using domain::BulkId;
using storage::BulkOwner;
using storage::BulkOwnerKind;
using storage::Reader;
using storage::Transaction;

constexpr std::chrono::hours hour{1};
constexpr std::chrono::hours day{24};
constexpr std::size_t bulk_facts = 1;

BulkOwner owner_of(AccountId account) {
    return {BulkOwnerKind::account, account.value};
}

crypto::Digest32 subject_of(const storage::DataKeys& keys, AccountId account, BulkId check) {
    return keys.index.of("bulk", account.str() + ":" + check.str());
}

Result<std::optional<CodeRequestRow>> find_own_request(
    Reader& reader, const Services& services, AccountId account, BulkId check, Instant now) {
    return find_open_request(
        reader, CodePurpose::bulk, subject_of(services.keys, account, check), now);
}

/// What stands in the way of starting, before anything is sent.
Result<void> check_ready(Reader& reader,
                         const Services& services,
                         AccountId account,
                         BulkId check) {
    const auto items = list_draft_items(reader, services, owner_of(account), check);
    if (!items) {
        Error error = items.error();
        const bool is_of_form = error.code() == ErrorCode::bulk_columns_missing ||
                                error.code() == ErrorCode::bulk_too_many ||
                                error.code() == ErrorCode::bulk_empty;
        return is_of_form ? std::move(error).with("field", "columns") : error;
    }
    YX_TRY(const bool is_busy, storage::has_running_bulk_check(reader, owner_of(account)));
    if (is_busy) return Error(ErrorCode::bulk_running);
    return ok();
}

Result<void> open_request(Transaction& transaction,
                          const Services& services,
                          AccountId account,
                          BulkId check,
                          const std::string& purpose,
                          Language language,
                          Instant now) {
    YX_TRY(const storage::AccountRow row, storage::find_account(transaction, account));
    YX_TRY(const storage::AccountIdentity identity, storage::open_identity(services.keys, row));
    NewCodeRequest request;
    request.purpose = CodePurpose::bulk;
    request.language = language;
    request.subject = subject_of(services.keys, account, check);
    if (identity.mobile.e164.empty()) return Error(ErrorCode::mobile_missing);
    request.to = identity.mobile;
    request.is_genuine = true;
    request.shown_mobile = domain::masked_mobile(identity.mobile);
    request.facts = {purpose};
    YX_CHECK(open_code_request(transaction, services, request, now));
    return ok();
}

/// A refusal is kept, so that the count of attempts stays.
Result<std::optional<Error>> enter(Transaction& transaction,
                                   const Services& services,
                                   AccountId account,
                                   storage::Checker checker,
                                   BulkId check,
                                   const std::string& code,
                                   Instant now) {
    YX_TRY(const auto row, find_own_request(transaction, services, account, check, now));
    YX_TRY(CodeEntry entry, enter_code(transaction, services, row, code, now));
    if (entry.refusal) return entry.refusal;
    if (entry.facts.size() != bulk_facts) return Error(ErrorCode::malformed, "bulk facts");
    checker.purpose = std::move(entry.facts.front());
    BulkAsker asker;
    asker.checker = std::move(checker);
    YX_CHECK(start_draft(transaction, services, owner_of(account), check, asker, now));
    return std::optional<Error>();
}

domain::AuditEvent started(const BulkOwner& owner, BulkId check, std::size_t items, Instant now) {
    domain::AuditEvent event;
    event.at = now;
    event.actor_kind = owner.kind == BulkOwnerKind::account ? domain::ActorKind::verifier
                                                            : domain::ActorKind::integrator;
    event.actor = std::to_string(owner.id);
    event.kind = domain::EventKind::bulk_started;
    event.object = "bulk:" + check.str();
    event.facts = {{"items", std::to_string(items)}};
    return event;
}

}  // namespace

Task<Result<void>> begin_bulk(
    Services& services, AccountId account, BulkId check, std::string purpose, Origin origin) {
    const Instant now = services.clock.now();
    const auto parsed = domain::parse_purpose(purpose);
    if (!parsed) co_return Error(parsed.error()).with("field", "purpose");
    YX_CO_CHECK(co_await services.store.read([&services, account, check](Reader& reader) {
        return check_ready(reader, services, account, check);
    }));
    auto open = [&services, account, check, purpose = *parsed, origin, now](
                    Transaction& transaction) -> Result<void> {
        YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
        YX_CHECK(take_allowance(transaction,
                                services.keys,
                                "bulk/code",
                                account.str(),
                                {bulk_codes_per_hour, hour},
                                now));
        return open_request(transaction, services, account, check, purpose, origin.language, now);
    };
    co_return co_await services.store.write(open);
}

Task<Result<CodeRequestFacts>> find_bulk_request(Services& services,
                                                 AccountId account,
                                                 BulkId check) {
    const Instant now = services.clock.now();
    auto read = [&services, account, check, now](Reader& reader) -> Result<CodeRequestFacts> {
        YX_TRY(const auto row, find_own_request(reader, services, account, check, now));
        if (!row) return Error(ErrorCode::code_expired);
        return facts_to_show(*row, now);
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> resend_bulk_code(Services& services, AccountId account, BulkId check) {
    const Instant now = services.clock.now();
    auto again = [&services, account, check, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const auto row, find_own_request(transaction, services, account, check, now));
        return resend(transaction, services, row, now);
    };
    co_return co_await services.store.write(again);
}

Task<Result<void>> confirm_bulk(Services& services,
                                AccountId account,
                                storage::Checker checker,
                                BulkId check,
                                std::string code) {
    const Instant now = services.clock.now();
    auto run = [&services, account, checker, check, code, now](Transaction& transaction) {
        return enter(transaction, services, account, checker, check, code, now);
    };
    YX_CO_TRY(const std::optional<Error> refusal, co_await services.store.write(run));
    if (refusal) co_return *refusal;
    co_return ok();
}

Result<void> start_draft(Transaction& transaction,
                         const Services& services,
                         const BulkOwner& owner,
                         BulkId check,
                         const BulkAsker& asker,
                         Instant now) {
    YX_TRY(const auto items, list_draft_items(transaction, services, owner, check));
    const Allowance allowance{static_cast<std::int64_t>(services.settings.bulk.items_per_day), day};
    YX_CHECK(take_allowance(transaction,
                            services.keys,
                            "bulk/items",
                            std::string(domain::key(owner.kind)) + ":" + std::to_string(owner.id),
                            allowance,
                            now,
                            static_cast<std::int64_t>(items.size())));
    YX_CHECK(storage::start_bulk_check(
        transaction, services.keys, owner, check, pack(asker), items, now));
    return storage::append_audit(transaction, started(owner, check, items.size(), now));
}

}  // namespace yinxin::service
