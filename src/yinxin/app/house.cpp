// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/house.hpp"

#include "yinxin/app/bulk_workers.hpp"
#include "yinxin/base/log.hpp"
#include "yinxin/cli/demo_import.hpp"
#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/flow/pools.hpp"
#include "yinxin/flow/runtime.hpp"
#include "yinxin/http/api/routes.hpp"
#include "yinxin/http/office/routes.hpp"
#include "yinxin/http/pages/routes.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/server.hpp"
#include "yinxin/http/web_tree.hpp"
#include "yinxin/jobs/change_feed.hpp"
#include "yinxin/jobs/housekeeping.hpp"
#include "yinxin/jobs/issue_batch.hpp"
#include "yinxin/jobs/release_batches.hpp"
#include "yinxin/jobs/round_worker.hpp"
#include "yinxin/jobs/webhooks.hpp"
#include "yinxin/jobs/workers.hpp"
#include "yinxin/observe/health.hpp"
#include "yinxin/observe/metrics.hpp"
#include "yinxin/service/batch_notices.hpp"
#include "yinxin/service/confined_reading.hpp"
#include "yinxin/service/doubts.hpp"
#include "yinxin/service/human_check.hpp"
#include "yinxin/service/import_leftovers.hpp"
#include "yinxin/service/import_uploads.hpp"
#include "yinxin/service/import_work.hpp"
#include "yinxin/service/login_attempts.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/service/rules.hpp"
#include "yinxin/service/seal_register.hpp"
#include "yinxin/service/sessions.hpp"
#include "yinxin/service/signed_requests.hpp"
#include "yinxin/service/staff_register.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/service/troubled_jobs.hpp"
#include "yinxin/storage/api_calls.hpp"
#include "yinxin/storage/api_changes.hpp"
#include "yinxin/storage/bulk_checks.hpp"
#include "yinxin/storage/import_work.hpp"
#include "yinxin/storage/jobs.hpp"
#include "yinxin/storage/organisation_invitations.hpp"
#include "yinxin/storage/reference_texts.hpp"
#include "yinxin/storage/statistics.hpp"
#include "yinxin/storage/verification_results.hpp"
#include "yinxin/storage/webhooks.hpp"
#include "yinxin/verify/judge.hpp"

#include <atomic>
#include <csignal>
#include <future>

