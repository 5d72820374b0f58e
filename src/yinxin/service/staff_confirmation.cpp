// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/staff_confirmation.hpp"

#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EventKind;
using domain::StaffId;
using storage::StaffRow;
using storage::Transaction;

/// The new token, or the refusal; both are kept.
struct Confirmed {
    Secret token;
    std::optional<Error> refusal;
};

Result<Confirmed> confirm(Transaction& transaction,
                          const Services& services,
                          const StaffFacts& facts,
                          const Secret& token,
                          const JudgeFactor& judge,
                          Instant now) {
    Confirmed confirmed;
    const StaffId staff = facts.actor.id;
    const crypto::Digest32 index = factor_index(services.keys, staff);
    YX_TRY(confirmed.refusal, count_attempt(transaction, index, now));
    if (confirmed.refusal) {
        YX_CHECK(audit_staff_refused(transaction, staff, "second_factor_delayed", now));
        return confirmed;
    }
    YX_TRY(const StaffRow row, storage::find_staff(transaction, staff));
    YX_TRY(const FactorShowing shown, judge(transaction, row, now));
    if (shown.factor.empty()) {
        confirmed.refusal = Error(shown.refusal, shown.reason);
        YX_CHECK(audit_staff_refused(transaction, staff, shown.reason, now));
        return confirmed;
    }
    YX_CHECK(forgive_attempts(transaction, index));
    YX_TRY(confirmed.token, confirm_staff_session(transaction, token, now));
    if (!facts.is_complete()) {
        YX_CHECK(transaction.execute(sql::staff::set_last_login, staff, now));
    }
    const EventKind kind =
        facts.is_complete() ? EventKind::staff_stepped_up : EventKind::staff_login_succeeded;
    YX_CHECK(audit_staff(
        transaction, kind, staff, "staff:" + staff.str(), now, {{"factor", shown.factor}}));
    return confirmed;
}

}  // namespace

crypto::Digest32 factor_index(const storage::DataKeys& keys, StaffId staff) {
    return keys.index.of("staff-factor", staff.str());
}

crypto::Digest32 staff_name_index(const storage::DataKeys& keys, std::string_view login_name) {
    return keys.index.of("staff-login", storage::login_key(login_name));
}

Result<void> audit_staff_refused(Transaction& transaction,
                                 StaffId staff,
                                 std::string reason,
                                 Instant now) {
    const std::string object = staff.is_set() ? "staff:" + staff.str() : std::string();
    return audit_staff(transaction,
                       EventKind::staff_login_failed,
                       staff,
                       object,
                       now,
                       {{"reason", std::move(reason)}});
}

Task<Result<Secret>> confirm_by_factor(Services& services, Secret token, JudgeFactor judge) {
    const Instant now = services.clock.now();
    const auto facts = co_await find_staff_session(services, token);
    if (!facts) co_return facts.error();
    auto run = [&services, facts = *facts, token, judge = std::move(judge), now](
                   Transaction& transaction) {
        return confirm(transaction, services, facts, token, judge, now);
    };
    auto confirmed = co_await services.store.write(run);
    if (!confirmed) co_return std::move(confirmed).error();
    if (confirmed->refusal) co_return *confirmed->refusal;
    co_return std::move(confirmed->token);
}

}  // namespace yinxin::service
