// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/jobs/seal_door.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include <sys/types.h>

namespace yinxin::jobs {

/// The way to a seal desk in another process (`yinxin signer`), over a UNIX domain socket: one
/// connection for each call. No key and no facts travel, only names of intents and signatures; what
/// comes back is verified by the press like any signature before it is released.
class RemoteSealDesk final : public SealDoor {
  public:
    struct Plan {
        std::filesystem::path socket;
        std::chrono::milliseconds deadline;  ///< of a whole call
        /// The user who must be at the other end; none: the owner of the socket's directory, which
        /// nobody else can write to.
        std::optional<uid_t> signer = {};
    };
    /// The signer need not be there yet, nor the directory that it makes; jobs wait for it.
    /// @error config.invalid  a directory that others get into.
    [[nodiscard]] static Result<std::unique_ptr<SealDoor>> open(const std::filesystem::path& socket,
                                                                std::chrono::milliseconds deadline);

    explicit RemoteSealDesk(Plan plan) : plan_(std::move(plan)) {}

    /// Blocks for the deadline at most. The signer has its own clock: `now` is not told to it.
    /// @error signing.key_unavailable  nobody answers there in time, somebody else does, or not in
    ///   our language. An intent may have been used up; the job records another when it comes back.
    [[nodiscard]] Result<std::vector<Result<Bytes>>> seal(std::span<const IntentKey> intents,
                                                          Instant now) const override;

  private:
    Plan plan_;
};

}  // namespace yinxin::jobs
