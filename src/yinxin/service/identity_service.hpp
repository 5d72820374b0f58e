// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/config/identity_service.hpp"
#include "yinxin/flow/pools.hpp"
#include "yinxin/service/identity_proof.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <string>

/// The adapter to an identity service over HTTP: signed questions, signed answers
/// (docs/accounts.md, Wire format).
namespace yinxin::service {

/// One question on its way.
struct IdentityQuestion {
    std::string url;
    std::string body;
    std::string time;
    std::string nonce;
    std::string signature;  ///< value of the header
    std::chrono::milliseconds deadline{5000};
};
struct IdentityAnswer {
    int status = 0;
    std::string signature;  ///< value of the header; empty: none
    std::string body;
};
/// Blocks until the answer is there or the deadline is over.
/// @error unavailable, timed_out, too_large
using IdentityWire = std::function<Result<IdentityAnswer>(const IdentityQuestion&)>;

/// One for the whole process; any number of threads. A service that failed three times in a row is
/// left alone for half a minute.
class IdentityService final : public IdentityProof {
  public:
    /// @param pool  its threads wait for the service.
    IdentityService(const config::IdentityService& settings,
                    Secret key,
                    const Clock& clock,
                    flow::Pool& pool,
                    IdentityWire wire);

    Task<Result<std::optional<std::string>>> begin(storage::StatedPerson person,
                                                   std::string back) override;
    Task<Result<std::optional<storage::StatedPerson>>> identify(std::string ticket) override;

  private:
    /// The body of an answer that is the service's. @error unavailable, timed_out
    Task<Result<std::string>> ask(std::string body);
    void note(bool is_good, Instant now);

    const config::IdentityService& settings_;
    Secret key_;
    const Clock& clock_;
    flow::Pool& pool_;
    IdentityWire wire_;
    std::mutex mutex_;
    int failures_ = 0;  ///< in a row
    std::optional<Instant> paused_until_;
};

/// What an answer is signed with: HMAC-SHA256 over "<time>.<nonce>.answer.<body>" of the question
/// it belongs to, as "v1=" and hex. A question sent back is no answer.
[[nodiscard]] std::string identity_answer_signature(const Secret& key,
                                                    const IdentityQuestion& question,
                                                    std::string_view body);

}  // namespace yinxin::service
