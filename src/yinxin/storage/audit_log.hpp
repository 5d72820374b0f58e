// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/storage/store.hpp"

namespace yinxin::storage {

/// Appends one event to the audit, in the same transaction as what it tells of. The sequencer
/// (number_audit_events) chains it later.
Result<void> append_audit(Transaction& transaction, const domain::AuditEvent& event);

/// Gives the events that have none their number and link: chain_n = H(chain_{n-1} || leaf_n),
/// leaf = H(salt || canonical event), H the digest of the installation's suite. Only one caller at
/// a time: the sequencer job.
/// @return how many were numbered, at most `most`.
Result<std::int64_t> number_audit_events(Transaction& transaction, std::int64_t most);

/// One event as it is read. Members stand in the order of sql/audit/list.sql.
struct AuditLine {
    EventId id;
    Instant at{};
    std::string kind;
    std::string actor;     ///< "staff:7", "system:press"
    std::string object;    ///< "batch:123"; empty: none
    std::string facts;     ///< JSON
    std::int64_t seq = 0;  ///< place in the chain; 0: not numbered yet
};
/// What is asked; empty texts mean all.
struct AuditQuestion {
    Instant before{};  ///< exclusive, together with the id
    std::int64_t before_id = 0;
    Instant from{};
    std::string kind;
    std::string actor;
    std::string object;
};
/// The newest first.
Result<std::vector<AuditLine>> list_audit(Reader& reader, const AuditQuestion& question, int most);

/// The newest link of the chain: whoever keeps it elsewhere notices when events behind it are gone.
struct AuditHead {
    std::int64_t seq = 0;
    Bytes chain;
};
Result<AuditHead> audit_head(Reader& reader);
/// The link at a place of the chain; none: there is no such event.
Result<std::optional<Bytes>> audit_link(Reader& reader, std::int64_t seq);

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
