// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/s3_client.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/flow/pause.hpp"
#include "yinxin/storage/curl_handles.hpp"
#include "yinxin/storage/s3_answers.hpp"

#include <algorithm>
#include <random>

namespace yinxin::storage {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr std::size_t largest_answer = 256UL * 1024 * 1024;
constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{2000};
constexpr milliseconds shortest_try{1000};
constexpr int failures_until_pause = 3;
constexpr std::chrono::seconds pause_length{5};

Error unavailable(std::string detail) {
    return Error(ErrorCode::storage_unavailable, "blob store: " + std::move(detail));
}

/// What came of one try.
struct Outcome {
    std::optional<S3Answer> answer;
    std::string reason;       ///< why there is none, for operators
    bool may_heal = false;    ///< the same request may be sent again
    bool is_refusal = false;  ///< the store is there and does not want us
    std::chrono::seconds retry_after{0};
};

bool is_transient(long status) {
    return status == 408 || status == 409 || status == 429 || status == 500 || status == 502 ||
           status == 503 || status == 504;
}

/// Codes of status 400 that say the request was damaged or delayed on its way.
bool is_transient(std::string_view code) {
    return code == "RequestTimeout" || code == "BadDigest" || code == "XAmzContentSHA256Mismatch" ||
           code == "IncompleteBody";
}

bool is_broken_trust(CURLcode code) {
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
           code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_ISSUER_ERROR;
}

Outcome outcome_of(S3Answer answer) {
    Outcome outcome;
    outcome.retry_after = answer.retry_after;
    const bool is_good = answer.status >= 200 && answer.status < 300;
    const std::string code = is_good ? std::string() : parse_s3_error(answer.body);
    // A proxy's or another server's 404 says nothing about the object. An answer to HEAD is empty.
    const bool is_object_missing =
        answer.is_missing() && (answer.body.empty() || code == "NoSuchKey");
    if (is_good || is_object_missing) {
        outcome.answer = std::move(answer);
        return outcome;
    }
    outcome.reason = "HTTP status " + std::to_string(answer.status);
    if (!code.empty()) outcome.reason += " " + code;
    outcome.may_heal = is_transient(answer.status) || is_transient(code);
    outcome.is_refusal = !outcome.may_heal;
    if (code == "RequestTimeTooSkewed") outcome.reason += ": compare the clocks";
    if (answer.status == 301 || answer.status == 307)
        outcome.reason += ": wrong region or endpoint";
    return outcome;
}

/// Scheme and host of an endpoint, without a port that the scheme implies.
struct Host {
    std::string scheme;
    std::string name;
};
Host host_of(const config::Blobs& settings) {
    const std::size_t end = settings.endpoint.find("://");
    Host host{settings.endpoint.substr(0, end), settings.endpoint.substr(end + 3)};
    const std::string_view implied = host.scheme == "https" ? ":443" : ":80";
    if (host.name.ends_with(implied)) host.name.resize(host.name.size() - implied.size());
    if (settings.addressing == "host") host.name = settings.bucket + "." + host.name;
    return host;
}

milliseconds random_up_to(milliseconds most) {
    thread_local std::minstd_rand random{std::random_device{}()};
    return milliseconds(
        std::uniform_int_distribution<long>(most.count() / 2, most.count())(random));
}

}  // namespace

struct S3Client::State {
    explicit State(Plan given)
        : plan(std::move(given)),
          host(host_of(plan.settings)),
          handles(plan.settings.connections) {}

    Plan plan;
    Host host;
    CurlHandles handles;
    flow::Pause leave_alone{{"blobs.left_alone", failures_until_pause, pause_length}};

    Outcome try_once(const S3Request& request, Steady::time_point deadline, milliseconds limit);
    Result<S3Answer> try_again(const S3Request& request, bool& is_away);

  private:
    [[nodiscard]] AwsRequest to_be_signed(const S3Request& request, std::string payload) const;
    [[nodiscard]] CurlHeaders sign(AwsRequest& signed_part) const;
};

AwsRequest S3Client::State::to_be_signed(const S3Request& request, std::string payload) const {
    AwsRequest part;
    part.method = request.method;
    part.path = plan.settings.addressing == "host" ? "/" : "/" + plan.settings.bucket + "/";
    part.path += request.key;
    part.query = request.query;
    part.payload_sha256 = std::move(payload);
    return part;
}

