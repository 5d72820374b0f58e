// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/rounds.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/jobs/change_feed.hpp"
#include "yinxin/jobs/release_batches.hpp"
#include "yinxin/jobs/send_messages.hpp"
#include "yinxin/jobs/webhooks.hpp"
#include "yinxin/service/batch_notices.hpp"
#include "yinxin/service/doubts.hpp"
#include "yinxin/service/holder_notices.hpp"
#include "yinxin/service/identity_cases.hpp"
#include "yinxin/service/import_leftovers.hpp"
#include "yinxin/service/import_uploads.hpp"
#include "yinxin/service/import_work.hpp"
#include "yinxin/service/look_meter.hpp"
#include "yinxin/service/mobile_changes.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/service/rules.hpp"
#include "yinxin/service/watched_doors.hpp"
#include "yinxin/storage/import_work.hpp"
#include "yinxin/storage/message_gateways.hpp"
#include "yinxin/storage/orphan_blobs.hpp"

namespace yinxin::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

}  // namespace

Result<std::unique_ptr<Rounds>> Rounds::start(service::Services& services,
                                              jobs::Installation kind,
                                              jobs::RevocationShelf& revocation,
                                              observe::Metrics& metrics) {
    // What a process that ended had in hand is taken up again where it stopped; what other nodes
    // have in hand is theirs.
    if (services.settings.database.is_embedded()) {
        YX_CHECK(services.store.write_now(storage::free_import_leases));
    }
    YX_CHECK(service::forget_lost_uploads(services));
    std::unique_ptr<Rounds> rounds(new Rounds(services));
    rounds->apply_proposals();
    rounds->bring_looks();
    rounds->bring_door_counts();
    if (!services.settings.works()) {
        rounds->watch_revocation(revocation, metrics);
        return rounds;
    }
    rounds->tell_clients(kind);
    YX_CHECK(rounds->send_messages());
    rounds->tell_holders();
    rounds->work_on_imports();
    rounds->work_on_batches();
    rounds->collect_orphans();
    rounds->watch_revocation(revocation, metrics);
    return rounds;
}

void Rounds::add(std::string name, jobs::RoundWorker::Round round, milliseconds rest) {
    workers_.push_back(
        std::make_unique<jobs::RoundWorker>(std::move(name), std::move(round), rest));
}

void Rounds::tell_clients(jobs::Installation kind) {
    constexpr int changes_of_a_round = 100;
    const auto reach = kind == jobs::Installation::demonstration
                           ? domain::WebhookReach::demonstration
                           : domain::WebhookReach::internet;
    const service::Services& services = services_;
    add(
        "changes",
        [&services] {
            return jobs::tell_changes(
                services.store, services.keys, services.clock.now(), changes_of_a_round);
        },
        seconds(1));
    add(
        "webhooks",
        [&services, reach] {
            return jobs::send_webhooks(services.store, services.keys, reach, services.clock);
        },
        seconds(1));
}

/// A thread for each channel: somebody waits for a code, and a gateway that hangs holds up nothing
/// else.
Result<void> Rounds::send_messages() {
    const config::Messages& messages = services_.settings.messages;
    if (messages.gateways.empty() || services_.gateway_keys == nullptr) return ok();
    std::vector<std::string> names;
    for (const config::MessageGateway& gateway : messages.gateways)
        names.push_back(gateway.name);
    YX_CHECK(services_.store.write_now([&names](storage::Transaction& transaction) {
        return storage::enter_gateways(transaction, names);
    }));
    for (const auto& [channel, key] : domain::all_keyed<domain::MessageChannel>()) {
        if (!messages.has(channel)) continue;
        add(
            channel == domain::MessageChannel::mail ? "mails" : "messages",
            [this, &messages, by = channel] {
                return jobs::send_messages({services_.store,
                                            services_.keys,
                                            messages,
                                            *services_.gateway_keys,
                                            services_.clock,
                                            by});
            },
            milliseconds(500));
    }
    return ok();
}

/// What holders are told of without asking.
void Rounds::tell_holders() {
    constexpr int notices_of_a_round = 50;
    add(
        "noting",
        [this] { return service::note_holder_notices(services_, services_.clock.now()); },
        std::chrono::minutes(10));
    add(
        "notices",
        [this] {
            return service::tell_holder_notices(
                services_, services_.clock.now(), notices_of_a_round);
        },
        seconds(2));
}

