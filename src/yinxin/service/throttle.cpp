// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/throttle.hpp"

#include "yinxin/storage/sql.hpp"

#include <arpa/inet.h>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;

struct Count {
    std::int64_t hits;
    Instant window_started_at;
};

std::string bucket(const storage::DataKeys& keys,
                   std::string_view purpose,
                   std::string_view subject) {
    return to_hex(keys.index.of("throttle/" + std::string(purpose), subject));
}

Result<Count> count(storage::Transaction& transaction,
                    const storage::DataKeys& keys,
                    std::string_view purpose,
                    std::string_view subject,
                    std::chrono::seconds window,
                    Instant now,
                    std::int64_t uses = 1) {
    return transaction.one<Count>(
        sql::throttle::count, bucket(keys, purpose, subject), now, now - window, uses);
}

}  // namespace

std::string counted_address(const std::string& address) {
    constexpr std::size_t counted_bytes = 8;
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
    return to_hex(BytesView(bytes).first(counted_bytes));
}

Result<void> take_allowance(storage::Transaction& transaction,
                            const storage::DataKeys& keys,
                            std::string_view purpose,
                            std::string_view subject,
                            Allowance allowance,
                            Instant now,
                            std::int64_t uses) {
    YX_TRY(const Count so_far,
           count(transaction, keys, purpose, subject, allowance.window, now, uses));
    if (so_far.hits <= allowance.hits) return ok();
    const std::chrono::seconds left = so_far.window_started_at + allowance.window - now;
    return Error(ErrorCode::too_many_requests, std::string(purpose)).retry_in(left);
}

Result<std::int64_t> count_use(storage::Transaction& transaction,
                               const storage::DataKeys& keys,
                               std::string_view purpose,
                               std::string_view subject,
                               std::chrono::seconds window,
                               Instant now,
                               std::int64_t uses) {
    YX_TRY(const Count so_far, count(transaction, keys, purpose, subject, window, now, uses));
    return so_far.hits;
}

Result<std::int64_t> uses_so_far(storage::Reader& reader,
                                 const storage::DataKeys& keys,
                                 std::string_view purpose,
                                 std::string_view subject,
                                 std::chrono::seconds window,
                                 Instant now) {
    YX_TRY(const std::optional<std::int64_t> hits,
           reader.maybe<std::int64_t>(
               sql::throttle::find, bucket(keys, purpose, subject), now - window));
    return hits.value_or(0);
}

Result<std::int64_t> forget_old_counts(storage::Transaction& transaction,
                                       std::chrono::seconds age,
                                       Instant now) {
    return transaction.execute(sql::throttle::delete_old, now - age);
}

}  // namespace yinxin::service
