// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/remote_timestamper.hpp"

#include "yinxin/base/free_with.hpp"
#include "yinxin/base/log.hpp"
#include "yinxin/flow/pause.hpp"
#include "yinxin/observe/external.hpp"
#include "yinxin/signing/timestamp.hpp"

#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <curl/curl.h>

namespace yinxin::jobs {
namespace {

constexpr std::size_t largest_response = 64UL * 1024;
/// Tokens of public authorities that carry their chain take 3 to 7 KiB.
constexpr std::size_t largest_token = 12UL * 1024;
constexpr int failures_until_pause = 3;
constexpr std::chrono::seconds pause_length{10};
constexpr long http_ok = 200;

Error unavailable(std::string detail) {
    return Error(ErrorCode::timestamp_unavailable, std::move(detail));
}

using Handle = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;
using HeaderList = std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>>;

HeaderList request_headers() {
    HeaderList list(curl_slist_append(nullptr, "Content-Type: application/timestamp-query"));
    curl_slist_append(list.get(), "Accept: application/timestamp-reply");
    // Else curl waits for "100 Continue" where bodies are long.
    curl_slist_append(list.get(), "Expect:");
    return list;
}

/// Takes what arrives; anything beyond the limit ends the transfer.
std::size_t take(char* data, std::size_t size, std::size_t count, void* sink) noexcept {
    Bytes& response = *static_cast<Bytes*>(sink);
    const std::size_t length = size * count;
    if (response.size() + length > largest_response) return 0;
    try {
        response.insert(response.end(), data, data + length);
    } catch (...) {
        return 0;
    }
    return length;
}

Handle open_handle() {
    // Once per process, before the first thread asks; never undone.
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    return Handle(started == CURLE_OK ? curl_easy_init() : nullptr);
}

}  // namespace

struct RemoteTimestamper::State {
    explicit State(Plan given) : plan(std::move(given)) {}

    Plan plan;
    HeaderList headers = request_headers();
    flow::Pause pause{
        {"timestamp.authority_paused", failures_until_pause, pause_length, [](bool is_paused) {
             // Counted: PDF and OFD may have an authority each, and one is back before the other.
             observe::external(observe::External::timestamp).paused.add(is_paused ? 1 : -1);
         }}};

    /// Handles keep their connections; a thread takes one for an exchange.
    Handle borrow() {
        {
            const std::scoped_lock lock(mutex);
            if (!idle.empty()) {
                Handle handle = std::move(idle.back());
                idle.pop_back();
                return handle;
            }
        }
        return open_handle();
    }
    void give_back(Handle handle) {
        const std::scoped_lock lock(mutex);
        idle.push_back(std::move(handle));
    }

    Result<Bytes> exchange(BytesView query);
    Result<Bytes> ask(const crypto::Digest32& imprint);

  private:
    void set_up(CURL* handle, BytesView query, Bytes& response) const;

    std::mutex mutex;
    std::vector<Handle> idle;
};

void RemoteTimestamper::State::set_up(CURL* handle, BytesView query, Bytes& response) const {
    const auto deadline = static_cast<long>(plan.deadline.count());
    curl_easy_setopt(handle, CURLOPT_URL, plan.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");  // the environment is no configuration
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, deadline);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, deadline);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, query.data());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(query.size()));
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &response);
}

Result<Bytes> RemoteTimestamper::State::exchange(BytesView query) {
    Handle handle = borrow();
    if (!handle) return unavailable("no HTTP client");
    Bytes response;
    set_up(handle.get(), query, response);
    const CURLcode outcome = curl_easy_perform(handle.get());
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    give_back(std::move(handle));
    if (outcome == CURLE_WRITE_ERROR) return unavailable("the answer is too long");
    if (outcome != CURLE_OK) return unavailable(curl_easy_strerror(outcome));
    if (status != http_ok) return unavailable("HTTP status " + std::to_string(status));
    return response;
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