namespace yinxin::app {

/// Files that wait for a reading process. Even if every one before it takes its five seconds, the
/// last is not answered after people have gone.
constexpr std::size_t most_waiting_readings = 64;

/// Members stand in the order in which they need each other; they go in the opposite one.
struct House::Rooms {
    config::Settings settings;
    jobs::Installation kind = jobs::Installation::production;
    SystemClock clock;
    observe::Metrics metrics;
    observe::Health health;
    std::unique_ptr<storage::Store> store;
    std::optional<storage::DataKeys> keys;
    std::unique_ptr<storage::BlobStore> blobs;
    config::ReferenceShelf reference;
    jobs::SealRoom seals;
    verify::Trust trust;
    std::unique_ptr<flow::ConfinedWorkers> readers;
    std::unique_ptr<flow::Pool> reading;  ///< its threads wait for reading processes
    issuing::Letterhead letterhead;
    std::unique_ptr<flow::Runtime> runtime;
    std::unique_ptr<flow::Pool> cpu;
    std::unique_ptr<flow::Pool> passwords;  ///< its threads bound the memory of Argon2
    std::unique_ptr<flow::Pool> letters;    ///< its threads may wait for a timestamp authority
    std::unique_ptr<flow::Pool> spool;      ///< its threads write large uploads to the disk
    std::optional<http::SpoolRoom> spool_room;
    std::unique_ptr<jobs::PressWorkers> press;
    std::unique_ptr<jobs::Housekeeping> housekeeping;
    std::unique_ptr<jobs::RoundWorker> changes;
    std::unique_ptr<jobs::RoundWorker> webhooks;
    std::unique_ptr<jobs::RoundWorker> proposals;
    std::atomic<bool> is_stopping = false;  ///< long rounds ask it between their pieces
    std::unique_ptr<jobs::RoundWorker> imports;
    std::unique_ptr<jobs::RoundWorker> ended_imports;
    std::unique_ptr<jobs::BatchWriter> batch_writer;
    std::unique_ptr<jobs::RoundWorker> issuing;
    std::unique_ptr<jobs::RoundWorker> releasing;
    std::unique_ptr<jobs::RoundWorker> telling;
    std::unique_ptr<service::Services> services;
    http::WebTree web;  ///< static files and messages point into it
    std::unique_ptr<http::Site> site;
    std::unique_ptr<BulkWorkers> bulk;
    http::Router router;
    http::Router operations;
    std::unique_ptr<http::Server> public_server;
    std::unique_ptr<http::Server> metrics_server;
};

namespace {

using Rooms = House::Rooms;

Result<void> open_data(Rooms& rooms) {
    const std::filesystem::path& directory = rooms.settings.data_dir;
    const std::string database = (directory / "yinxin.sqlite").string();
    YX_TRY(const auto steps,
           storage::migrate_sqlite(database, storage::Create::no, rooms.clock.now()));
    if (!steps.empty())
        log::info("storage.migrated", {{"steps", static_cast<std::int64_t>(steps.size())}});
    YX_TRY(rooms.store, storage::open_sqlite(database));
    YX_TRY(rooms.keys, storage::DataKeys::load(directory / "keys"));
    YX_TRY(rooms.blobs, storage::open_directory_blobs(directory / "blobs", rooms.keys->columns));
    const Instant now = rooms.clock.now();
    YX_TRY(const storage::ReferenceText text, rooms.store->read_now([&](storage::Reader& reader) {
        return storage::load_reference_text(reader, storage::catalogue_text, now);
    }));
    YX_TRY(config::Reference reference, config::parse_reference(text.body));
    rooms.reference.put(std::move(reference), text.version);
    return ok();
}

http::ServerOptions public_options(const config::Settings& settings) {
    http::ServerOptions options;
    options.address = settings.listen.address;
    options.port = settings.listen.port;
    if (settings.tls.is_on()) {
        options.tls = http::TlsFiles{settings.tls.certificate, settings.tls.private_key};
    }
    options.trusted_proxies = settings.trusted_proxies;
    options.limits.header = settings.limits.header;
    options.limits.connections = settings.limits.connections;
    options.limits.header_deadline = settings.limits.header_deadline;
    options.limits.body_deadline = settings.limits.body_deadline;
    options.limits.idle_deadline = settings.limits.idle_deadline;
    return options;
}

Result<void> open_pages(Rooms& rooms, http::DemoPeople people) {
    YX_TRY(rooms.web, http::WebTree::from_environment());
    const auto web = rooms.web.files();
    YX_TRY(auto messages, http::Messages::load(web));
    YX_TRY(auto statics, http::StaticFiles::load(web));
    YX_TRY(auto templates, http::Templates::load(web, messages, statics));
    const BytesView offline_key =
        rooms.seals.offline ? rooms.seals.offline->public_key_spki() : BytesView{};
    YX_TRY(auto offline, http::OfflinePage::make(web, rooms.settings.public_url, offline_key));
    YX_TRY(auto api, http::ApiDocument::load(web, rooms.settings.public_url));
    rooms.site = std::unique_ptr<http::Site>(new http::Site{*rooms.services,
                                                            std::move(templates),
                                                            std::move(messages),
                                                            std::move(statics),
                                                            std::move(people),
                                                            http::RateLimiter{},
                                                            std::move(offline),
                                                            std::move(api)});
    http::add_pages(rooms.router, rooms.settings);
    http::add_api(rooms.router, rooms.settings);
    http::add_office(rooms.router, rooms.settings.limits);
    rooms.site->statics.add_routes(rooms.router);
    return ok();
}

void add_health(Rooms& rooms) {
    // Readiness asks the database for one row; a failing disk or a locked file shows here.
    rooms.health.add("storage", [&rooms]() -> Result<void> {
        const auto measured = rooms.store->read_now(
            [](storage::Reader& reader) { return storage::measure_queue(reader); });
        if (!measured) return Error(measured.error());
        return ok();
    });
}

void open_services(Rooms& rooms) {
    rooms.letterhead =
        issuing::make_letterhead(rooms.settings.public_url, rooms.reference->marking);
    rooms.services = std::unique_ptr<service::Services>(
        new service::Services{*rooms.store,
                              *rooms.blobs,
                              *rooms.keys,
                              rooms.reference,
                              rooms.settings,
                              rooms.clock,
                              *rooms.cpu,
                              *rooms.seals.stationery,
                              [&rooms] {
                                  if (rooms.press) rooms.press->wake();
                              },
                              rooms.kind == jobs::Installation::demonstration,
                              rooms.passwords.get()});
    rooms.trust.store = rooms.seals.trust;
    rooms.services->trust = &rooms.trust;
    rooms.services->read_file = [&rooms](Bytes file) -> flow::Task<Result<verify::Claims>> {
        co_return co_await flow::on_pool(*rooms.reading, [&rooms, file = std::move(file)] {
            return service::read_confined(*rooms.readers, file);
        });
    };
    rooms.services->letters = rooms.seals.letters.get();
    rooms.services->approver = rooms.seals.approver.get();
    rooms.services->references = &rooms.reference;
    rooms.services->letters_pool = rooms.letters.get();
    if (rooms.kind == jobs::Installation::demonstration) {
        rooms.services->make_demo_file = [&rooms](service::DemoFile file, std::uint32_t series) {
            return cli::make_demo_file(*rooms.reference, file, series, rooms.clock.now());
        };
    }
}

void open_servers(Rooms& rooms) {
    http::Server::Hooks hooks;
    hooks.error_pages = http::make_error_pages(
        rooms.site->templates, rooms.site->messages, [&rooms](const http::Failure& failure) {
            return http::error_layout(*rooms.site, failure);
        });
    hooks.gate = http::admit;
    hooks.metrics = &rooms.metrics;
    hooks.spool = &*rooms.spool_room;
    rooms.public_server = std::make_unique<http::Server>(*rooms.runtime,
                                                         rooms.router,
                                                         rooms.site.get(),
                                                         public_options(rooms.settings),
                                                         std::move(hooks));
    http::add_operations_routes(rooms.operations, rooms.health, rooms.metrics);
    http::ServerOptions options;
    options.name = "metrics";
    options.address = rooms.settings.metrics.address;
    options.port = rooms.settings.metrics.port;
    options.logs_access = false;
    rooms.metrics_server = std::make_unique<http::Server>(
        *rooms.runtime, rooms.operations, nullptr, std::move(options), http::Server::Hooks{});
}

constexpr int counts_of_a_round = 20'000;

std::vector<jobs::Chore> chores(const Rooms& rooms) {
    const config::Settings& settings = rooms.settings;
    const service::Services& services = *rooms.services;
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
        [&services](storage::Transaction& transaction, Instant now) {
            return service::forget_doubt_files(transaction, services, now);
        },
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
        storage::forget_old_results,
        storage::forget_old_bulk_checks,
        storage::forget_old_calls,
        storage::forget_old_changes,
        storage::forget_old_deliveries,
    };
}

/// Tells the clients of the API what changed.
void start_telling(Rooms& rooms) {
    constexpr int changes_of_a_round = 100;
    constexpr std::chrono::seconds rest{1};
    const auto reach = rooms.kind == jobs::Installation::demonstration
                           ? domain::WebhookReach::demonstration
                           : domain::WebhookReach::internet;
    rooms.changes = std::make_unique<jobs::RoundWorker>(
        "changes",
        [&rooms] {
            return jobs::tell_changes(
                *rooms.store, *rooms.keys, rooms.clock.now(), changes_of_a_round);
        },
        rest);
    rooms.webhooks = std::make_unique<jobs::RoundWorker>(
        "webhooks",
        [&rooms, reach] {
            return jobs::send_webhooks(*rooms.store, *rooms.keys, reach, rooms.clock);
        },
        rest);
}

/// Lets approved proposals take effect at their time.
void start_applying(Rooms& rooms) {
    constexpr int proposals_of_a_round = 20;
    constexpr std::chrono::milliseconds rest{200};  // within the second that was decided
    rooms.proposals = std::make_unique<jobs::RoundWorker>(
        "proposals",
        [&rooms]() -> Result<std::int64_t> {
            const Instant now = rooms.clock.now();
            YX_TRY(const std::int64_t applied,
                   service::apply_due_proposals(*rooms.services, now, proposals_of_a_round));
            // The office may have put other rules in force, here or on another node.
            YX_CHECK(service::reload_reference(*rooms.services, now));
            return applied;
        },
        rest);
}

/// Takes over the rows of uploaded tables; after a restart where it stopped.
Result<void> start_importing(Rooms& rooms) {
    constexpr std::chrono::milliseconds rest{200};
    YX_CHECK(rooms.store->write_now(storage::free_import_leases));
    YX_CHECK(service::forget_lost_uploads(*rooms.services));
    rooms.imports = std::make_unique<jobs::RoundWorker>(
        "imports",
        [&rooms] {
            return service::work_on_imports(
                {*rooms.services, [&rooms] { return rooms.is_stopping.load(); }});
        },
        rest);
    constexpr std::chrono::seconds long_rest{20};
    rooms.ended_imports = std::make_unique<jobs::RoundWorker>(
        "ended imports",
        [&rooms] { return service::forget_ended_imports(*rooms.services); },
        long_rest);
    return ok();
}

/// Writes approved batches, releases them at their second, and tells their holders.
void start_batches(Rooms& rooms) {
    constexpr int holders_of_a_round = 200;
    constexpr std::chrono::milliseconds rest{500};
    rooms.batch_writer = std::make_unique<jobs::BatchWriter>(jobs::IssueShop{
        *rooms.store, *rooms.keys, rooms.reference, rooms.seals.approver.get(), rooms.clock});
    rooms.issuing = std::make_unique<jobs::RoundWorker>(
        "issuing", [&rooms] { return rooms.batch_writer->round(); }, rest);
    rooms.releasing = std::make_unique<jobs::RoundWorker>(
        "releasing",
        [&rooms] {
            return jobs::release_due_batches(*rooms.store, *rooms.keys, rooms.clock.now());
        },
        rest);
    rooms.telling = std::make_unique<jobs::RoundWorker>(
        "telling",
        [&rooms] {
            return service::tell_batch_holders(
                *rooms.services, rooms.clock.now(), holders_of_a_round);
        },
        rest);
}

}  // namespace

