// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/webhooks.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/crypto/mac.hpp"
#include "yinxin/jobs/webhook_post.hpp"
#include "yinxin/storage/webhooks.hpp"

#include <array>

namespace yinxin::jobs {
namespace {

using namespace std::chrono_literals;
using storage::AttemptRow;
using storage::ClaimedDelivery;
using storage::DeliveryState;
using storage::Transaction;

constexpr int most_at_once = 32;
constexpr std::chrono::milliseconds deadline{10'000};
/// Longer than any attempt can take.
constexpr std::chrono::seconds lease{60};
constexpr int status_gone = 410;

/// Three days and a half in all: over a weekend.
constexpr std::array<std::chrono::seconds, 9> waits{10s, 1min, 5min, 30min, 2h, 6h, 12h, 24h, 36h};

bool is_success(const WebhookOutcome& outcome) {
    return outcome.status >= 200 && outcome.status < 300;
}

/// One to be sent, or nothing where the client no longer wants any.
struct Prepared {
    ClaimedDelivery delivery;
    std::optional<WebhookPost> post;
};

Result<Prepared> prepare(storage::Reader& reader,
                         const storage::DataKeys& keys,
                         ClaimedDelivery delivery,
                         Instant now) {
    YX_TRY(const auto target, storage::find_webhook(reader, keys, delivery.client, now));
    Prepared prepared{std::move(delivery), std::nullopt};
    if (!target) return prepared;
    const ClaimedDelivery& claimed = prepared.delivery;
    prepared.post =
        WebhookPost{target->url,
                    {{"Content-Type", "application/json"},
                     {"User-Agent", "Yinxin-Webhook/1"},
                     {"Yinxin-Event", claimed.event},
                     {"Yinxin-Delivery", claimed.id.str()},
                     {"Yinxin-Attempt", std::to_string(claimed.attempts)},
                     {"Yinxin-Signature", webhook_signature(target->secrets, claimed.body, now)}},
                    claimed.body};
    return prepared;
}

Result<std::vector<Prepared>> claim(storage::Store& store,
                                    const storage::DataKeys& keys,
                                    Instant now) {
    return store.write_now([&](Transaction& transaction) -> Result<std::vector<Prepared>> {
        YX_TRY(auto claimed, storage::claim_deliveries(transaction, now, lease, most_at_once));
        std::vector<Prepared> all;
        for (ClaimedDelivery& delivery : claimed) {
            YX_TRY(Prepared prepared, prepare(transaction, keys, std::move(delivery), now));
            all.push_back(std::move(prepared));
        }
        return all;
    });
}

/// How it goes on with a notification after an attempt.
struct Next {
    DeliveryState state = DeliveryState::dead;
    Instant at;
};

Next next_of(const Prepared& prepared, const WebhookOutcome& outcome, Instant now) {
    if (is_success(outcome)) return {DeliveryState::delivered, now};
    // 410 Gone: the receiver says that it will never take it.
    if (!prepared.post || outcome.status == status_gone) return {DeliveryState::dead, now};
    const auto wait = webhook_retry(prepared.delivery.attempts);
    if (!wait) return {DeliveryState::dead, now};
    return {DeliveryState::waiting, now + *wait};
}

Result<void> keep(Transaction& transaction,
                  const Prepared& prepared,
                  const WebhookOutcome& outcome,
                  Instant now) {
    const ClaimedDelivery& delivery = prepared.delivery;
    const Next next = next_of(prepared, outcome, now);
    if (next.state == DeliveryState::dead) {
        log::warning("webhook.given_up",
                     {{"client", delivery.client.str()}, {"delivery", delivery.id.str()}});
    }
    const bool is_answered = outcome.failure.empty();
    const AttemptRow attempt{delivery.attempts,
                             now,
                             outcome.status,
                             is_answered && !is_success(outcome) ? "status" : outcome.failure,
                             outcome.took.count()};
    const auto kept = storage::finish_attempt(transaction, delivery, attempt, next.state, next.at);
    // Whoever took it over keeps what comes of it.
    if (!kept && kept.error().code() == ErrorCode::lease_lost) return ok();
    return kept;
}

std::vector<WebhookOutcome> post(const std::vector<Prepared>& all, domain::WebhookReach reach) {
    std::vector<WebhookPost> posts;
    for (const Prepared& prepared : all) {
        if (prepared.post) posts.push_back(*prepared.post);
    }
    const std::vector<WebhookOutcome> sent = post_webhooks(posts, reach, deadline);
    std::vector<WebhookOutcome> outcomes;
    auto next = sent.begin();
    for (const Prepared& prepared : all) {
        outcomes.push_back(prepared.post ? *next++ : WebhookOutcome{0, "unwanted", {}});
    }
    return outcomes;
}

}  // namespace

std::string webhook_signature(const std::vector<Secret>& secrets,
                              std::string_view body,
                              Instant now) {
    const std::string time = std::to_string(epoch_of(now));
    const std::string message = time + "." + std::string(body);
    std::string signature = "t=" + time;
    for (const Secret& secret : secrets) {
        signature += ",v1=" + to_hex(crypto::hmac_sha256(secret.expose_bytes(), as_bytes(message)));
    }
    return signature;
}

std::optional<std::chrono::seconds> webhook_retry(int attempts) noexcept {
    if (attempts < 1 || static_cast<std::size_t>(attempts) > waits.size()) return std::nullopt;
    return waits.at(static_cast<std::size_t>(attempts) - 1);
}

Result<std::int64_t> send_webhooks(storage::Store& store,
                                   const storage::DataKeys& keys,
                                   domain::WebhookReach reach,
                                   const Clock& clock) {
    const Instant now = clock.now();
    YX_TRY(const bool is_any, store.read_now([&](storage::Reader& reader) {
        return storage::has_due_delivery(reader, now);
    }));
    if (!is_any) return std::int64_t{0};
    YX_TRY(const std::vector<Prepared> all, claim(store, keys, now));
    const std::vector<WebhookOutcome> outcomes = post(all, reach);
    const Instant after = clock.now();
    YX_CHECK(store.write_now([&](Transaction& transaction) -> Result<void> {
        for (std::size_t i = 0; i < all.size(); ++i) {
            YX_CHECK(keep(transaction, all[i], outcomes[i], after));
        }
        return ok();
    }));
    return static_cast<std::int64_t>(all.size());
}

}  // namespace yinxin::jobs
