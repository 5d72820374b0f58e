// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/api_clients.hpp"

/// What clients are told of: changes of certificates and copies they have checked themselves.
///
/// Every change is queued in the transaction that makes it, by triggers where there can be any; a
/// job of room jobs hands each to those who follow it, numbered per client; the feed and the
/// webhooks send the same bytes.
namespace yinxin::storage {

/// Followed so long after the latest check, and kept in the feed so long.
inline constexpr Days change_is_kept{400};

/// The name a certificate has for one client. Two clients cannot find out that they asked about the
/// same one, and no row can be found by it.
[[nodiscard]] std::string certificate_id_for(const DataKeys& keys, ClientId client, LineId line);

/// The sandbox of a client: its invented certificates "belong" to this number, which no person has.
[[nodiscard]] inline HolderId sandbox_holder(ClientId client) {
    return HolderId{-client.value};
}

/// A certificate or a copy that a client has checked.
struct Watched {
    HolderId holder;
    LineId line;
    CopyId copy;          ///< not set: the certificate without a copy
    std::string copy_no;  ///< of the copy
};
Result<void> watch(Transaction& transaction, ClientId client, const Watched& watched, Instant now);

enum class ChangeKind { certificate, endorsement, batch };

/// One change that nobody was told yet. Members stand in the order of sql/status_change/list.sql.
struct PendingChange {
    std::int64_t id = 0;
    ChangeKind kind = ChangeKind::certificate;
    Instant at;
    HolderId holder;
    LineId line;
    CopyId copy;
    BatchId batch;
    std::string state;
    std::string former;
};
Result<std::vector<PendingChange>> list_pending_changes(Reader& reader, int most);
Result<void> drop_pending_change(Transaction& transaction, std::int64_t id);
/// For the sandbox, whose certificates are no rows.
Result<void> queue_change(Transaction& transaction, const PendingChange& change);

/// A client that follows something. Members stand in the order of sql/api_watch/list_for_copy.sql.
struct Watcher {
    ClientId client;
    domain::ClientMode mode = domain::ClientMode::sandbox;
    std::string scopes;
    std::string webhook_url;
    std::string copy_no;  ///< of the copy it follows; empty: the certificate
};
/// Those who follow a certificate, by itself or by any copy of it.
Result<std::vector<Watcher>> list_watchers(Reader& reader,
                                           HolderId holder,
                                           LineId line,
                                           Instant now);
/// Those who follow one copy.
Result<std::vector<Watcher>> list_copy_watchers(
    Reader& reader, HolderId holder, LineId line, CopyId copy, Instant now);

/// A certificate of a batch that somebody follows. In the order of
/// sql/api_watch/list_for_batch.sql.
struct WatchedLine {
    HolderId holder;
    LineId line;
    std::string status;
};
Result<std::vector<WatchedLine>> list_watched_lines(Reader& reader, BatchId batch);

/// Takes the next number of a client's feed; numbers have no gaps.
Result<std::int64_t> next_change_number(Transaction& transaction, ClientId client);

/// One change as one client is told.
struct ChangeRow {
    std::int64_t number = 0;
    std::string body;  ///< JSON
};
Result<void> insert_change(Transaction& transaction,
                           ClientId client,
                           const ChangeRow& change,
                           Instant at);
/// Those behind a number, in order.
Result<std::vector<ChangeRow>> list_changes(Reader& reader,
                                            ClientId client,
                                            std::int64_t since,
                                            int most);
/// The first number still kept; nothing if none is.
Result<std::optional<std::int64_t>> oldest_change(Reader& reader, ClientId client);

/// Forgets watches and changes after change_is_kept. @return how many.
Result<std::int64_t> forget_old_changes(Transaction& transaction, Instant now);

/// Queues a change for those who follow. The triggers of a database that is one have done so
/// already, then nothing happens; on a cluster there are none (docs/distribution.md).
Result<void> tell_change(Transaction& transaction, const PendingChange& change);

}  // namespace yinxin::storage

namespace yinxin::domain {

template <>
struct KeyTable<storage::ChangeKind> {
    static constexpr std::array<Keyed<storage::ChangeKind>, 3> rows{{
        {storage::ChangeKind::certificate, "certificate"},
        {storage::ChangeKind::endorsement, "endorsement"},
        {storage::ChangeKind::batch, "batch"},
    }};
};

}  // namespace yinxin::domain