CurlHeaders S3Client::State::sign(AwsRequest& part) const {
    const AwsCredentials credentials = plan.credentials();
    const Instant now = plan.now();
    part.headers = {{"host", host.name},
                    {"x-amz-content-sha256", part.payload_sha256},
                    {"x-amz-date", aws_time(now)}};
    if (!credentials.session_token.empty()) {
        part.headers.emplace_back("x-amz-security-token", credentials.session_token);
    }
    const std::string authorization =
        aws_authorization(part, credentials, plan.settings.region, now);
    CurlHeaders headers;
    for (const auto& [name, value] : part.headers)
        headers.add(name, value);
    headers.add("authorization", authorization);
    headers.add("content-type", "application/octet-stream");
    // Else curl waits for "100 Continue" where bodies are long.
    headers.drop("Expect");
    return headers;
}

Outcome S3Client::State::try_once(const S3Request& request,
                                  Steady::time_point deadline,
                                  milliseconds limit) {
    Outcome outcome;
    outcome.may_heal = true;
    const CurlHandles::Loan handle = handles.borrow(deadline);
    if (!handle) {
        outcome.reason = "no connection is free";
        return outcome;
    }
    AwsRequest part = to_be_signed(
        request, request.body.empty() ? aws_empty_payload() : to_hex(crypto::sha256(request.body)));
    const CurlHeaders headers = sign(part);
    std::string url = host.scheme + "://" + host.name + aws_encode_path(part.path);
    if (!part.query.empty()) url += "?" + aws_query(part.query);
    CurlExchange exchange;
    exchange.url = std::move(url);
    exchange.method = request.method;
    exchange.body = request.body;
    exchange.headers = &headers;
    exchange.limit = limit;
    exchange.ca = plan.settings.ca;
    exchange.largest_answer = largest_answer;
    const CURLcode code = exchange.perform(handle.get());
    if (code != CURLE_OK) {
        outcome.reason = curl_easy_strerror(code);
        outcome.may_heal = !is_broken_trust(code) && code != CURLE_WRITE_ERROR;
        outcome.is_refusal = is_broken_trust(code);
        return outcome;
    }
    S3Answer answer;
    answer.status = exchange.status;
    answer.body = std::move(exchange.answer);
    answer.etag = exchange.answer_header("etag");
    std::erase(answer.etag, '"');
    answer.encryption = exchange.answer_header("x-amz-server-side-encryption");
    answer.modified = exchange.answer_header("last-modified");
    const auto wait = parse_integer(exchange.answer_header("retry-after"));
    if (wait && *wait > 0) answer.retry_after = std::chrono::seconds(*wait);
    return outcome_of(std::move(answer));
}

/// @param is_away  whether what failed is the store's being there at all.
Result<S3Answer> S3Client::State::try_again(const S3Request& request, bool& is_away) {
    const auto deadline = Steady::now() + plan.settings.deadline;
    const std::uint64_t tries = plan.settings.retries + 1;
    milliseconds pause = first_pause;
    for (std::uint64_t tried = 1;; ++tried) {
        const auto left = std::chrono::duration_cast<milliseconds>(deadline - Steady::now());
        // One that hangs leaves time for another connection.
        const bool is_last = tried == tries;
        const milliseconds limit = is_last ? left : std::max(shortest_try, left / 2);
        Outcome outcome = try_once(request, deadline, std::min(limit, left));
        is_away = !outcome.answer && !outcome.is_refusal;
        if (outcome.answer) return *std::move(outcome.answer);
        const milliseconds wait = std::max<milliseconds>(random_up_to(pause), outcome.retry_after);
        const bool is_in_time = Steady::now() + wait + shortest_try / 2 < deadline;
        if (!outcome.may_heal || is_last || !is_in_time) {
            if (outcome.is_refusal) {
                log::error("blobs.refused", {{"reason", std::string_view(outcome.reason)}});
                return unavailable("refused: " + outcome.reason);
            }
            log::warning("blobs.failed",
                         {{"method", std::string_view(request.method)},
                          {"reason", std::string_view(outcome.reason)},
                          {"tries", static_cast<std::int64_t>(tried)}});
            return unavailable(outcome.reason + " (" + std::to_string(tried) + " tries)");
        }
        if (plan.retries) plan.retries->add();
        plan.pause(wait);
        pause = std::min(pause * 2, longest_pause);
    }
}

S3Client::S3Client(Plan plan) : state_(std::make_unique<State>(std::move(plan))) {}

S3Client::~S3Client() = default;

Result<S3Answer> S3Client::call(const S3Request& request) {
    if (const auto wait = state_->leave_alone.enter(Steady::now())) {
        return unavailable("left alone after failures").retry_in(*wait);
    }
    bool is_away = false;
    Result<S3Answer> answer = state_->try_again(request, is_away);
    state_->leave_alone.report(!is_away, Steady::now());
    return answer;
}

const config::Blobs& S3Client::settings() const noexcept {
    return state_->plan.settings;
}

}  // namespace yinxin::storage
