// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/store.hpp"

#include <vector>

/// That an older state of the database was put back (恢复), and what makes sure that nothing given
/// out in between is given out again (docs/choices.md#c121).
namespace yinxin::storage {

/// One time. Members stand in the order of sql/restoration/list.sql.
struct Restoration {
    std::int64_t generation = 0;  ///< counts up from 1
    Instant at{};
    std::int64_t restored_seq = 0;  ///< newest place of the audit in the state that was put back
    Bytes restored_chain;
    std::int64_t witness_seq = 0;  ///< last seen elsewhere before; the same where nobody had looked
    Bytes witness_chain;
    std::int64_t gap = 0;  ///< by how much counters moved on
};

/// How often; chooses the class of random numbers that are given out (crypto::NumberClasses).
Result<std::int64_t> generation_of(Reader& reader);
/// The oldest first.
Result<std::vector<Restoration>> list_restorations(Reader& reader);

/// What is recorded when an older state is put back.
struct NewRestoration {
    Instant at{};
    AuditHead restored;
    AuditHead witness;  ///< the newest place that anybody has seen; `restored` where nobody has
    std::int64_t gap = 0;
    std::string source;  ///< for the audit: "backup:HEX", "database"
};

/// Begins the next generation: counters of certificate numbers and of feeds move on by `gap`, all
/// logins, sent codes and single links end, and the audit is told. @return the new generation.
/// @error invalid_input  a gap below 1
Result<std::int64_t> record_restoration(Transaction& transaction, const NewRestoration& restored);

}  // namespace yinxin::storage
