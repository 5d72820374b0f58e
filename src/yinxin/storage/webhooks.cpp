// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/webhooks.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

constexpr Days delivery_is_kept{90};

}  // namespace

Result<void> insert_delivery(Transaction& transaction, const NewDelivery& delivery, Instant now) {
    YX_CHECK(transaction.execute(sql::webhook::insert,
                                 delivery.client,
                                 delivery.id,
                                 delivery.event,
                                 delivery.number,
                                 delivery.body,
                                 now));
    return ok();
}

Result<bool> has_due_delivery(Reader& reader, Instant now) {
    YX_TRY(const auto found, reader.maybe<std::int64_t>(sql::webhook::has_due, now));
    return found.has_value();
}

Result<std::vector<ClaimedDelivery>> claim_deliveries(Transaction& transaction,
                                                      Instant now,
                                                      std::chrono::seconds lease,
                                                      int most) {
    return transaction.all<ClaimedDelivery>(sql::webhook::claim, now, now + lease, most);
}

Result<void> finish_attempt(Transaction& transaction,
                            const ClaimedDelivery& delivery,
                            const AttemptRow& attempt,
                            DeliveryState state,
                            Instant next_at) {
    const bool is_over = state != DeliveryState::waiting;
    const std::optional<Instant> ended = is_over ? std::optional(attempt.at) : std::nullopt;
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::webhook::finish,
                               delivery.client,
                               delivery.id,
                               delivery.fence,
                               state,
                               next_at,
                               ended));
    if (changed == 0) return Error(ErrorCode::lease_lost, "delivery " + delivery.id.str());
    YX_CHECK(transaction.execute(sql::webhook::insert_attempt,
                                 delivery.client,
                                 delivery.id,
                                 attempt.attempt,
                                 attempt.at,
                                 attempt.status,
                                 attempt.failure,
                                 attempt.took_ms));
    return ok();
}

Result<std::vector<DeliveryRow>> list_deliveries(Reader& reader,
                                                 ClientId client,
                                                 DeliveryId before,
                                                 int most) {
    return reader.all<DeliveryRow>(sql::webhook::list, client, before, most);
}

Result<std::optional<DeliveryRow>> find_delivery(Reader& reader, ClientId client, DeliveryId id) {
    return reader.maybe<DeliveryRow>(sql::webhook::find, client, id);
}

Result<std::vector<AttemptRow>> list_attempts(Reader& reader, ClientId client, DeliveryId id) {
    return reader.all<AttemptRow>(sql::webhook::list_attempts, client, id);
}

Result<void> replay_delivery(Transaction& transaction,
                             ClientId client,
                             DeliveryId id,
                             Instant now) {
    YX_TRY(const std::int64_t changed, transaction.execute(sql::webhook::replay, client, id, now));
    if (changed == 0) return Error(ErrorCode::not_found, "delivery " + id.str());
    return ok();
}

Result<std::int64_t> count_dead_deliveries(Reader& reader) {
    return reader.one<std::int64_t>(sql::webhook::count_dead);
}

Result<std::int64_t> forget_old_deliveries(Transaction& transaction, Instant now) {
    const Instant before = now - delivery_is_kept;
    YX_CHECK(transaction.execute(sql::webhook::delete_old_attempts, before));
    return transaction.execute(sql::webhook::delete_old, before);
}

}  // namespace yinxin::storage
