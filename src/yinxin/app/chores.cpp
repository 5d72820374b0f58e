// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/chores.hpp"

#include "yinxin/service/account_closing.hpp"
#include "yinxin/service/devices.hpp"
#include "yinxin/service/human_check.hpp"
#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/service/provider_logins.hpp"
#include "yinxin/service/seal_register.hpp"
#include "yinxin/service/sessions.hpp"
#include "yinxin/service/signed_requests.hpp"
#include "yinxin/service/staff_register.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/service/troubled_jobs.hpp"
#include "yinxin/storage/api_calls.hpp"
#include "yinxin/storage/api_changes.hpp"
#include "yinxin/storage/authorised_uses.hpp"
#include "yinxin/storage/bulk_checks.hpp"
#include "yinxin/storage/erasures.hpp"
#include "yinxin/storage/messages.hpp"
#include "yinxin/storage/notifications.hpp"
#include "yinxin/storage/organisation_invitations.hpp"
#include "yinxin/storage/statistics.hpp"
#include "yinxin/storage/verification_results.hpp"
#include "yinxin/storage/watched_doors.hpp"
#include "yinxin/storage/webhooks.hpp"

namespace yinxin::app {
namespace {

constexpr int counts_of_a_round = 20'000;

/// A chore that erases personal data: how many rows it was is kept, for the report (到期清除).
jobs::Chore counted(std::string_view what, jobs::Chore chore) {
    return [what, chore = std::move(chore)](storage::Transaction& transaction,
                                            Instant now) -> Result<std::int64_t> {
        YX_TRY(const std::int64_t erased, chore(transaction, now));
        YX_CHECK(storage::count_erased(transaction, what, erased, now));
        return erased;
    };
}

}  // namespace

std::vector<jobs::Chore> chores(const service::Services& services) {
    const config::Settings& settings = services.settings;
    return {
        [&services](storage::Transaction& transaction, Instant now) {
            return service::escalate_stops(transaction, services, now);
        },
        [promise = settings.press.promise](storage::Transaction& transaction, Instant now) {
            return service::watch_queue(transaction, promise, now);
        },
        [](storage::Transaction& transaction, Instant) {
            return storage::add_up_counts(transaction, counts_of_a_round);
        },
        service::watch_seals,
        counted("staff_sessions", service::forget_dead_staff_sessions),
        counted("staff_invitations", service::forget_old_invitations),
        service::forget_used_once,
        counted("sessions",
                [&settings](storage::Transaction& transaction, Instant now) {
                    return service::forget_dead_sessions(transaction, settings.session, now);
                }),
        counted("codes", service::forget_old_codes),
        [](storage::Transaction& transaction, Instant now) {
            return service::forget_old_counts(transaction, std::chrono::hours(48), now);
        },
        counted("failed_logins", service::forget_old_failures),
        counted("devices", service::forget_old_devices),
        service::forget_provider_logins,
        service::forget_old_human_checks,
        storage::forget_old_door_counts,
        counted("organisation_invitations", storage::forget_member_invitations),
        counted("use_codes", storage::forget_old_use_codes),
        counted("answers", storage::forget_old_results),
        counted("bulk_checks", storage::forget_old_bulk_checks),
        counted("api_calls", storage::forget_old_calls),
        storage::forget_old_changes,
        storage::forget_old_deliveries,
        storage::end_stale_messages,
        counted("messages", storage::forget_old_messages),
        storage::forget_old_notices,
        service::close_due_accounts,
        counted("accounts", service::erase_due_accounts),
    };
}

}  // namespace yinxin::app
