// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"

#include <cstdint>
#include <map>

/// The first page of the office: what waits for the one who looks.
namespace yinxin::service {

enum class Waiting {
    proposals,         ///< somebody else's, for this person to decide on
    escalated_stops,   ///< stops nobody confirmed within a day
    imports,           ///< tables that wait for the clerks of this authority
    stopped_batches,   ///< batches that two people must decide about
    troubled_batches,  ///< batches whose writing stands still
    overdue_doubts,    ///< the answer is late
    doubts,            ///< to be taken, or taken by this person and not answered
    identities,        ///< people whose identity the office is asked to confirm
    corrections,       ///< accepted doubts whose correction nobody has prepared
};

/// Only what this person may do something about.
[[nodiscard]] Task<Result<std::map<Waiting, std::int64_t>>> count_waiting(Services& services,
                                                                          domain::StaffActor actor);

}  // namespace yinxin::service
