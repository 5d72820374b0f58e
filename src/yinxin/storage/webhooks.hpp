// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/api_clients.hpp"

/// Notifications to clients (通知), every attempt of them, and when to try again.
namespace yinxin::storage {

using DeliveryId = Id<struct DeliveryTag>;

enum class DeliveryState {
    dead,       ///< given up
    waiting,    ///< for its first or next attempt
    leased,     ///< being sent
    delivered,  ///< answered with 2xx
};

struct NewDelivery {
    ClientId client;
    DeliveryId id;
    std::string event;        ///< e.g. "certificate.changed"
    std::int64_t number = 0;  ///< in the client's feed; 0: a ping, which is in no feed
    std::string body;         ///< JSON, sent as it is
};
Result<void> insert_delivery(Transaction& transaction, const NewDelivery& delivery, Instant now);

/// One to be sent by whoever holds it. Members stand in the order of sql/webhook/claim.sql.
struct ClaimedDelivery {
    ClientId client;
    DeliveryId id;
    std::string event;
    std::string body;
    int attempts = 0;  ///< this one included
    std::int64_t fence = 0;
};
/// Whether there is anything to claim: asked often, answered without the writer.
Result<bool> has_due_delivery(Reader& reader, Instant now);
/// The oldest due one of each client that has none under way.
Result<std::vector<ClaimedDelivery>> claim_deliveries(Transaction& transaction,
                                                      Instant now,
                                                      std::chrono::seconds lease,
                                                      int most);

/// What came of one attempt. Members stand in the order of sql/webhook/list_attempts.sql.
struct AttemptRow {
    int attempt = 1;
    Instant at;
    int status = 0;       ///< of HTTP; 0: no answer came
    std::string failure;  ///< a word: "connect", "timeout", "tls", "address", "status"; or empty
    std::int64_t took_ms = 0;
};
/// Keeps the attempt and how it goes on.
/// @param next_at  when to try again, if `state` is waiting.
/// @error job.lease_lost  another sender holds it by now; nothing is changed.
Result<void> finish_attempt(Transaction& transaction,
                            const ClaimedDelivery& delivery,
                            const AttemptRow& attempt,
                            DeliveryState state,
                            Instant next_at);

/// Members stand in the order of sql/webhook/find.sql.
struct DeliveryRow {
    DeliveryId id;
    std::string event;
    std::int64_t number = 0;
    DeliveryState state = DeliveryState::dead;
    int attempts = 0;
    Instant next_at;
    Instant created_at;
    std::optional<Instant> ended_at;
};
/// Newest first, those before `before`.
Result<std::vector<DeliveryRow>> list_deliveries(Reader& reader,
                                                 ClientId client,
                                                 DeliveryId before,
                                                 int most);
Result<std::optional<DeliveryRow>> find_delivery(Reader& reader, ClientId client, DeliveryId id);
Result<std::vector<AttemptRow>> list_attempts(Reader& reader, ClientId client, DeliveryId id);
/// Sends it again at once, however it ended. @error not_found  none, or it is being sent just now.
Result<void> replay_delivery(Transaction& transaction, ClientId client, DeliveryId id, Instant now);

Result<std::int64_t> count_dead_deliveries(Reader& reader);
/// Forgets what ended more than 90 days ago. @return how many.
Result<std::int64_t> forget_old_deliveries(Transaction& transaction, Instant now);

}  // namespace yinxin::storage

namespace yinxin::domain {

template <>
struct KeyTable<storage::DeliveryState> {
    static constexpr std::array<Keyed<storage::DeliveryState>, 4> rows{{
        {storage::DeliveryState::dead, "dead"},
        {storage::DeliveryState::waiting, "waiting"},
        {storage::DeliveryState::leased, "leased"},
        {storage::DeliveryState::delivered, "delivered"},
    }};
};

}  // namespace yinxin::domain
