// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/trust.hpp"
#include "yinxin/signing/timestamper.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace yinxin::jobs {

/// A timestamp authority that is asked over HTTP or HTTPS (RFC 3161 section 3.4).
///
/// What comes back is judged before it is used: a token that does not verify under `trust` is an
/// authority that cannot be used now, not a broken document. After three failures in a row nothing
/// is asked for ten seconds, then one caller tries: an authority that hangs costs the press a few
/// deadlines and no more. Any number of threads may use one.
class RemoteTimestamper final : public signing::Timestamper {
  public:
    struct Plan {
        std::string url;                     ///< http or https; redirects are not followed
        std::chrono::milliseconds deadline;  ///< of a whole exchange, connecting included
        std::shared_ptr<const crypto::TrustStore> trust;                   ///< who may stamp
        crypto::DigestAlgorithm digest = crypto::DigestAlgorithm::sha256;  ///< it is asked with
        /// Measures the pause after failures.
        std::function<std::chrono::steady_clock::time_point()> clock =
            std::chrono::steady_clock::now;
    };

    explicit RemoteTimestamper(Plan plan);
    RemoteTimestamper(const RemoteTimestamper&) = delete;
    RemoteTimestamper& operator=(const RemoteTimestamper&) = delete;
    ~RemoteTimestamper() override;

    /// Blocks for the deadline at most. `now` is not told to the authority, which has its own
    /// clock; whoever checks the sealed file compares the two.
    /// @error signing.timestamp_unavailable  no answer in time, an answer that is none, one beyond
    ///   64 KiB, a refusal, a token that does not verify or does not fit token_room(); with
    ///   retry_after while the authority is left alone.
    [[nodiscard]] Result<Bytes> token(const crypto::Digest32& imprint, Instant now) const override;
    [[nodiscard]] std::size_t token_room() const noexcept override;
    [[nodiscard]] crypto::DigestAlgorithm digest() const noexcept override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::jobs
