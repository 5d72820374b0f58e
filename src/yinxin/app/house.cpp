// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/house.hpp"

#include "yinxin/app/bulk_workers.hpp"
#include "yinxin/app/chores.hpp"
#include "yinxin/app/identity_door.hpp"
#include "yinxin/app/login_providers.hpp"
#include "yinxin/app/rounds.hpp"
#include "yinxin/app/witness.hpp"
#include "yinxin/base/log.hpp"
#include "yinxin/build_info.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/demo_import.hpp"
#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/flow/pools.hpp"
#include "yinxin/flow/runtime.hpp"
#include "yinxin/http/admission_control.hpp"
#include "yinxin/http/api/routes.hpp"
#include "yinxin/http/office/routes.hpp"
#include "yinxin/http/pages/routes.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/server.hpp"
#include "yinxin/http/waiting_page.hpp"
#include "yinxin/http/web_tree.hpp"
#include "yinxin/jobs/housekeeping.hpp"
#include "yinxin/jobs/workers.hpp"
#include "yinxin/observe/external.hpp"
#include "yinxin/observe/health.hpp"
#include "yinxin/observe/metrics.hpp"
#include "yinxin/service/confined_reading.hpp"
#include "yinxin/service/gateway_keys.hpp"
#include "yinxin/service/import_uploads.hpp"
#include "yinxin/service/look_meter.hpp"
#include "yinxin/service/watched_doors.hpp"
#include "yinxin/storage/installation.hpp"
#include "yinxin/storage/jobs.hpp"
#include "yinxin/storage/open_blobs.hpp"
#include "yinxin/storage/reference_texts.hpp"
#include "yinxin/verify/judge.hpp"

#include <atomic>
#include <csignal>
#include <future>