House::House(std::unique_ptr<Rooms> rooms) : rooms_(std::move(rooms)) {}

House::~House() {
    stop();
}

Result<std::unique_ptr<House>> House::open(config::Settings settings, http::DemoPeople people) {
    auto rooms = std::make_unique<Rooms>();
    rooms->settings = std::move(settings);
    log::set_level(rooms->settings.log_level);
    const bool is_demo = config::is_demonstration(rooms->settings.data_dir);
    rooms->kind = is_demo ? jobs::Installation::demonstration : jobs::Installation::production;
    YX_CHECK(open_data(*rooms));
    YX_TRY(rooms->seals,
           jobs::open_seal_room(
               *rooms->store, rooms->reference, rooms->settings, rooms->kind, rooms->clock.now()));
    rooms->runtime = std::make_unique<flow::Runtime>(rooms->settings.threads);
    rooms->cpu = std::make_unique<flow::Pool>(flow::Pool::Shape{"cpu"}, &rooms->metrics);
    const auto at_once = static_cast<unsigned>(rooms->settings.password.at_once);
    rooms->passwords =
        std::make_unique<flow::Pool>(flow::Pool::Shape{"passwords", at_once}, &rooms->metrics);
    rooms->letters = std::make_unique<flow::Pool>(flow::Pool::Shape{"letters", 2}, &rooms->metrics);
    rooms->spool = std::make_unique<flow::Pool>(flow::Pool::Shape{"spool", 2}, &rooms->metrics);
    YX_TRY(rooms->readers, service::start_readers());
    rooms->reading = std::make_unique<flow::Pool>(
        flow::Pool::Shape{"reading", 4, most_waiting_readings}, &rooms->metrics);
    open_services(*rooms);
    YX_CHECK(storage::make_spool_directory(service::spool_directory(*rooms->services)));
    rooms->spool_room.emplace(service::spool_directory(*rooms->services), *rooms->spool);
    YX_CHECK(open_pages(*rooms, std::move(people)));
    add_health(*rooms);
    open_servers(*rooms);
    return std::unique_ptr<House>(new House(std::move(rooms)));
}

