// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/housekeeping.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/jobs/queue_watch.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/outbox_store.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::jobs {
namespace {

constexpr std::chrono::seconds pause_between_rounds{5};
constexpr std::int64_t events_at_once = 2000;
constexpr std::int64_t files_per_round = 500;
/// What a holder's transaction left is done within moments; later nobody is at it any more.
constexpr std::chrono::seconds left_undone{30};

struct EndedFile {
    HolderId holder;
    CopyId copy;
    std::string format;
    Bytes sha256;
};

const observe::LiveFamily failures{
    "yinxin_housekeeping_failures_total", "Pieces of housekeeping that failed", "what"};

void warn(std::string_view what, const Error& error) {
    observe::live_counter(failures, what).add();
    log::warning("housekeeping.failed", {{"what", what}, {"error", dotted_name(error.code())}});
}

}  // namespace

Result<std::int64_t> number_events(storage::Store& store,
                                   std::int64_t at_once,
                                   const std::function<bool()>& stops) {
    // A release day appends more in a round than one transaction should take.
    std::int64_t all = 0;
    std::int64_t last = at_once;
    while (last == at_once && !stops()) {
        YX_TRY(last, store.write_now([&](storage::Transaction& transaction) {
            return storage::number_audit_events(transaction, at_once);
        }));
        all += last;
    }
    return all;
}

Result<std::int64_t> forget_ended_files(storage::Store& store,
                                        storage::BlobStore& blobs,
                                        Instant now,
                                        std::int64_t most) {
    namespace sql = storage::sql;
    YX_TRY(const std::vector<EndedFile> files, store.read_now([&](storage::Reader& reader) {
        return reader.all<EndedFile>(sql::copy::list_ended_blobs, now, most);
    }));
    if (files.empty()) return std::int64_t{0};
    std::vector<crypto::Digest32> names;
    for (const EndedFile& file : files) {
        crypto::Digest32& name = names.emplace_back();
        if (file.sha256.size() == name.size()) std::ranges::copy(file.sha256, name.begin());
    }
    YX_CHECK(blobs.remove_all(names));
    return store.write_now([&](storage::Transaction& transaction) -> Result<std::int64_t> {
        for (const EndedFile& file : files) {
            YX_CHECK(
                transaction.execute(sql::copy::forget_blob, file.holder, file.copy, file.format));
        }
        return static_cast<std::int64_t>(files.size());
    });
}

Housekeeping::Housekeeping(storage::Store& store,
                           storage::BlobStore& blobs,
                           const Clock& clock,
                           std::vector<Chore> chores)
    : store_(store), blobs_(blobs), clock_(clock), chores_(std::move(chores)), thread_([this] {
          run();
      }) {
    // There from the start, so that an alert never misses a name.
    for (const char* what : {"audit", "files", "outbox", "chore", "queue"})
        (void)observe::live_counter(failures, what);
}

Housekeeping::~Housekeeping() {
    stop();
}

void Housekeeping::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    condition_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Housekeeping::run() {
    for (;;) {
        try {
            round();
        } catch (const std::exception& bug) {
            log::error("housekeeping.bug", {{"what", std::string_view(bug.what())}});
        }
        std::unique_lock lock(mutex_);
        if (condition_.wait_for(lock, pause_between_rounds, [this] { return stopping_; })) return;
    }
}

bool Housekeeping::is_stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

void Housekeeping::round() {
    const Instant now = clock_.now();
    const auto numbered = number_events(store_, events_at_once, [this] { return is_stopping(); });
    if (!numbered) warn("audit", numbered.error());
    const auto forgotten = forget_ended_files(store_, blobs_, now, files_per_round);
    if (!forgotten) warn("files", forgotten.error());
    const auto settled = storage::settle_outbox(store_, now - left_undone, now);
    if (!settled) warn("outbox", settled.error());
    for (const Chore& chore : chores_) {
        const auto done = store_.write_now(
            [&](storage::Transaction& transaction) { return chore(transaction, now); });
        if (!done) warn("chore", done.error());
    }
    if (const auto measured = watch_queues(store_, now); !measured) warn("queue", measured.error());
}

}  // namespace yinxin::jobs
