// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/change_feed.hpp"

#include "yinxin/storage/api_changes.hpp"
#include "yinxin/storage/webhooks.hpp"

#include <boost/json.hpp>

namespace yinxin::jobs {
namespace {

namespace json = boost::json;
using storage::ChangeKind;
using storage::PendingChange;
using storage::Transaction;
using storage::Watcher;

/// What happened to one certificate or copy.
struct Happening {
    std::string_view type;
    Instant at;
    LineId line;
    std::string status;
    std::string former;
};

std::string body_of(const storage::DataKeys& keys,
                    const Watcher& watcher,
                    const Happening& happening,
                    std::int64_t number) {
    json::object body{
        {"number", number},
        {"type", happening.type},
        {"environment", domain::key(watcher.mode)},
        {"at", format_civil(happening.at)},
        {"certificate_id", storage::certificate_id_for(keys, watcher.client, happening.line)}};
    body["copy_no"] = watcher.copy_no.empty() ? json::value(nullptr) : json::value(watcher.copy_no);
    body["status"] = happening.status;
    body["former"] = happening.former;
    return json::serialize(body);
}

Result<void> tell_watcher(Transaction& transaction,
                          const storage::DataKeys& keys,
                          const Watcher& watcher,
                          const Happening& happening,
                          Instant now) {
    const auto scopes = domain::read_scopes(watcher.scopes);
    if (!scopes.contains(domain::ClientScope::changes)) return ok();
    YX_TRY(const std::int64_t number, storage::next_change_number(transaction, watcher.client));
    const std::string body = body_of(keys, watcher, happening, number);
    YX_CHECK(storage::insert_change(transaction, watcher.client, {number, body}, now));
    if (watcher.webhook_url.empty()) return ok();
    return storage::insert_delivery(
        transaction,
        {watcher.client, make_id<storage::DeliveryId>(), std::string(happening.type), number, body},
        now);
}

Result<void> tell_all(Transaction& transaction,
                      const storage::DataKeys& keys,
                      const Result<std::vector<Watcher>>& watchers,
                      const Happening& happening,
                      Instant now) {
    if (!watchers) return watchers.error();
    for (const Watcher& watcher : *watchers) {
        YX_CHECK(tell_watcher(transaction, keys, watcher, happening, now));
    }
    return ok();
}

/// What a certificate's status is called while its batch is in `batch_state`.
std::string status_in(const std::string& batch_state, const std::string& status) {
    return batch_state == "recalled" || batch_state == "stopped" ? batch_state : status;
}

/// A recalled or stopped batch is one row; each certificate of it that is followed has its own
/// news.
Result<void> tell_batch(Transaction& transaction,
                        const storage::DataKeys& keys,
                        const PendingChange& change,
                        Instant now) {
    YX_TRY(const auto lines, storage::list_watched_lines(transaction, change.batch));
    for (const storage::WatchedLine& line : lines) {
        const Happening happening{"certificate.changed",
                                  change.at,
                                  line.line,
                                  status_in(change.state, line.status),
                                  status_in(change.former, line.status)};
        YX_CHECK(tell_all(transaction,
                          keys,
                          storage::list_watchers(transaction, line.holder, line.line, now),
                          happening,
                          now));
    }
    return ok();
}

Result<void> tell(Transaction& transaction,
                  const storage::DataKeys& keys,
                  const PendingChange& change,
                  Instant now) {
    if (change.kind == ChangeKind::batch) return tell_batch(transaction, keys, change, now);
    const bool is_copy = change.kind == ChangeKind::endorsement;
    const Happening happening{is_copy ? "endorsement.changed" : "certificate.changed",
                              change.at,
                              change.line,
                              change.state,
                              change.former};
    return tell_all(transaction,
                    keys,
                    is_copy ? storage::list_copy_watchers(
                                  transaction, change.holder, change.line, change.copy, now)
                            : storage::list_watchers(transaction, change.holder, change.line, now),
                    happening,
                    now);
}

}  // namespace

Result<std::int64_t> tell_changes(storage::Store& store,
                                  const storage::DataKeys& keys,
                                  Instant now,
                                  int most) {
    YX_TRY(const auto waiting, store.read_now([&](storage::Reader& reader) {
        return storage::list_pending_changes(reader, 1);
    }));
    // Nearly always nothing: the writer is not asked for it.
    if (waiting.empty()) return std::int64_t{0};
    return store.write_now([&](Transaction& transaction) -> Result<std::int64_t> {
        YX_TRY(const auto changes, storage::list_pending_changes(transaction, most));
        for (const PendingChange& change : changes) {
            YX_CHECK(tell(transaction, keys, change, now));
            YX_CHECK(storage::drop_pending_change(transaction, change.id));
        }
        return static_cast<std::int64_t>(changes.size());
    });
}

}  // namespace yinxin::jobs