Result<void> House::start() {
    Rooms& rooms = *rooms_;
    jobs::PressShop shop{*rooms.store,
                         *rooms.blobs,
                         *rooms.keys,
                         rooms.reference,
                         *rooms.seals.press,
                         *rooms.seals.desk,
                         rooms.letterhead,
                         *rooms.seals.approval,
                         rooms.settings.press,
                         rooms.seals.offline.get()};
    rooms.press = std::make_unique<jobs::PressWorkers>(shop, rooms.clock, rooms.metrics);
    rooms.housekeeping = std::make_unique<jobs::Housekeeping>(
        *rooms.store, *rooms.blobs, rooms.clock, rooms.metrics, chores(rooms));
    start_telling(rooms);
    start_applying(rooms);
    rooms.bulk = std::make_unique<BulkWorkers>(
        *rooms.services, *rooms.runtime, rooms.site->messages, rooms.metrics);
    YX_CHECK(start_importing(rooms));
    start_batches(rooms);
    YX_CHECK(rooms.public_server->start());
    return rooms.metrics_server->start();
}

void House::wait_for_signal() {
    // Set once by the runtime's thread, read here: a future is enough of a door bell.
    auto rung = std::make_shared<std::promise<void>>();
    auto is_rung = std::make_shared<std::atomic<bool>>(false);
    const auto ring = [rung, is_rung] {
        if (!is_rung->exchange(true)) rung->set_value();
    };
    rooms_->runtime->on_signal(SIGTERM, ring);
    rooms_->runtime->on_signal(SIGINT, ring);
    rooms_->runtime->on_signal(SIGHUP, [this] {
        const auto reloaded = rooms_->public_server->reload_certificate();
        if (reloaded) {
            log::info("tls.reloaded");
        } else {
            log::error("tls.reload_failed", {{"error", dotted_name(reloaded.error().code())}});
        }
    });
    rung->get_future().wait();
}

