// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/message_gateways.hpp"

#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

std::string day_of(Instant now) {
    return format_day(civil_day(now));
}

}  // namespace

std::int64_t GatewayStanding::left(std::uint64_t cap, Instant now) const {
    const auto most = static_cast<std::int64_t>(cap);
    if (counted_on != day_of(now)) return most;
    return std::max<std::int64_t>(most - taken, 0);
}

Result<void> enter_gateways(Transaction& transaction, const std::vector<std::string>& names) {
    for (const std::string& name : names)
        YX_CHECK(transaction.execute(sql::gateway::enter, name));
    return ok();
}

Result<std::vector<GatewayStanding>> list_gateways(Reader& reader) {
    return reader.all<GatewayStanding>(sql::gateway::list);
}

Result<bool> take_of_day(Transaction& transaction,
                         std::string_view gateway,
                         std::int64_t messages,
                         std::uint64_t cap,
                         Instant now) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::gateway::take,
                               std::string(gateway),
                               day_of(now),
                               messages,
                               static_cast<std::int64_t>(cap)));
    return changed == 1;
}

Result<void> give_back_to_day(Transaction& transaction,
                              std::string_view gateway,
                              std::int64_t messages,
                              Instant taken_at) {
    if (messages == 0) return ok();
    YX_CHECK(transaction.execute(
        sql::gateway::give_back, std::string(gateway), day_of(taken_at), messages));
    return ok();
}

Result<void> note_gateway_answer(Transaction& transaction, std::string_view gateway) {
    YX_CHECK(transaction.execute(sql::gateway::note_answer, std::string(gateway)));
    return ok();
}

Result<void> note_gateway_failure(Transaction& transaction,
                                  std::string_view gateway,
                                  std::int64_t failures,
                                  Instant paused_until) {
    YX_CHECK(transaction.execute(
        sql::gateway::note_failure, std::string(gateway), failures, paused_until));
    return ok();
}

}  // namespace yinxin::storage
