// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/signer.hpp"

#include "yinxin/app/service_manager.hpp"
#include "yinxin/base/log.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/jobs/seal_server.hpp"
#include "yinxin/jobs/signer_desk.hpp"
#include "yinxin/storage/reference_texts.hpp"

#include <csignal>

#include <fmt/format.h>
#include <unistd.h>

namespace yinxin::app {
namespace {

/// Brings the rules up to date before each batch: the office may have changed them since, and a
/// signer with yesterday's quota would be no check.
class UpToDateDesk final : public jobs::SealDoor {
  public:
    UpToDateDesk(storage::Store& store, config::ReferenceShelf& reference)
        : store_(store), reference_(reference) {}

    /// @error config.invalid, storage.unavailable
    Result<void> refresh(Instant now) const {
        YX_TRY(const auto version, store_.read_now([now](storage::Reader& reader) {
            return storage::find_reference_version(reader, storage::catalogue_text, now);
        }));
        if (version && *version == reference_.version()) return ok();
        YX_TRY(const storage::ReferenceText text, store_.read_now([now](storage::Reader& reader) {
            return storage::load_reference_text(reader, storage::catalogue_text, now);
        }));
        YX_TRY(config::Reference next, config::parse_reference(text.body));
        reference_.put(std::move(next), text.version);
        return ok();
    }
    void put(std::unique_ptr<jobs::SealDesk> desk) { desk_ = std::move(desk); }

    [[nodiscard]] Result<std::vector<Result<Bytes>>> seal(std::span<const jobs::IntentKey> intents,
                                                          Instant now) const override {
        YX_CHECK(refresh(now));
        return desk_->seal(intents, now);
    }

  private:
    storage::Store& store_;
    config::ReferenceShelf& reference_;
    std::unique_ptr<jobs::SealDesk> desk_;
};

/// A directory that only its owner enters, unless the service manager or the operator made one.
Result<void> make_socket_directory(const std::filesystem::path& socket) {
    const std::filesystem::path directory = socket.parent_path();
    std::error_code failure;
    if (std::filesystem::create_directory(directory, failure)) {
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failure);
    }
    if (failure) return Error(ErrorCode::file_io, directory.string() + ": " + failure.message());
    return ok();
}

Result<void> serve_until_told(const std::filesystem::path& data_dir, const sigset_t& signals) {
    const SystemClock clock;
    YX_TRY(const config::Settings settings, cli::load_directory_settings(data_dir));
    log::set_level(settings.log_level);
    const std::filesystem::path& socket = settings.signing.socket;
    if (socket.empty()) {
        return Error(ErrorCode::config_invalid, "signing.socket is empty: nobody would ask");
    }
    YX_TRY(const cli::DataDirectory data,
           cli::DataDirectory::open(data_dir, cli::Files::left_alone, cli::DatabaseRole::signer));
    config::ReferenceShelf reference;
    UpToDateDesk desk(*data.store, reference);
    YX_CHECK(desk.refresh(clock.now()));
    YX_TRY(auto opened, jobs::open_seal_desk(*data.store, data.keys, reference, settings));
    desk.put(std::move(opened));
    YX_CHECK(make_socket_directory(socket));
    YX_TRY(const uid_t owner, jobs::owner_of(settings.data_dir));
    YX_TRY(const auto server,
           jobs::SealServer::start(desk, clock, {.socket = socket, .users = {::geteuid(), owner}}));
    fmt::print("Yinxin's signer listens at {}\n", socket.string());
    std::fflush(stdout);
    log::info("signer.serving");
    tell_service_manager("READY=1");
    int signal = 0;
    ::sigwait(&signals, &signal);
    tell_service_manager("STOPPING=1");
    server->stop();
    log::info("signer.stopped");
    return ok();
}

}  // namespace

int signer(const std::filesystem::path& data_dir) {
    // Before any thread is made, so that all of them leave these to sigwait.
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGTERM);
    ::sigaddset(&signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const Result<void> outcome = serve_until_told(data_dir, signals);
    if (outcome) return cli::exit_ok;
    log::error("signer.failed", {{"error", dotted_name(outcome.error().code())}});
    fmt::print(stderr, "yinxin signer: {}\n", outcome.error().describe());
    return cli::exit_failed;
}

}  // namespace yinxin::app
