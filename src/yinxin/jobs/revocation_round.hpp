// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/jobs/revocation_data.hpp"
#include "yinxin/jobs/revocation_shelf.hpp"
#include "yinxin/observe/metrics.hpp"
#include "yinxin/storage/revocation_data.hpp"

#include <functional>
#include <map>
#include <string>

namespace yinxin::jobs {

/// Whether a target is to be asked now: after revocation.refresh, or shortly before the data held
/// ends; after a failure with pauses that grow.
/// @param mark  nullptr: it was never asked.
[[nodiscard]] bool is_fetch_due(const storage::RevocationMark* mark,
                                const config::Revocation& settings,
                                Instant now) noexcept;

/// Keeps the shelf fresh: fetches what is due, takes over what other nodes fetched, measures the
/// age, raises alarms. One thread calls it.
class RevocationRound {
  public:
    /// @param is_stopping  asked between two addresses.
    RevocationRound(storage::Store& store,
                    RevocationShelf& shelf,
                    const Clock& clock,
                    observe::Metrics& metrics,
                    std::function<bool()> is_stopping);

    /// @return 0: a round never has more to do at once. @error storage.unavailable
    [[nodiscard]] Result<std::int64_t> round();

  private:
    [[nodiscard]] Result<void> fetch_due();
    void measure(Instant now, const std::vector<storage::RevocationMark>& marks);
    [[nodiscard]] Result<void> raise_alarms(Instant now);
    /// Whether this alarm was not raised within the last hour.
    [[nodiscard]] bool is_news(const std::string& object, Instant now);

    storage::Store& store_;
    RevocationShelf& shelf_;
    const Clock& clock_;
    std::function<bool()> is_stopping_;
    observe::Gauge age_;
    observe::Gauge failing_;
    observe::Gauge revoked_;
    std::map<std::string, Instant> told_;
};

}  // namespace yinxin::jobs
