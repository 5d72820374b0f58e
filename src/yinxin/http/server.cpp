// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/server.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/flow/runtime.hpp"
#include "yinxin/http/connection.hpp"
#include "yinxin/http/tls.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>
#include <functional>
#include <latch>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/socket.h>

namespace yinxin::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Failed = boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr int backlog = 1024;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

/// Connections taken in a row. Each pass of the event loop comes here once, and passes are longer
/// the more there is to do: one at a time would keep people out just then.
constexpr int accepted_at_once = 16;

/// Often enough for the shortest deadline to be kept to a quarter.
SteadyClock::duration tick_of(const ServerLimits& limits) {
    const auto shortest = std::min({limits.header_deadline,
                                    limits.body_deadline,
                                    limits.idle_deadline,
                                    limits.write_deadline});
    return std::clamp<std::chrono::milliseconds>(shortest / 4, 5ms, 250ms);
}

Task<void> tick(std::shared_ptr<Core> core, Lane& lane) {
    const auto every = tick_of(core->options.limits);
    while (true) {
        lane.ticker.expires_after(every);
        const auto [failed] = co_await lane.ticker.async_wait(quietly);
        if (failed) co_return;
        lane.date = format_http_date(epoch_of(SystemClock().now()));
        const auto now = SteadyClock::now();
        for (Entry& entry : lane.entries) {
            if (entry.deadline <= now) entry.close();
        }
        if (lane.door) lane.door->tick(now);
    }
}

Task<void> accept(std::shared_ptr<Core> core, Lane& lane, flow::Runtime& runtime, unsigned number) {
    while (!core->is_draining) {
        auto [failed, socket] = co_await lane.acceptor.async_accept(quietly);
        if (failed == asio::error::operation_aborted || !lane.acceptor.is_open()) co_return;
        if (failed) {
            // Out of descriptors, most likely: others have to go first.
            log::warning("http.accept_failed", {{"why", failed.message()}});
            asio::steady_timer rest(lane.context, 100ms);
            co_await rest.async_wait(quietly);
            continue;
        }
        for (int taken = 1;; ++taken) {
            if (core->open_one()) {
                runtime.spawn(
                    number, "connection", serve_connection(core, lane, std::move(socket)));
            }
            if (taken == accepted_at_once) break;
            Failed none;
            socket = Socket(lane.context);
            lane.acceptor.accept(socket, none);
            if (none) break;
        }
    }
}

Result<Tcp::endpoint> endpoint_of(const ServerOptions& options) {
    Failed failed;
    const auto address = asio::ip::make_address(options.address, failed);
    if (failed) return Error(ErrorCode::config_invalid, "not an address: " + options.address);
    return Tcp::endpoint(address, options.port);
}

Error no_listening(const Tcp::endpoint& endpoint, const Failed& failed) {
    return Error(ErrorCode::config_invalid,
                 "cannot listen on " + endpoint.address().to_string() + " port " +
                     std::to_string(endpoint.port()) + ": " + failed.message());
}

template <class AnyAcceptor>
Failed open_and_bind(AnyAcceptor& acceptor, const Tcp::endpoint& endpoint, bool shares) {
    Failed failed;
    acceptor.open(endpoint.protocol(), failed);
    if (failed) return failed;
    acceptor.set_option(Tcp::acceptor::reuse_address(true), failed);
    if (shares) acceptor.set_option(ReusePort(true), failed);
    if (endpoint.address().is_v6()) {
        acceptor.set_option(asio::ip::v6_only(false), failed);
    }
    acceptor.bind(endpoint, failed);
    return failed;
}

/// SO_REUSEPORT would let a second process of ours share the port without a word.
Result<void> check_free(asio::io_context& context, const Tcp::endpoint& endpoint) {
    if (endpoint.port() == 0) return ok();
    Acceptor probe(context);
    if (const Failed failed = open_and_bind(probe, endpoint, false)) {
        return no_listening(endpoint, failed);
    }
    return ok();
}

}  // namespace

struct Server::State {
    State(flow::Runtime& on,
          const Router& router,
          Site* site,
          const ServerOptions& options,
          Server::Hooks hooks,
          TrustedProxies proxies)
        : runtime(on),
          core(std::make_shared<Core>(
              options, Exchange(router, site, options, std::move(hooks), std::move(proxies)))) {}

