// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/storage/store.hpp"

namespace yinxin::storage {

/// Appends one event to the audit, in the same transaction as what it tells of. The sequencer
/// (number_audit_events) chains it later.
Result<void> append_audit(Transaction& transaction, const domain::AuditEvent& event);

/// Gives the events that have none their number and link: chain_n = SHA-256(chain_{n-1} || leaf_n),
/// leaf = SHA-256(salt || canonical event). Only one caller at a time: the sequencer job.
/// @return how many were numbered, at most `most`.
Result<std::int64_t> number_audit_events(Transaction& transaction, std::int64_t most);

/// What a check of the whole chain found.
struct AuditCheck {
    std::int64_t events = 0;
    std::int64_t first_broken = 0;  ///< sequence number, 0 if the chain is whole
};
/// Recomputes every link from the stored events.
Result<AuditCheck> check_audit(Reader& reader);

/// Time of the newest audited event; the signing rooms refuse a clock that stands behind it.
Result<Instant> last_audit_time(Reader& reader);

}  // namespace yinxin::storage
