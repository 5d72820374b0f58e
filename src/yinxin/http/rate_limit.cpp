// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/rate_limit.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/subject_hash.hpp"

#include <algorithm>
#include <array>
#include <list>
#include <mutex>
#include <unordered_map>

#include <arpa/inet.h>

namespace yinxin::http {
namespace {

using Time = std::chrono::steady_clock::time_point;

/// A bucket as the moment at which it will be full again (GCRA): one number instead of two.
struct Bucket {
    std::uint64_t key = 0;
    Time full_at;
};

}  // namespace

struct RateLimiter::State {
    explicit State(std::size_t most) : capacity(std::max<std::size_t>(most, 1)) {}

    /// The bucket, moved to the front of the queue of recently used ones.
    Bucket& touch(std::uint64_t key, Time now) {
        if (const auto found = index.find(key); found != index.end()) {
            buckets.splice(buckets.begin(), buckets, found->second);
            return buckets.front();
        }
        if (index.size() >= capacity) {
            index.erase(buckets.back().key);
            buckets.pop_back();
        }
        buckets.push_front({key, now});
        index.emplace(key, buckets.begin());
        return buckets.front();
    }

    std::size_t capacity;
    SubjectHash hash;
    std::mutex mutex;
    std::list<Bucket> buckets;
    std::unordered_map<std::uint64_t, std::list<Bucket>::iterator> index;
};

RateLimiter::RateLimiter(std::size_t capacity) : state_(std::make_unique<State>(capacity)) {}
RateLimiter::~RateLimiter() = default;

Result<void> RateLimiter::take(std::string_view purpose,
                               std::string_view subject,
                               Rate rate,
                               Time now) {
    const std::uint64_t key = state_->hash.of(purpose, address_subject(subject));
    const std::scoped_lock lock(state_->mutex);
    Bucket& bucket = state_->touch(key, now);
    const Time next = std::max(bucket.full_at, now) + rate.interval;
    const auto room = rate.interval * std::max(rate.burst, 1U);
    if (next - now > room) {
        const auto wait = std::chrono::ceil<std::chrono::seconds>(next - now - room);
        return Error(ErrorCode::too_many_requests, "limit for " + std::string(purpose))
            .retry_in(std::max(wait, std::chrono::seconds(1)));
    }
    bucket.full_at = next;
    return ok();
}

std::string address_subject(std::string_view address) {
    std::array<std::uint8_t, 16> bytes{};
    std::string text(address);
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
    const bool is_mapped_ipv4 =
        std::ranges::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) &&
        bytes[10] == 0xFF && bytes[11] == 0xFF;
    const std::size_t kept = is_mapped_ipv4 ? 16 : 8;
    return to_hex({bytes.data(), kept});
}

}  // namespace yinxin::http