    /// Runs on each lane's own thread and waits for all of them.
    void on_every_lane(const std::function<void(Lane&)>& work) {
        std::latch done(static_cast<std::ptrdiff_t>(core->lanes.size()));
        for (unsigned i = 0; i < core->lanes.size(); ++i) {
            runtime.post(i, [&, lane = core->lanes[i].get()] {
                work(*lane);
                done.count_down();
            });
        }
        done.wait();
    }

    bool wait_until_empty(std::chrono::milliseconds limit) {
        std::unique_lock lock(core->mutex);
        return core->changed.wait_for(lock, limit, [this] { return core->open == 0; });
    }

    flow::Runtime& runtime;
    std::shared_ptr<Core> core;
    std::uint16_t port = 0;
    bool is_started = false;
};

Server::Server(
    flow::Runtime& runtime, const Router& router, Site* site, ServerOptions options, Hooks hooks) {
    auto proxies = TrustedProxies::create(options.trusted_proxies);
    // Settings are checked when they are read; a wrong network here trusts nobody and is said in
    // start().
    state_ = std::make_shared<State>(runtime,
                                     router,
                                     site,
                                     options,
                                     std::move(hooks),
                                     proxies ? *std::move(proxies) : TrustedProxies());
}

Server::~Server() {
    stop(0ms);
}

Result<void> Server::start() {
    Core& core = *state_->core;
    YX_CHECK(TrustedProxies::create(core.options.trusted_proxies));
    if (core.options.tls) {
        YX_TRY(core.tls, make_tls_context(*core.options.tls));
    }
    YX_TRY(Tcp::endpoint endpoint, endpoint_of(core.options));
    YX_CHECK(check_free(state_->runtime.context(0), endpoint));
    for (unsigned i = 0; i < state_->runtime.size(); ++i) {
        auto lane = std::make_unique<Lane>(state_->runtime.context(i));
        Failed failed = open_and_bind(lane->acceptor, endpoint, true);
        if (!failed) lane->acceptor.listen(backlog, failed);
        if (!failed) lane->acceptor.non_blocking(true, failed);
        if (failed) return no_listening(endpoint, failed);
        endpoint.port(lane->acceptor.local_endpoint().port());
        if (auto admission = core.exchange.admission()) {
            lane->door = std::make_shared<Door>(std::move(admission), lane->context);
        }
        lane->date = format_http_date(epoch_of(SystemClock().now()));
        core.lanes.push_back(std::move(lane));
    }
    state_->port = endpoint.port();
    state_->is_started = true;
    for (unsigned i = 0; i < core.lanes.size(); ++i) {
        Lane& lane = *core.lanes[i];
        state_->runtime.spawn(i, "accept", accept(state_->core, lane, state_->runtime, i));
        state_->runtime.spawn(i, "tick", tick(state_->core, lane));
    }
    log::info("http.listening",
              {{"server", core.options.name},
               {"address", core.options.address},
               {"port", std::int64_t{state_->port}},
               {"tls", core.options.tls.has_value()}});
    return ok();
}

std::uint16_t Server::port() const noexcept {
    return state_->port;
}

Result<void> Server::reload_certificate() {
    Core& core = *state_->core;
    if (!core.options.tls) return ok();
    YX_TRY(auto fresh, make_tls_context(*core.options.tls));
    const std::scoped_lock lock(core.mutex);
    core.tls = std::move(fresh);
    log::info("http.certificate_reloaded", {{"server", core.options.name}});
    return ok();
}

std::size_t Server::stop(std::chrono::milliseconds limit) {
    if (!state_->is_started) return 0;
    state_->is_started = false;
    Core& core = *state_->core;
    core.is_draining = true;
    state_->on_every_lane([](Lane& lane) {
        Failed ignored;
        lane.acceptor.close(ignored);
        for (Entry& entry : lane.entries) {
            if (entry.is_idle) entry.close();
        }
    });
    std::size_t cut = 0;
    if (!state_->wait_until_empty(limit)) {
        cut = open_connections();
        state_->on_every_lane([](Lane& lane) {
            for (Entry& entry : lane.entries)
                entry.close();
            if (lane.door) lane.door->close();
        });
        // Handlers that still run keep their connection open: they have deadlines of their own.
        (void)state_->wait_until_empty(1s);
    }
    state_->on_every_lane([](Lane& lane) { lane.ticker.cancel(); });
    log::info("http.stopped",
              {{"server", core.options.name}, {"cut", static_cast<std::int64_t>(cut)}});
    return cut;
}

std::size_t Server::open_connections() const noexcept {
    const std::scoped_lock lock(state_->core->mutex);
    return state_->core->open;
}

}  // namespace yinxin::http
