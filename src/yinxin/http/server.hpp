// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/router.hpp"
#include "yinxin/http/upload_spool.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace yinxin::flow {
class Runtime;
}
namespace yinxin::observe {
class Health;
class Metrics;
}  // namespace yinxin::observe

namespace yinxin::http {

class AdmissionControl;
class WaitingPage;

/// What one listener allows. Every wait for the client has a deadline; handlers bring their own
/// (flow::with_deadline).
struct ServerLimits {
    std::size_t header = std::size_t{16} * 1024;  ///< request line and headers; 431 beyond
    std::size_t connections = 4096;               ///< open at once; more are closed on arrival
    std::size_t form_fields = 200;                ///< fields or parts of a form
    std::chrono::milliseconds header_deadline{10'000};  ///< first byte to last header byte
    std::chrono::milliseconds body_deadline{30'000};    ///< plus one second per 64 KiB of body
    std::chrono::milliseconds idle_deadline{60'000};    ///< between requests
    std::chrono::milliseconds write_deadline{60'000};   ///< without progress
};

struct TlsFiles {
    std::filesystem::path certificate;  ///< PEM, leaf first, then its chain
    std::filesystem::path private_key;  ///< PEM
};

struct ServerOptions {
    std::string name = "public";  ///< in logs and metrics
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: any free one
    std::optional<TlsFiles> tls;
    /// Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed.
    std::vector<std::string> trusted_proxies;
    ServerLimits limits;
    bool logs_access = true;
};

/// HTTP/1.1 on one address: one accepting socket per runtime thread (SO_REUSEPORT).
///
/// The router, site and what the hooks refer to must outlive the server. Order of an ending
/// process: server.stop(), pools, runtime, then everything else.
class Server {
  public:
    struct Hooks {
        ErrorPages error_pages = plain_error;
        Gate gate;  ///< may be empty
        observe::Metrics* metrics = nullptr;
        const SpoolRoom* spool = nullptr;  ///< null: routes with spools_uploads answer 503
        /// Null: everybody is let in (operations, tests). Shared with the connections that run.
        std::shared_ptr<AdmissionControl> admission;
        std::shared_ptr<const WaitingPage> waiting_page;  ///< null: problems alone
    };

    Server(flow::Runtime& runtime,
           const Router& router,
           Site* site,
           ServerOptions options,
           Hooks hooks);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Binds and begins to accept. @error config.invalid  address, port or certificate unusable.
    [[nodiscard]] Result<void> start();
    /// The port bound; valid after start().
    [[nodiscard]] std::uint16_t port() const noexcept;
    /// Reads certificate and key again for connections to come; the old ones stay if these are bad.
    /// @error config.invalid
    [[nodiscard]] Result<void> reload_certificate();
    /// Stops accepting, lets running requests finish within `limit`, then closes what is left.
    /// Blocks; call from a thread that is not the runtime's. Idempotent.
    /// @return how many connections had to be cut.
    std::size_t stop(std::chrono::milliseconds limit);
    [[nodiscard]] std::size_t open_connections() const noexcept;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

/// Asks the database for one row. It may wait for a server, so it is no check of Health.
using StorageProbe = std::function<Task<Result<void>>()>;

/// Adds GET /healthz (process lives: 200), /readyz (200 or 503 with the checks, and what `storage`
/// says unless it is empty) and /metrics. These go on a listener of their own, never on the public
/// one.
void add_operations_routes(Router& router,
                           observe::Health& health,
                           observe::Metrics& metrics,
                           StorageProbe storage = {});

}  // namespace yinxin::http
