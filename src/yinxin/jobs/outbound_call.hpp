// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/error.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// HTTP calls of the service to others: the one place in this room that knows an HTTP client.
///
/// For every call the same: redirects are not followed, no proxy of the environment is used, TLS is
/// verified, no signal is raised, the deadline holds from the name to the last byte, connecting
/// included, and an answer grows no longer than its caller said. What differs is who may be asked
/// and how much is read, and the first value of each kind is the strictest, so that what a caller
/// forgets is refused:
///
/// | caller | protocols | who may be asked | answer |
/// |---|---|---|---|
/// | webhook_post | https; in a demonstration http too | the open internet; in a demonstration this
/// machine too | none is read | | provider_fetch | https; http where the provider is on this
/// machine | anybody; over http this machine alone | 256 KiB, more fails | | identity_post | http,
/// https | anybody | 16 KiB, more fails | | message_post | http, https | anybody | 4 KiB, more is
/// cut off | | remote_timestamper | http, https | anybody | 64 KiB, more fails | | revocation_fetch
/// | http, https | anybody | revocation.largest, more fails |
///
/// Addresses of webhooks come from strangers; all others are settings of the operator.
namespace yinxin::jobs {

enum class Protocols { https, http, http_and_https };

/// Decided for the address each connection really goes to, so that a name cannot lead elsewhere
/// after it was accepted.
enum class Reach { internet, internet_and_this_machine, this_machine, anybody };

/// What happens with an answer beyond the limit.
enum class Overlong { fails, is_cut_off };

struct OutboundCall {
    std::string url;
    std::vector<std::string> headers;       ///< "Name: value"
    std::optional<std::string_view> body;   ///< of a POST, borrowed; none: GET
    std::chrono::milliseconds deadline{1};  ///< of the whole exchange
    std::size_t largest_answer = 0;         ///< bytes of the body that are read
    Overlong overlong = Overlong::fails;
    Protocols protocols = Protocols::https;
    Reach reach = Reach::internet;
    std::filesystem::path ca;           ///< PEM, in place of the system's; empty: those
    std::string kept_header;            ///< its value in the answer is kept; small letters
    std::function<bool()> is_stopping;  ///< asked about once a second; true ends the call
};

/// Why no answer came.
enum class OutboundFailure { none, address, connect, tls, timeout, too_large, broken };
/// "address", "connect", "tls", "timeout", "too_large", "broken"; "" for none.
[[nodiscard]] std::string_view word_of(OutboundFailure failure) noexcept;

struct OutboundAnswer {
    OutboundFailure failure = OutboundFailure::broken;
    std::string detail;  ///< for the log: what the HTTP client calls it
    int status = 0;      ///< 0: no answer came
    std::string body;
    std::string header;  ///< the kept one
    std::chrono::microseconds took{0};

    [[nodiscard]] bool is_answered() const noexcept { return failure == OutboundFailure::none; }
    /// @pre not is_answered(). @return timed_out, too_large or unavailable
    [[nodiscard]] Error error() const;
};

/// Asks and blocks until there is an answer or none will come.
[[nodiscard]] OutboundAnswer make_call(const OutboundCall& call);
/// Asks all of them side by side and waits for all.
/// @param most_connections  at once; the others wait, within their deadlines.
/// @return an answer per call, in their order.
[[nodiscard]] std::vector<OutboundAnswer> make_calls(std::span<const OutboundCall> calls,
                                                     long most_connections);

/// Calls to one neighbour whose connections stay open in between. Any number of threads may use
/// one; each has a connection of its own while it asks.
class OutboundLine {
  public:
    OutboundLine();
    OutboundLine(const OutboundLine&) = delete;
    OutboundLine& operator=(const OutboundLine&) = delete;
    ~OutboundLine();
    /// As the function of this name.
    [[nodiscard]] OutboundAnswer make_call(const OutboundCall& call);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::jobs
