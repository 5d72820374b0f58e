// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/chores.hpp"

#include "yinxin/service/human_check.hpp"
#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/service/proposals.hpp"
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
#include "yinxin/storage/organisation_invitations.hpp"
#include "yinxin/storage/statistics.hpp"
#include "yinxin/storage/verification_results.hpp"
#include "yinxin/storage/webhooks.hpp"

namespace yinxin::app {
namespace {

constexpr int counts_of_a_round = 20'000;

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
        service::forget_dead_staff_sessions,
        service::forget_old_invitations,
        service::forget_used_once,
        [&settings](storage::Transaction& transaction, Instant now) {
            return service::forget_dead_sessions(transaction, settings.session, now);
        },
        [](storage::Transaction& transaction, Instant now) {
            return service::forget_old_codes(transaction, now);
        },
        [](storage::Transaction& transaction, Instant now) {
            return service::forget_old_counts(transaction, std::chrono::hours(48), now);
        },
        service::forget_old_failures,
        service::forget_old_human_checks,
        storage::forget_member_invitations,
        storage::forget_old_use_codes,
        storage::forget_old_results,
        storage::forget_old_bulk_checks,
        storage::forget_old_calls,
        storage::forget_old_changes,
        storage::forget_old_deliveries,
    };
}

}  // namespace yinxin::app