namespace yinxin::app {

/// Files that wait for a reading process. Even if every one before it takes its five seconds, the
/// last is not answered after people have gone.
constexpr flow::Pool::QueueLimit waiting_readings{64};
/// Calls to login providers: each may take the whole deadline.
constexpr flow::Pool::QueueLimit waiting_calls{32};
/// Of the other pools: what is admitted at the door at once is less than this, so that a full queue
/// is the last line and not the usual one (docs/peak.md).
constexpr flow::Pool::QueueLimit waiting_jobs{256};

/// Members stand in the order in which they need each other; they go in the opposite one.
struct House::Rooms {
    config::Settings settings;
    jobs::Installation kind = jobs::Installation::production;
    SystemClock clock;
    observe::Metrics metrics;
    observe::Health health;
    std::unique_ptr<flow::Runtime> runtime;  ///< the store's thread posts to it until it ends
    std::unique_ptr<storage::Store> store;
    std::optional<storage::DataKeys> keys;
    service::GatewayKeys gateway_keys;
    std::unique_ptr<storage::BlobStore> blobs;
    config::ReferenceShelf reference;
    jobs::SealRoom seals;
    verify::Trust trust;
    std::unique_ptr<flow::ConfinedWorkers> readers;
    std::unique_ptr<flow::Pool> reading;  ///< its threads wait for reading processes
    issuing::Letterhead letterhead;
    std::unique_ptr<flow::Pool> cpu;
    std::unique_ptr<flow::Pool> passwords;   ///< its threads bound the memory of Argon2
    std::unique_ptr<flow::Pool> letters;     ///< its threads may wait for a timestamp authority
    std::unique_ptr<flow::Pool> files;       ///< its threads wait for the blob store
    std::unique_ptr<flow::Pool> neighbours;  ///< its threads wait for login providers
    std::unique_ptr<service::LoginProviders> providers;
    service::DoorMeter doors;
    service::LookMeter looks;
    std::unique_ptr<service::IdentityService> identity;
    std::unique_ptr<flow::Pool> spool;  ///< its threads write large uploads to the disk
    std::optional<http::SpoolRoom> spool_room;
    std::unique_ptr<jobs::PressWorkers> press;
    std::unique_ptr<jobs::Housekeeping> housekeeping;
    std::unique_ptr<Rounds> rounds;
    std::filesystem::path witness;  ///< outside the data directory; empty: none
    std::unique_ptr<jobs::RoundWorker> witness_keeper;
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
    const storage::Location database = cli::database_location(directory, rooms.settings);
    YX_TRY(const auto steps, storage::migrate(database, storage::Create::no, rooms.clock.now()));
    if (!steps.empty())
        log::info("storage.migrated", {{"steps", static_cast<std::int64_t>(steps.size())}});
    YX_TRY(rooms.store, cli::open_database(database, rooms.clock));
    YX_TRY(rooms.keys, storage::DataKeys::load(directory / "keys"));
    YX_CHECK(rooms.store->read_now(
        [&](storage::Reader& reader) { return storage::check_suite(reader, *rooms.keys); }));
    YX_TRY(rooms.blobs,
           storage::open_blobs(
               rooms.settings.blobs, directory / "blobs", *rooms.keys, &rooms.metrics));
    const Instant now = rooms.clock.now();
    auto text = rooms.store->read_now([&](storage::Reader& reader) {
        return storage::load_reference_text(reader, storage::catalogue_text, now);
    });
    if (!text && text.error().code() == ErrorCode::not_found) {
        return Error(ErrorCode::not_found,
                     "no catalogue yet: `yinxin catalogue enter` (docs/go-live.md)");
    }
    if (!text) return text.error();
    YX_TRY(config::Reference reference, config::parse_reference(text->body));
    rooms.reference.put(std::move(reference), text->version);
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

/// Readiness asks the database for one row; a failing disk, a locked file or a server that is away
/// shows here.
flow::Task<Result<void>> probe_storage(Rooms& rooms) {
    const auto measured = co_await rooms.store->read(
        [](storage::Reader& reader) { return storage::measure_queue(reader); });
    if (!measured) co_return Error(measured.error());
    co_return ok();
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
                                  rooms.store->announce_work();
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
    rooms.services->files_pool = rooms.files.get();
    rooms.services->gateway_keys = &rooms.gateway_keys;
    rooms.services->providers = rooms.providers.get();
    rooms.services->doors = &rooms.doors;
    rooms.services->looks = &rooms.looks;
    rooms.services->identity = rooms.identity.get();
    if (rooms.kind == jobs::Installation::demonstration) {
        rooms.services->make_demo_file = [&rooms](service::DemoFile file, std::uint32_t series) {
            return cli::make_demo_file(*rooms.reference, file, series, rooms.clock.now());
        };
    }
}

http::AdmissionOptions admission_options(const config::Settings& settings) {
    http::AdmissionOptions options;
    options.at_once = settings.admission.at_once;
    options.waiting = settings.admission.waiting;
    options.passwords_at_once = settings.password.at_once;
    options.patience = settings.admission.patience;
    options.deadline = settings.admission.deadline;
    options.bodies = settings.admission.bodies;
    return options;
}

void open_servers(Rooms& rooms) {
    http::Server::Hooks hooks;
    const http::ErrorLayout layout = [&rooms](const http::Failure& failure) {
        return http::error_layout(*rooms.site, failure);
    };
    hooks.error_pages = http::make_error_pages(rooms.site->templates, rooms.site->messages, layout);
    // From the key of the data, so that every node of an installation reads every ticket.
    hooks.admission = std::make_shared<http::AdmissionControl>(
        admission_options(rooms.settings),
        rooms.runtime->size(),
        rooms.keys->tokens.derive("yinxin places of the waiting page"),
        &rooms.metrics);
    hooks.waiting_page = std::make_shared<const http::WaitingPage>(
        rooms.site->templates, rooms.site->messages, rooms.router, layout);
    hooks.gate = http::admit;
    hooks.metrics = &rooms.metrics;
    hooks.spool = &*rooms.spool_room;
    rooms.public_server = std::make_unique<http::Server>(*rooms.runtime,
                                                         rooms.router,
                                                         rooms.site.get(),
                                                         public_options(rooms.settings),
                                                         std::move(hooks));
    http::add_operations_routes(
        rooms.operations, rooms.health, rooms.metrics, [&rooms] { return probe_storage(rooms); });
    http::ServerOptions options;
    options.name = "metrics";
    options.address = rooms.settings.metrics.address;
    options.port = rooms.settings.metrics.port;
    options.logs_access = false;
    rooms.metrics_server = std::make_unique<http::Server>(
        *rooms.runtime, rooms.operations, nullptr, std::move(options), http::Server::Hooks{});
}

/// What was counted in the last seconds, when nobody comes any more.
void bring_last_numbers(service::Services& services) {
    const auto looks = service::bring_looks(services);
    if (!looks) log::error("looks.not_written", {{"error", dotted_name(looks.error().code())}});
    const auto doors = service::bring_last_counts(services);
    if (!doors) log::error("doors.not_written", {{"error", dotted_name(doors.error().code())}});
}

/// The last word of the witness, when nothing happens any more.
void end_witness(Rooms& rooms) {
    rooms.witness_keeper->stop();
    const auto borne = bear_witness(rooms.witness, *rooms.store, rooms.clock.now());
    if (borne) return;
    log::error("witness.not_written", {{"error", dotted_name(borne.error().code())}});
}

}  // namespace

House::House(std::unique_ptr<Rooms> rooms) : rooms_(std::move(rooms)) {}

House::~House() {
    stop();
}

Result<std::unique_ptr<House>> House::open(config::Settings settings,
                                           http::DemoPeople people,
                                           std::filesystem::path witness) {
    auto rooms = std::make_unique<Rooms>();
    rooms->settings = std::move(settings);
    rooms->witness = std::move(witness);
    log::set_level(rooms->settings.log_level);
    const bool is_demo = config::is_demonstration(rooms->settings.data_dir);
    rooms->kind = is_demo ? jobs::Installation::demonstration : jobs::Installation::production;
    rooms->metrics.gauge("yinxin_build_info", "What runs; always 1", {{"version", version}}).set(1);
    (void)observe::external(observe::External::signer);  // all of them, from the start
    YX_TRY(rooms->gateway_keys, service::read_gateway_keys(rooms->settings.messages));
    YX_CHECK(open_data(*rooms));
    YX_CHECK(check_witness(rooms->witness, *rooms->store));
    YX_TRY(rooms->seals,
           jobs::open_seal_room(
               *rooms->store, rooms->reference, rooms->settings, rooms->kind, rooms->clock.now()));
    rooms->runtime = std::make_unique<flow::Runtime>(rooms->settings.threads);
    rooms->cpu =
        std::make_unique<flow::Pool>(flow::Pool::Shape{"cpu", 0, waiting_jobs}, &rooms->metrics);
    const auto at_once = static_cast<unsigned>(rooms->settings.password.at_once);
    rooms->passwords = std::make_unique<flow::Pool>(
        flow::Pool::Shape{"passwords", at_once, waiting_jobs}, &rooms->metrics);
    rooms->letters = std::make_unique<flow::Pool>(flow::Pool::Shape{"letters", 2, waiting_jobs},
                                                  &rooms->metrics);
    rooms->spool =
        std::make_unique<flow::Pool>(flow::Pool::Shape{"spool", 2, waiting_jobs}, &rooms->metrics);
    rooms->files =
        std::make_unique<flow::Pool>(flow::Pool::Shape{"files", 8, waiting_jobs}, &rooms->metrics);
    rooms->neighbours = std::make_unique<flow::Pool>(
        flow::Pool::Shape{"providers", 8, waiting_calls}, &rooms->metrics);
    YX_TRY(rooms->providers, open_login_providers(rooms->settings.login, *rooms->neighbours));
    YX_TRY(rooms->identity,
           open_identity_service(rooms->settings.identity_proof, rooms->clock, *rooms->neighbours));
    YX_TRY(rooms->readers, service::start_readers());
    rooms->reading = std::make_unique<flow::Pool>(flow::Pool::Shape{"reading", 4, waiting_readings},
                                                  &rooms->metrics);
    open_services(*rooms);
    YX_CHECK(storage::make_spool_directory(service::spool_directory(*rooms->services)));
    rooms->spool_room.emplace(service::spool_place(*rooms->services), *rooms->spool);
    YX_CHECK(open_pages(*rooms, std::move(people)));
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
                         rooms.seals.offline.get(),
                         rooms.seals.revocation.get()};
    if (rooms.settings.works()) {
        rooms.press = std::make_unique<jobs::PressWorkers>(shop, rooms.clock, rooms.metrics);
        rooms.store->on_work([&press = *rooms.press] { press.wake(); });
        rooms.bulk = std::make_unique<BulkWorkers>(
            *rooms.services, *rooms.runtime, rooms.site->messages, rooms.metrics);
    }
    rooms.housekeeping = std::make_unique<jobs::Housekeeping>(
        *rooms.store, *rooms.blobs, rooms.clock, chores(*rooms.services));
    YX_TRY(rooms.rounds,
           Rounds::start(*rooms.services, rooms.kind, *rooms.seals.revocation, rooms.metrics));
    rooms.witness_keeper = keep_witness(rooms.witness, *rooms.store, rooms.clock);
    if (rooms.settings.opens_doors()) YX_CHECK(rooms.public_server->start());
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
    if (rooms.store) rooms.store->on_work({});
    if (rooms.rounds) rooms.rounds->begin_to_stop();
    if (rooms.public_server) rooms.public_server->stop(rooms.settings.limits.drain);
    if (rooms.metrics_server) rooms.metrics_server->stop(std::chrono::seconds(1));
    if (rooms.press) rooms.press->stop();
    if (rooms.housekeeping) rooms.housekeeping->stop();
    if (rooms.rounds) rooms.rounds->stop();
    if (rooms.services) bring_last_numbers(*rooms.services);
    if (rooms.bulk) rooms.bulk->stop();
    if (rooms.cpu) rooms.cpu->stop();
    if (rooms.passwords) rooms.passwords->stop();
    if (rooms.letters) rooms.letters->stop();
    if (rooms.files) rooms.files->stop();
    if (rooms.spool) rooms.spool->stop();
    if (rooms.neighbours) rooms.neighbours->stop();
    if (rooms.reading) rooms.reading->stop();
    if (rooms.witness_keeper) end_witness(rooms);
    rooms.runtime->stop();
    rooms.public_server.reset();
    rooms.metrics_server.reset();
    rooms.cpu.reset();
    rooms.passwords.reset();
    rooms.letters.reset();
    rooms.files.reset();
    rooms.spool.reset();
    rooms.neighbours.reset();
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
