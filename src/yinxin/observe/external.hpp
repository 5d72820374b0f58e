// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/observe/live.hpp"

/// Calls to what is not this process: how long they take, how many fail, who is left alone.
namespace yinxin::observe {

/// The label "call" of yinxin_external_seconds, yinxin_external_errors_total and
/// yinxin_external_paused.
enum class External {
    timestamp,   ///< a timestamp authority (RFC 3161)
    revocation,  ///< a list (CRL) or responder (OCSP)
    webhook,     ///< a client's address for notifications
    signer,      ///< `yinxin signer` behind its socket
    messages,    ///< a gateway that carries text messages
    provider,    ///< an OpenID provider (docs/login.md)
    identity,    ///< an identity service (docs/accounts.md)
};

struct ExternalSeries {
    LiveHistogram& seconds;
    LiveCounter& errors;
    LiveGauge& paused;  ///< how many are not even tried, after failures in a row
};

/// All of them are exposed as soon as one was asked for, so that an alert never misses a name.
[[nodiscard]] const ExternalSeries& external(External call);

/// Measures one call from its making to its end; a call that nobody calls good has failed.
class ExternalCall {
  public:
    explicit ExternalCall(External call)
        : series_(external(call)), began_(std::chrono::steady_clock::now()) {}
    ExternalCall(const ExternalCall&) = delete;
    ExternalCall& operator=(const ExternalCall&) = delete;
    ~ExternalCall() {
        series_.seconds.note(std::chrono::steady_clock::now() - began_);
        if (!is_good_) series_.errors.add();
    }
    void end(bool is_good) noexcept { is_good_ = is_good; }

  private:
    const ExternalSeries& series_;
    std::chrono::steady_clock::time_point began_;
    bool is_good_ = false;
};

}  // namespace yinxin::observe
