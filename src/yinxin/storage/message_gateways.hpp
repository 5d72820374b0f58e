// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <string>
#include <string_view>
#include <vector>

/// How the gateways of messages are doing, as all nodes know it.
namespace yinxin::storage {

/// Members stand in the order of sql/gateway/list.sql.
struct GatewayStanding {
    std::string name;
    std::int64_t failures = 0;  ///< rounds in a row in which nothing got through
    Instant paused_until{};     ///< left alone until then; epoch: not
    std::string counted_on;     ///< civil day of `taken`
    std::int64_t taken = 0;

    [[nodiscard]] bool is_paused(Instant now) const noexcept { return now < paused_until; }
    /// How much of the day's cap is left.
    [[nodiscard]] std::int64_t left(std::uint64_t cap, Instant now) const;
};

/// One row for each of these names, made where there is none.
Result<void> enter_gateways(Transaction& transaction, const std::vector<std::string>& names);
Result<std::vector<GatewayStanding>> list_gateways(Reader& reader);

/// Takes a part of the day's cap. @return false: there is not so much left.
Result<bool> take_of_day(Transaction& transaction,
                         std::string_view gateway,
                         std::int64_t messages,
                         std::uint64_t cap,
                         Instant now);
/// Gives back what was not used. @param taken_at  when it was taken: the day it belongs to.
Result<void> give_back_to_day(Transaction& transaction,
                              std::string_view gateway,
                              std::int64_t messages,
                              Instant taken_at);

Result<void> note_gateway_answer(Transaction& transaction, std::string_view gateway);
/// @param paused_until  epoch: it is tried again at once.
Result<void> note_gateway_failure(Transaction& transaction,
                                  std::string_view gateway,
                                  std::int64_t failures,
                                  Instant paused_until);

}  // namespace yinxin::storage