void Rounds::apply_proposals() {
    constexpr int proposals_of_a_round = 20;
    constexpr milliseconds rest{200};  // within the second that was decided
    add(
        "proposals",
        [this]() -> Result<std::int64_t> {
            const Instant now = services_.clock.now();
            YX_TRY(const std::int64_t applied,
                   service::apply_due_proposals(services_, now, proposals_of_a_round));
            // The office may have put other rules in force, here or on another node.
            YX_CHECK(service::reload_reference(services_, now));
            return applied;
        },
        rest);
}

void Rounds::bring_looks() {
    add(
        "looks",
        [this]() -> Result<std::int64_t> {
            YX_CHECK(service::bring_looks(services_));
            return std::int64_t{0};  // the next second's look for the next round
        },
        seconds(1));
}

/// On every node, for each counts for itself: also what nobody comes back for.
void Rounds::bring_door_counts() {
    add("doors", [this] { return service::bring_waiting_counts(services_); }, seconds(2));
}

void Rounds::work_on_imports() {
    constexpr int mobiles_of_a_round = 50;
    add(
        "imports",
        [this] {
            return service::work_on_imports({services_, [this] { return is_stopping_.load(); }});
        },
        milliseconds(200));
    add(
        "doubt files",
        [this] { return service::forget_doubt_files(services_, services_.clock.now()); },
        seconds(20));
    add(
        "identity files",
        [this] { return service::forget_identity_files(services_, services_.clock.now()); },
        seconds(20));
    add(
        "mobile changes",
        [this] {
            return service::apply_due_mobile_changes(
                services_, services_.clock.now(), mobiles_of_a_round);
        },
        seconds(5));
    add("ended imports", [this] { return service::forget_ended_imports(services_); }, seconds(20));
}

/// Writes approved batches, releases them at their second, and tells their holders.
void Rounds::work_on_batches() {
    constexpr int holders_of_a_round = 200;
    constexpr milliseconds rest{500};
    batch_writer_ = std::make_unique<jobs::BatchWriter>(jobs::IssueShop{services_.store,
                                                                        services_.keys,
                                                                        *services_.references,
                                                                        services_.approver,
                                                                        services_.clock});
    add("issuing", [this] { return batch_writer_->round(); }, rest);
    add(
        "releasing",
        [this] {
            return jobs::release_due_batches(
                services_.store, services_.keys, services_.clock.now());
        },
        rest);
    add(
        "telling",
        [this] {
            return service::tell_batch_holders(
                services_, services_.clock.now(), holders_of_a_round);
        },
        rest);
}

/// Once a night, for it reads the whole register; every node does, which harms nobody.
void Rounds::collect_orphans() {
    static constexpr std::chrono::hours quiet_hour{3};
    add(
        "orphans",
        [this]() -> Result<std::int64_t> {
            const Instant now = services_.clock.now();
            const CivilDay today = civil_day(now);
            const auto hour = std::chrono::duration_cast<std::chrono::hours>(now - start_of(today));
            if (hour != quiet_hour || today == last_sweep_) return std::int64_t{0};
            last_sweep_ = today;
            storage::OrphanSweep sweep;
            sweep.put_before = now - services_.settings.blobs.orphans_after;
            sweep.is_applied = true;
            sweep.stops = [this] { return is_stopping_.load(); };
            YX_TRY(const storage::OrphanReport report,
                   storage::sweep_orphans(services_.store, services_.keys, services_.blobs, sweep));
            log::info("blobs.swept", {{"files", report.files}, {"removed", report.removed}});
            return std::int64_t{0};
        },
        seconds(60));
}

/// A thread of its own: an address that hangs keeps nobody waiting.
void Rounds::watch_revocation(jobs::RevocationShelf& shelf, observe::Metrics& metrics) {
    if (shelf.targets().empty()) return;
    revocation_ = std::make_unique<jobs::RevocationRound>(
        services_.store, shelf, services_.clock, metrics, [this] { return is_stopping_.load(); });
    add("revocation", [this] { return revocation_->round(); }, seconds(10));
}

void Rounds::stop() {
    begin_to_stop();
    for (const auto& worker : workers_)
        worker->stop();
}

}  // namespace yinxin::app
