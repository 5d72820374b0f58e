// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/api_changes.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// 96 bits of the MAC: no two certificates of a client meet.
constexpr std::size_t id_bytes = 12;

/// Members stand in the order of sql/api_watch/list_for_line.sql.
struct LineWatcher {
    ClientId client;
    domain::ClientMode mode = domain::ClientMode::sandbox;
    std::string scopes;
    std::string webhook_url;
};

}  // namespace

std::string certificate_id_for(const DataKeys& keys, ClientId client, LineId line) {
    const crypto::Digest32 mac = keys.index.of("api-certificate/" + client.str(), line.str());
    return "crt_" + to_hex(BytesView(mac).first(id_bytes));
}

Result<void> watch(Transaction& transaction, ClientId client, const Watched& watched, Instant now) {
    YX_CHECK(transaction.execute(sql::api_watch::put,
                                 watched.holder,
                                 watched.line,
                                 client,
                                 watched.copy,
                                 watched.copy_no,
                                 now));
    return ok();
}

Result<std::vector<PendingChange>> list_pending_changes(Reader& reader, int most) {
    return reader.all<PendingChange>(sql::status_change::list, most);
}

Result<void> drop_pending_change(Transaction& transaction, std::int64_t id) {
    YX_CHECK(transaction.execute(sql::status_change::drop, id));
    return ok();
}

Result<void> queue_change(Transaction& transaction, const PendingChange& change) {
    YX_CHECK(transaction.execute(sql::status_change::insert,
                                 change.kind,
                                 change.at,
                                 change.holder,
                                 change.line,
                                 change.copy,
                                 change.state,
                                 change.former));
    return ok();
}

Result<std::vector<Watcher>> list_watchers(Reader& reader,
                                           HolderId holder,
                                           LineId line,
                                           Instant now) {
    YX_TRY(
        std::vector<LineWatcher> rows,
        reader.all<LineWatcher>(sql::api_watch::list_for_line, holder, line, now - change_is_kept));
    std::vector<Watcher> watchers;
    watchers.reserve(rows.size());
    for (LineWatcher& row : rows) {
        watchers.push_back(
            {row.client, row.mode, std::move(row.scopes), std::move(row.webhook_url), ""});
    }
    return watchers;
}

Result<std::vector<Watcher>> list_copy_watchers(
    Reader& reader, HolderId holder, LineId line, CopyId copy, Instant now) {
    return reader.all<Watcher>(
        sql::api_watch::list_for_copy, holder, line, copy, now - change_is_kept);
}

Result<std::vector<WatchedLine>> list_watched_lines(Reader& reader, BatchId batch) {
    return reader.all<WatchedLine>(sql::api_watch::list_for_batch, batch);
}

Result<std::int64_t> next_change_number(Transaction& transaction, ClientId client) {
    return transaction.one<std::int64_t>(sql::api_client::next_change, client);
}

Result<void> insert_change(Transaction& transaction,
                           ClientId client,
                           const ChangeRow& change,
                           Instant at) {
    YX_CHECK(transaction.execute(sql::api_change::insert, client, change.number, at, change.body));
    return ok();
}

Result<std::vector<ChangeRow>> list_changes(Reader& reader,
                                            ClientId client,
                                            std::int64_t since,
                                            int most) {
    return reader.all<ChangeRow>(sql::api_change::list, client, since, most);
}

Result<std::optional<std::int64_t>> oldest_change(Reader& reader, ClientId client) {
    return reader.maybe<std::int64_t>(sql::api_change::oldest, client);
}

Result<std::int64_t> forget_old_changes(Transaction& transaction, Instant now) {
    const Instant before = now - change_is_kept;
    YX_TRY(const std::int64_t changes, transaction.execute(sql::api_change::delete_old, before));
    YX_TRY(const std::int64_t watches, transaction.execute(sql::api_watch::delete_old, before));
    return changes + watches;
}

Result<void> tell_change(Transaction& transaction, const PendingChange& change) {
    YX_CHECK(transaction.execute(sql::status_change::insert_once,
                                 change.kind,
                                 change.at,
                                 change.holder,
                                 change.line,
                                 change.copy,
                                 change.batch,
                                 change.state,
                                 change.former));
    return ok();
}

}  // namespace yinxin::storage