void House::stop() {
    if (!rooms_ || !rooms_->runtime) return;
    Rooms& rooms = *rooms_;
    rooms.health.start_draining();
    rooms.is_stopping = true;
    if (rooms.public_server) rooms.public_server->stop(rooms.settings.limits.drain);
    if (rooms.metrics_server) rooms.metrics_server->stop(std::chrono::seconds(1));
    if (rooms.press) rooms.press->stop();
    if (rooms.housekeeping) rooms.housekeeping->stop();
    if (rooms.changes) rooms.changes->stop();
    if (rooms.webhooks) rooms.webhooks->stop();
    if (rooms.proposals) rooms.proposals->stop();
    if (rooms.bulk) rooms.bulk->stop();
    if (rooms.imports) rooms.imports->stop();
    if (rooms.ended_imports) rooms.ended_imports->stop();
    if (rooms.issuing) rooms.issuing->stop();
    if (rooms.releasing) rooms.releasing->stop();
    if (rooms.telling) rooms.telling->stop();
    if (rooms.cpu) rooms.cpu->stop();
    if (rooms.passwords) rooms.passwords->stop();
    if (rooms.letters) rooms.letters->stop();
    if (rooms.spool) rooms.spool->stop();
    if (rooms.reading) rooms.reading->stop();
    rooms.runtime->stop();
    rooms.public_server.reset();
    rooms.metrics_server.reset();
    rooms.cpu.reset();
    rooms.passwords.reset();
    rooms.letters.reset();
    rooms.spool.reset();
    rooms.runtime.reset();
    log::info("house.stopped");
}

service::Services& House::services() noexcept {
    return *rooms_->services;
}

std::uint16_t House::port() const noexcept {
    return rooms_->public_server->port();
}

jobs::Installation House::installation() const noexcept {
    return rooms_->kind;
}

}  // namespace yinxin::app
