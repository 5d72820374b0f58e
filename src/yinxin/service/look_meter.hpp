// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/measure.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/checks.hpp"
#include "yinxin/storage/copies.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <tuple>

/// Looks at copies by nobody known. They are only counted, so the page of a copy waits for no
/// write: a node counts in memory and brings its counts to the database every second and when it
/// stops. What a node that is killed had counted in its last second is lost; who is known is never
/// counted here but kept at once (storage::insert_check).
namespace yinxin::service {

struct Look {
    storage::CopyKey copy;
    storage::Door door{};
    Instant at{};
    domain::CountKey counted;  ///< where the statistics count it
};

/// The looks of one node that are not brought yet. Thread-safe.
class LookMeter {
  public:
    /// Holder, copy, door and minute (since the epoch): one row of the copy's counts.
    using Place = std::tuple<std::int64_t, std::int64_t, storage::Door, std::int64_t>;
    struct Counted {
        Look look;  ///< the first of them
        std::int64_t n = 0;
    };
    using Looks = std::map<Place, Counted>;

    /// Copies, doors and minutes that wait at most.
    static constexpr std::size_t most_places = 20'000;
    /// Places written in one transaction; on a spread database, those of one holder.
    static constexpr std::size_t most_at_once = 1'000;

    /// @return false  full; whoever looks has it written himself
    [[nodiscard]] bool count(const Look& look);
    [[nodiscard]] Looks take();
    /// What could not be brought waits for the next round, beyond most_places too.
    void put_back(const Looks& looks);

  private:
    std::mutex mutex_;
    Looks waiting_;
};

/// Brings this node's looks to the database. An answer that got lost may count looks twice.
/// @return copies, doors and minutes brought; 0 where Services::looks is null
Result<std::int64_t> bring_looks(Services& services);

}  // namespace yinxin::service
