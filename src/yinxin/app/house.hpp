// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/jobs/seal_room.hpp"

#include <memory>

namespace yinxin::app {

/// All long-lived objects of a serving process and its threads; made, started and stopped in order.
class House {
  public:
    /// Opens the data directory: database, keys, blobs, reference data, seals, pages.
    /// @error file.missing, storage.schema, config.invalid, and those of open_seal_room
    /// @param accounts  the printed accounts of a demonstration, for its page; else empty.
    /// @param witness  a file that keeps the head of the audit; empty: none. A database that is
    ///   older than what it has seen is refused.
    static Result<std::unique_ptr<House>> open(config::Settings settings,
                                               http::DemoPeople people,
                                               std::filesystem::path witness = {});
    House(const House&) = delete;
    House& operator=(const House&) = delete;
    ~House();

    /// Binds the public and the metrics address and starts pressing. @error config.invalid
    Result<void> start();
    /// Blocks until SIGTERM or SIGINT; SIGHUP reads the TLS certificate again.
    void wait_for_signal();
    /// Stops accepting, drains within settings.limits.drain, finishes presses, closes the store.
    void stop();

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] service::Services& services() noexcept;
    [[nodiscard]] jobs::Installation installation() const noexcept;

    struct Rooms;

  private:
    explicit House(std::unique_ptr<Rooms> rooms);
    std::unique_ptr<Rooms> rooms_;
};

}  // namespace yinxin::app
