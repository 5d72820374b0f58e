// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/addresses.hpp"
#include "yinxin/http/admission_control.hpp"
#include "yinxin/http/request_reader.hpp"
#include "yinxin/http/server.hpp"
#include "yinxin/observe/metrics.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace yinxin::http {

/// What is counted per route.
struct RouteNumbers {
    std::array<observe::Counter, 5> by_class;  ///< 1xx to 5xx
    observe::Histogram seconds;
};

/// From a request to its response, without sockets: language, proxies, gate, handler, errors,
/// numbers and log. One per server; used from all its threads, read-only after construction.
class Exchange {
  public:
    Exchange(const Router& router,
             Site* site,
             const ServerOptions& options,
             Server::Hooks hooks,
             TrustedProxies proxies);

    /// Fills in what the connection and its proxies know: client, security, language, id.
    void complete(Request& request, std::string_view peer, bool is_tls) const;

    /// The answer to a request whose head is read, if its body need not be: wrong path, wrong
    /// method, announced body beyond the route's limit, another site's page.
    struct Admission {
        Match match;
        std::optional<Response> refused;
    };
    [[nodiscard]] Admission admit(const RequestReader& reader, Request& request) const;

    /// The gate's answer to a request whose body is large and still to come; nothing: it may.
    [[nodiscard]] Task<std::optional<Response>> admit_body(Request& request,
                                                           const Route& route) const;
    /// Where large files go; null: nowhere.
    [[nodiscard]] const SpoolRoom* spool_room() const noexcept { return hooks_.spool; }

    /// Who is let in; null: everybody.
    [[nodiscard]] const std::shared_ptr<AdmissionControl>& admission() const noexcept {
        return hooks_.admission;
    }
    [[nodiscard]] Subject subject_of(const Request& request, RequestKind kind) const;
    /// The answer to who was not let in. Reads the form of the request: what was typed is kept.
    [[nodiscard]] Response turn_away(Request& request,
                                     const Route& route,
                                     const Subject& subject) const;

    /// Runs gate and handler. Never throws: a bug becomes the 500 page.
    [[nodiscard]] Task<Response> answer(Request& request, const Route& route) const;

    /// The page for a request that could not be read.
    [[nodiscard]] Response refuse(const Refusal& refusal, const Request* request) const;

    /// Counts and logs one answered request. Only the route's pattern is named: paths may tell
    /// what a person looks at.
    void record(const Request& request,
                const Route* route,
                const Response& response,
                std::chrono::steady_clock::duration took) const;

  private:
    [[nodiscard]] Task<Result<Response>> run(Context& context) const;
    [[nodiscard]] Response explain(Context& context, const Error& error) const;
    [[nodiscard]] Response explain(const Failure& failure) const;

    const Router& router_;
    Site* site_;
    ServerOptions options_;
    Server::Hooks hooks_;
    TrustedProxies proxies_;
    std::unordered_map<const Route*, RouteNumbers> numbers_;
};

/// The bytes in front of the body: status line, Date, the response's headers, security headers,
/// Content-Length, Connection.
struct HeadFacts {
    std::string_view date;
    bool is_secure = false;
    bool keeps_alive = true;
    bool is_http_10 = false;
};
[[nodiscard]] std::string response_head(const Response& response, const HeadFacts& facts);

}  // namespace yinxin::http
