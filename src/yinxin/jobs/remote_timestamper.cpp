// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/remote_timestamper.hpp"

#include "yinxin/flow/pause.hpp"
#include "yinxin/jobs/outbound_call.hpp"
#include "yinxin/observe/external.hpp"
#include "yinxin/signing/timestamp.hpp"

#include <utility>

namespace yinxin::jobs {
namespace {

constexpr std::size_t largest_response = 64UL * 1024;
/// Tokens of public authorities that carry their chain take 3 to 7 KiB.
constexpr std::size_t largest_token = 12UL * 1024;
constexpr int failures_until_pause = 3;
constexpr std::chrono::seconds pause_length{10};
constexpr int http_ok = 200;

Error unavailable(std::string detail) {
    return Error(ErrorCode::timestamp_unavailable, std::move(detail));
}

}  // namespace

struct RemoteTimestamper::State {
    explicit State(Plan given) : plan(std::move(given)) {}

    Plan plan;
    OutboundLine line;
    flow::Pause pause{
        {"timestamp.authority_paused", failures_until_pause, pause_length, [](bool is_paused) {
             // Counted: PDF and OFD may have an authority each, and one is back before the other.
             observe::external(observe::External::timestamp).paused.add(is_paused ? 1 : -1);
         }}};

    Result<Bytes> exchange(BytesView query);
    Result<Bytes> ask(const crypto::Digest32& imprint);
};

Result<Bytes> RemoteTimestamper::State::exchange(BytesView query) {
    const OutboundAnswer answer =
        line.make_call({.url = plan.url,
                        .headers = {"Content-Type: application/timestamp-query",
                                    "Accept: application/timestamp-reply"},
                        .body = as_text(query),
                        .deadline = plan.deadline,
                        .largest_answer = largest_response,
                        .protocols = Protocols::http_and_https,
                        .reach = Reach::anybody});
    if (!answer.is_answered()) return unavailable(answer.error().detail());
    if (answer.status != http_ok) {
        return unavailable("HTTP status " + std::to_string(answer.status));
    }
    return to_bytes(answer.body);
}

Result<Bytes> RemoteTimestamper::State::ask(const crypto::Digest32& imprint) {
    const signing::TimestampRequest request = signing::make_timestamp_request(imprint, plan.digest);
    YX_TRY(const Bytes response, exchange(request.der));
    auto token = signing::parse_timestamp_response(response, request);
    if (!token) return unavailable(token.error().detail());
    if (token->size() > largest_token) return unavailable("the token is too long");
    const auto info = signing::verify_token(*token, imprint, *plan.trust);
    if (!info) return unavailable("the token does not verify: " + info.error().describe());
    return token;
}

RemoteTimestamper::RemoteTimestamper(Plan plan)
    : state_(std::make_unique<State>(std::move(plan))) {}

RemoteTimestamper::~RemoteTimestamper() = default;

Result<Bytes> RemoteTimestamper::token(const crypto::Digest32& imprint, Instant /*now*/) const {
    if (const auto wait = state_->pause.enter(state_->plan.clock())) {
        return unavailable("left alone after failures").retry_in(*wait);
    }
    observe::ExternalCall call(observe::External::timestamp);
    Result<Bytes> token = state_->ask(imprint);
    call.end(token.has_value());
    state_->pause.report(token.has_value(), state_->plan.clock());
    return token;
}

crypto::DigestAlgorithm RemoteTimestamper::digest() const noexcept {
    return state_->plan.digest;
}

std::size_t RemoteTimestamper::token_room() const noexcept {
    return largest_token;
}

}  // namespace yinxin::jobs
