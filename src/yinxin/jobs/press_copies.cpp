// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/press_copies.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/jobs/press_item.hpp"
#include "yinxin/storage/file_lookups.hpp"
#include "yinxin/storage/outbox_store.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::jobs {
namespace {

namespace sql = storage::sql;
using storage::Reader;
using storage::Transaction;
using Items = std::vector<PressItem>;

void keep(PressItem& item, Result<void> outcome) {
    if (!outcome) item.error = std::move(outcome).error();
}

Result<Items> claim(const PressShop& shop, Instant now, int most) {
    YX_TRY(const std::vector<storage::ClaimedJob> jobs,
           shop.store.write_now([&](Transaction& transaction) {
               return storage::claim_jobs(transaction, now, shop.settings.lease, most);
           }));
    Items items;
    for (const storage::ClaimedJob& job : jobs) {
        items.emplace_back().job = job;
    }
    return items;
}

Result<void> gather(const PressShop& shop, Items& items, Instant now) {
    return shop.store.read_now([&](Reader& reader) -> Result<void> {
        for (PressItem& item : items) {
            keep(item, gather_facts(reader, shop, item, now));
        }
        return ok();
    });
}

/// Commits what is about to be sealed, for all files at once; voids what an earlier attempt left.
/// A worker that comes back after its lease went to another must not void the other's intent.
Result<void> record_intents(const PressShop& shop, Items& items, Instant now) {
    return shop.store.write_now([&](Transaction& transaction) -> Result<void> {
        for (PressItem& item : items) {
            if (!item.is_going()) continue;
            Result<void> held = storage::hold_job(transaction, item.job);
            if (!held && held.error().code() != ErrorCode::lease_lost) return held;
            if (!held) {
                item.error = std::move(held).error();
                continue;
            }
            const storage::CopyRow& copy = item.copy;
            YX_CHECK(transaction.send(sql::intent::void_unfinished, copy.holder, copy.id, now));
            for (const PressedFace& face : item.faces) {
                YX_CHECK(transaction.send(sql::intent::insert,
                                          copy.holder,
                                          face.intent,
                                          copy.id,
                                          face.format,
                                          item.seal_id,
                                          copy.line,
                                          copy.version,
                                          copy.valid_until,
                                          item.job.fence,
                                          face.waiting->digest(),
                                          now,
                                          item.job.trace));
            }
        }
        return ok();
    });
}

Result<void> finish(const PressShop& shop,
                    const PressItem& item,
                    PressedFace& face,
                    Result<Bytes> answer,
                    Instant now) {
    YX_TRY(const Bytes signature, std::move(answer));
    YX_TRY(face.file, shop.press.finish(*std::move(face.waiting), signature, item.seal_id, now));
    face.sha256 = crypto::sha256(face.file);
    face.sm3 = crypto::sm3(face.file);
    return ok();
}

Result<void> seal(const PressShop& shop, Items& items, Instant now) {
    std::vector<IntentKey> intents;
    for (const PressItem& item : items) {
        if (!item.is_going()) continue;
        for (const PressedFace& face : item.faces)
            intents.push_back({item.copy.holder, face.intent});
    }
    if (intents.empty()) return ok();
    YX_TRY(std::vector<Result<Bytes>> answers, shop.desk.seal(intents, now));
    auto answer = answers.begin();
    for (PressItem& item : items) {
        if (!item.is_going()) continue;
        for (PressedFace& face : item.faces) {
            // The first face that fails says why; the others are not finished.
            Result<Bytes> own = *std::move(answer++);
            if (item.is_going()) keep(item, finish(shop, item, face, std::move(own), now));
        }
    }
    return ok();
}

Result<void> store_files(const PressShop& shop, const Items& items) {
    std::vector<storage::Blob> blobs;
    for (const PressItem& item : items) {
        if (!item.is_going()) continue;
        for (const PressedFace& face : item.faces)
            blobs.push_back({face.sha256, face.file});
    }
    return shop.blobs.put_all(blobs);
}

/// On a cluster the hashes of a file stand on other nodes than its copy: they are entered before
/// the release, each in a transaction of its own. A look-up whose copy is never released leads
/// nowhere.
Result<void> announce(storage::Store& database, const PressItem& item) {
    for (const PressedFace& face : item.faces) {
        const storage::FileHashes hashes{{face.sha256.begin(), face.sha256.end()},
                                         {face.sm3.begin(), face.sm3.end()}};
        const storage::CopyKey copy{item.copy.holder, item.copy.id};
        for (const auto enter : {storage::enter_sha256, storage::enter_sm3}) {
            YX_CHECK(database.write_now([&](Transaction& transaction) {
                return enter(transaction, hashes, copy, face.format);
            }));
        }
    }
    return ok();
}

void announce(const PressShop& shop, Items& items) {
    storage::OutboxStore* outbox = storage::outbox_of(shop.store);
    if (outbox == nullptr) return;
    for (PressItem& item : items) {
        if (item.is_going()) keep(item, announce(outbox->database(), item));
    }
}

bool is_its_own_fault(const Error& error) {
    return error.code() == ErrorCode::lease_lost || error.code() == ErrorCode::release_lost;
}

/// One transaction for the whole batch. A conditional update that changes nothing marks its own
/// item; a constraint or the disk takes the batch back.
Result<void> release_together(const PressShop& shop, Items& items, Instant now) {
    return shop.store.write_now([&](Transaction& transaction) -> Result<void> {
        for (PressItem& item : items) {
            if (!item.is_going()) continue;
            Result<void> released = release_copy(transaction, shop, item, now);
            if (released) continue;
            if (!is_its_own_fault(released.error())) return released;
            item.error = std::move(released).error();
        }
        return ok();
    });
}

/// Releases the batch; if a constraint refuses it, each alone, so that one bad row keeps nobody
/// else waiting.
Result<void> release(const PressShop& shop, Items& items, Instant now) {
    Result<void> together = release_together(shop, items, now);
    if (together || together.error().code() != ErrorCode::storage_conflict) return together;
    for (PressItem& item : items) {
        if (!item.is_going()) continue;
        keep(item, shop.store.write_now([&](Transaction& transaction) {
            return release_copy(transaction, shop, item, now);
        }));
    }
    return ok();
}

/// A copy that lost its release is nobody's: what is not in the register is not kept. One that
/// lost its lease may be the very file the other worker released, and stays for fsck.
void discard_lost_files(const PressShop& shop, const Items& items) {
    for (const PressItem& item : items) {
        if (item.is_going() || item.error->code() != ErrorCode::release_lost) continue;
        for (const PressedFace& face : item.faces) {
            if (face.file.empty()) continue;
            if (const auto removed = shop.blobs.remove(face.sha256); !removed) {
                log::warning("press.blob_left", {{"error", dotted_name(removed.error().code())}});
            }
        }
    }
}

Result<void> settle_failures(const PressShop& shop, Items& items, Instant now, PressTally& tally) {
    bool any = false;
    for (const PressItem& item : items) {
        any = any || !item.is_going();
    }
    if (!any) return ok();
    return shop.store.write_now([&](Transaction& transaction) -> Result<void> {
        tally.put_back = 0;
        tally.buried = 0;
        for (const PressItem& item : items) {
            if (item.is_going()) continue;
            YX_TRY(const Ending ending, record_failure(transaction, shop, item, now));
            if (ending == Ending::retry) ++tally.put_back;
            if (ending == Ending::failed || ending == Ending::ended_by_office) ++tally.buried;
        }
        return ok();
    });
}

/// A step that failed as a whole fails every job that was still going; each is tried again later.
void spread(Items& items, const Result<void>& outcome) {
    if (outcome) return;
    log::warning("press.step_failed", {{"error", dotted_name(outcome.error().code())}});
    for (PressItem& item : items) {
        if (item.is_going()) item.error = Error(outcome.error());
    }
}

}  // namespace

Result<PressTally> press_copies(const PressShop& shop, Instant now, int most) {
    // On a cluster the copies of a batch would be of several shards: one at a time, more workers.
    if (storage::outbox_of(shop.store) != nullptr) most = std::min(most, 1);
    YX_TRY(Items items, claim(shop, now, most));
    PressTally tally;
    tally.claimed = static_cast<int>(items.size());
    if (items.empty()) return tally;
    spread(items, gather(shop, items, now));
    for (PressItem& item : items) {
        if (item.is_going()) keep(item, build_faces(shop, item));
    }
    spread(items, record_intents(shop, items, now));
    spread(items, seal(shop, items, now));
    spread(items, store_files(shop, items));
    announce(shop, items);
    spread(items, release(shop, items, now));
    discard_lost_files(shop, items);
    for (const PressItem& item : items) {
        if (!item.is_going()) continue;
        ++tally.released;
        log::info("copy.released", {{"job", item.job.id.value}, {"trace", item.job.trace}});
    }
    YX_CHECK(settle_failures(shop, items, now, tally));
    return tally;
}

}  // namespace yinxin::jobs
