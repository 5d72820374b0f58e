// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/mobile_changes.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/account_closing.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/service/proved_mobiles.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EventKind;
using storage::MobileChange;
using storage::MobileChangeEnd;
using storage::Reader;
using storage::Transaction;

Result<domain::Mobile> mobile_of(Reader& reader, const Services& services, AccountId account) {
    YX_TRY(const storage::AccountRow row, storage::find_account(reader, account));
    YX_TRY(const storage::AccountIdentity identity, storage::open_identity(services.keys, row));
    return identity.mobile;
}

Result<void> object(Transaction& transaction,
                    const Services& services,
                    AccountId account,
                    Instant now) {
    YX_TRY(const auto waiting,
           storage::find_waiting_mobile_change(transaction, services.keys, account));
    if (!waiting) return ok();
    YX_CHECK(storage::end_mobile_change(transaction, waiting->id, MobileChangeEnd::objected, now));
    return audit_account(transaction,
                         EventKind::mobile_change_refused,
                         account,
                         now,
                         {{"change", waiting->id.str()}});
}

Result<void> apply(Transaction& transaction,
                   const Services& services,
                   const MobileChange& change,
                   Instant now) {
    YX_TRY(const bool closed, is_closed(transaction, change.account, now));
    // It would lead somewhere again, and its sealed mobile would outlive it.
    if (closed) return storage::delete_mobile_changes(transaction, change.account);
    YX_TRY(const bool is_ours,
           storage::end_mobile_change(transaction, change.id, MobileChangeEnd::applied, now));
    // Another node was faster, or somebody objected this very second.
    if (!is_ours) return ok();
    return put_mobile(transaction, services, change.account, change.mobile, "time", now);
}

Result<CodeTicket> open_objection(Transaction& transaction,
                                  const Services& services,
                                  const domain::Mobile& mobile,
                                  const Origin& origin,
                                  Instant now) {
    YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
    YX_CHECK(take_mobile_allowance(transaction, services.keys, mobile, now));
    const auto index = storage::personal_columns::mobile_index(services.keys.index, mobile);
    YX_TRY(const auto accounts, transaction.all<AccountId>(sql::account::list_by_mobile, index));
    NewCodeRequest request;
    request.language = origin.language;
    request.purpose = CodePurpose::objection;
    request.subject = index;
    request.to = mobile;
    request.shown_mobile = domain::masked_mobile(mobile);
    for (const AccountId account : accounts) {
        YX_TRY(const auto waiting,
               storage::find_waiting_mobile_change(transaction, services.keys, account));
        if (waiting) request.facts.push_back(account.str());
    }
    request.is_genuine = !request.facts.empty();
    return open_code_request(transaction, services, request, now);
}

/// The refusal is a value, so that the count of attempts stays.
Result<std::optional<Error>> enter_objection(Transaction& transaction,
                                             const Services& services,
                                             const Secret& ticket,
                                             const std::string& code,
                                             Instant now) {
    YX_TRY(const auto row, find_open_request(transaction, CodePurpose::objection, ticket, now));
    YX_TRY(CodeEntry entry, enter_code(transaction, services, row, code, now));
    if (entry.refusal) return std::move(entry.refusal);
    for (const std::string& fact : entry.facts) {
        YX_CHECK(object(transaction, services, AccountId{parse_integer(fact).value_or(0)}, now));
    }
    return std::optional<Error>();
}

}  // namespace

Result<Instant> begin_mobile_change(Transaction& transaction,
                                    const Services& services,
                                    AccountId account,
                                    const domain::Mobile& mobile,
                                    storage::MobileChangeProof proof,
                                    Instant now) {
    const Instant effective_at = now + services.settings.recovery.mobile_delay;
    YX_TRY(const auto id,
           storage::insert_mobile_change(
               transaction, services.keys, {{}, account, mobile, proof, now, effective_at}));
    YX_TRY(const domain::Mobile old, mobile_of(transaction, services, account));
    YX_TRY(const Language language, message_language(transaction, account));
    const Message asked{"mobile_change_asked", {}, language};
    YX_CHECK(queue_message(transaction, services, old, asked, now));
    YX_CHECK(audit_account(transaction,
                           EventKind::mobile_change_asked,
                           account,
                           now,
                           {{"change", id.str()}, {"proof", std::string(domain::key(proof))}}));
    return effective_at;
}

Result<void> put_mobile(Transaction& transaction,
                        const Services& services,
                        AccountId account,
                        const domain::Mobile& mobile,
                        std::string by,
                        Instant now,
                        const std::optional<crypto::Digest32>& kept) {
    YX_TRY(const domain::Mobile old, mobile_of(transaction, services, account));
    YX_CHECK(storage::change_mobile(transaction, services.keys, account, mobile));
    // Whoever has the old telephone may be logged in on it.
    std::int64_t ended = 0;
    if (kept) {
        YX_TRY(ended, transaction.execute(sql::session::delete_others, account, *kept));
    } else {
        YX_TRY(ended, transaction.execute(sql::session::delete_all, account));
    }
    YX_TRY(const Language language, message_language(transaction, account));
    const Message changed{"mobile_changed", {}, language};
    YX_CHECK(queue_message(transaction, services, old, changed, now));
    const Message in_force{"mobile_in_force", {}, language};
    YX_CHECK(queue_message(transaction, services, mobile, in_force, now));
    return audit_account(transaction,
                         EventKind::mobile_changed,
                         account,
                         now,
                         {{"by", std::move(by)}, {"sessions", std::to_string(ended)}});
}

Result<std::int64_t> apply_due_mobile_changes(const Services& services, Instant now, int most) {
    YX_TRY(const std::vector<MobileChange> due, services.store.read_now([&](Reader& reader) {
        return storage::list_due_mobile_changes(reader, services.keys, now, most);
    }));
    for (const MobileChange& change : due) {
        const auto applied = services.store.write_now(
            [&](Transaction& transaction) { return apply(transaction, services, change, now); });
        // One that cannot be applied does not keep the others waiting.
        if (!applied) {
            log::warning(
                "mobile_change.failed",
                {{"change", change.id.value}, {"error", dotted_name(applied.error().code())}});
        }
    }
    return std::ssize(due);
}

Task<Result<std::optional<WaitingMobileChange>>> find_mobile_change(Services& services,
                                                                    AccountId account) {
    auto read = [&services, account](Reader& reader) -> Result<std::optional<WaitingMobileChange>> {
        YX_TRY(const auto change,
               storage::find_waiting_mobile_change(reader, services.keys, account));
        if (!change) return std::optional<WaitingMobileChange>();
        return std::optional(WaitingMobileChange{
            domain::masked_mobile(change->mobile), change->asked_at, change->effective_at});
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> object_to_mobile_change(Services& services, AccountId account) {
    const Instant now = services.clock.now();
    auto run = [&services, account, now](Transaction& transaction) {
        return object(transaction, services, account, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<CodeTicket>> request_objection_code(Services& services,
                                                std::string mobile,
                                                Origin origin) {
    return request_by_mobile(services, std::move(mobile), std::move(origin), open_objection);
}

Task<Result<void>> object_with_code(Services& services, Secret ticket, std::string code) {
    const Instant now = services.clock.now();
    auto enter = [&services, ticket, code, now](Transaction& transaction) {
        return enter_objection(transaction, services, ticket, code, now);
    };
    auto refusal = co_await services.store.write(enter);
    if (!refusal) co_return std::move(refusal).error();
    if (*refusal) co_return **std::move(refusal);
    co_return ok();
}

}  // namespace yinxin::service
