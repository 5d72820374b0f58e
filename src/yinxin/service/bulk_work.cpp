// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/bulk_work.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/service/bulk_files.hpp"
#include "yinxin/service/bulk_rows.hpp"
#include "yinxin/service/sandbox_register.hpp"
#include "yinxin/service/verification.hpp"
#include "yinxin/storage/api_changes.hpp"
#include "yinxin/storage/statistics.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::BulkVerdict;
using storage::BulkFile;
using storage::BulkItem;
using storage::ClaimedBulk;
using storage::Reader;
using storage::Transaction;
using SteadyClock = std::chrono::steady_clock;

/// An item with everything its answer leaves behind.
struct SliceItem {
    BulkItem item;
    std::vector<JudgedAnswer> answers;
    std::vector<FoundCheck> found;  ///< the copy is not set for a row
    std::optional<verify::Report> alarm;
};

/// One slice in the making.
class Slice {
  public:
    Slice(BulkShop& shop, const ClaimedBulk& claimed, Instant now)
        : shop_(shop),
          services_(shop.services),
          claimed_(claimed),
          now_(now),
          misses_(shop.services.keys) {}

    /// @return how many items were answered.
    Result<std::int64_t> work() {
        YX_CHECK(read_asker());
        YX_TRY(std::vector<BulkItem> items, next_items());
        if (is_given_up()) {
            YX_CHECK(give_up(std::move(items)));
        } else if (!items.empty() && items.front().file) {
            YX_CHECK(answer_files(std::move(items)));
        } else {
            YX_CHECK(answer_rows(std::move(items)));
        }
        YX_CHECK(services_.store.write_now(
            [this](Transaction& transaction) { return keep(transaction); }));
        return static_cast<std::int64_t>(done_.size());
    }

  private:
    [[nodiscard]] bool is_given_up() const { return claimed_.attempts > most_bulk_attempts; }

    Result<void> read_asker() {
        YX_TRY(const auto check, services_.store.read_now([this](Reader& reader) {
            return storage::find_bulk_check(reader, services_.keys, claimed_.owner, claimed_.id);
        }));
        if (!check) return Error(ErrorCode::lease_lost, "bulk check " + claimed_.id.str());
        YX_TRY(asker_, unpack_asker(check->checker));
        return ok();
    }

    /// Items of one kind. After a failure one at a time: whichever it is, it fails alone.
    Result<std::vector<BulkItem>> next_items() {
        const int most = claimed_.attempts > 1 ? 1 : rows_of_slice;
        YX_TRY(auto items, services_.store.read_now([this, most](Reader& reader) {
            return storage::list_bulk_items(reader, services_.keys, claimed_.id, most);
        }));
        const auto is_other = [&](const BulkItem& item) {
            return item.file.has_value() != items.front().file.has_value();
        };
        items.erase(std::ranges::find_if(items, is_other), items.end());
        return items;
    }

    Result<void> answer_rows(std::vector<BulkItem> items) {
        return services_.store.read_now([&](Reader& reader) -> Result<void> {
            for (BulkItem& item : items) {
                YX_CHECK(answer_one_row(reader, std::move(item)));
            }
            return ok();
        });
    }

    Result<void> answer_one_row(Reader& reader, BulkItem item) {
        YX_TRY(const BulkRow row, unpack_row(item.row));
        SliceItem& done = done_.emplace_back();
        done.item = std::move(item);
        if (asker_.is_sandbox) {
            done.answers.push_back(answer_sandbox_row(row, now_));
            return ok();
        }
        YX_TRY(AnsweredRow answered, answer_row(reader, services_.keys, misses_, row, now_));
        if (answered.found) {
            const bool is_valid = answered.judged.verdict == BulkVerdict::valid;
            done.found.push_back({answered.found->holder,
                                  answered.found->line,
                                  CopyId{},
                                  "",
                                  is_valid ? "VALID" : "REVOKED",
                                  answered.counted});
        }
        done.answers.push_back(std::move(answered.judged));
        return ok();
    }

    Result<void> answer_files(std::vector<BulkItem> items) {
        const auto until = SteadyClock::now() + longest_slice;
        for (BulkItem& item : items) {
            const bool is_enough = done_.size() == files_of_slice || SteadyClock::now() >= until;
            if (!done_.empty() && is_enough) break;
            YX_TRY(AnsweredFile answered, answer_one_file(item));
            add(std::move(item), std::move(answered));
        }
        return ok();
    }

    Result<BulkFile> load_file(const BulkItem& item) {
        YX_TRY(auto file, services_.store.read_now([&](Reader& reader) {
            return storage::find_bulk_file(reader, services_.keys, claimed_.id, *item.file);
        }));
        if (!file) return Error(ErrorCode::lease_lost, "file of bulk check " + claimed_.id.str());
        return *std::move(file);
    }

    Result<AnsweredFile> answer_one_file(const BulkItem& item) {
        YX_TRY(BulkFile file, load_file(item));
        if (asker_.is_sandbox) return answer_sandbox_file(file, now_);
        return flow::block_on(shop_.runtime, answer_file(services_, std::move(file), now_));
    }

    void add(BulkItem item, AnsweredFile answered) {
        SliceItem& done = done_.emplace_back();
        done.item = std::move(item);
        done.answers = std::move(answered.answers);
        done.found = std::move(answered.found);
        done.alarm = std::move(answered.alarm);
    }

    /// The one item that does not come through.
    Result<void> give_up(std::vector<BulkItem> items) {
        for (BulkItem& item : items) {
            log::error("bulk.item_given_up", {{"check", claimed_.id.str()}, {"item", item.no}});
            // What it was may be what fails: then the answer does without.
            if (item.file) {
                const Result<BulkFile> file = load_file(item);
                add(std::move(item),
                    file_not_checked(file ? *file : BulkFile{}, "check.failed", now_));
            } else {
                const Result<BulkRow> read = unpack_row(item.row);
                const BulkRow row = read ? *read : BulkRow{};
                SliceItem& done = done_.emplace_back();
                done.item = std::move(item);
                done.answers.push_back(row_not_checked(row, "check.failed", now_));
            }
        }
        return ok();
    }

    Result<void> keep(Transaction& transaction) {
        YX_CHECK(storage::hold_bulk_check(transaction, claimed_));
        for (const SliceItem& done : done_) {
            YX_CHECK(keep_item(transaction, done));
        }
        YX_CHECK(misses_.keep(transaction, now_));
        YX_CHECK(storage::advance_bulk_check(
            transaction, claimed_, static_cast<std::int64_t>(done_.size()), now_));
        return ok();
    }

    Result<void> keep_item(Transaction& transaction, const SliceItem& done) {
        std::vector<storage::NewBulkAnswer> answers;
        for (const JudgedAnswer& judged : done.answers) {
            answers.push_back({done.item.no,
                               static_cast<std::int64_t>(answers.size()),
                               judged.verdict,
                               pack(named_for_client(judged))});
            if (asker_.is_sandbox) YX_CHECK(follow_in_sandbox(transaction, judged));
        }
        YX_CHECK(storage::answer_bulk_item(
            transaction, services_.keys, claimed_.id, done.item, answers));
        for (const FoundCheck& check : done.found) {
            YX_CHECK(keep_check(transaction, check));
        }
        if (!done.alarm) return ok();
        return keep_judged(transaction,
                           services_,
                           {*done.alarm, std::nullopt},
                           storage::Door::bulk,
                           asker_.checker,
                           now_);
    }

    [[nodiscard]] domain::ClientId client() const { return domain::ClientId{claimed_.owner.id}; }

    /// A client knows certificates by names of its own, which the change feed uses.
    [[nodiscard]] BulkAnswer named_for_client(const JudgedAnswer& judged) const {
        BulkAnswer answer = judged.answer;
        const bool is_named =
            claimed_.owner.kind == storage::BulkOwnerKind::client && judged.line.is_set();
        if (is_named) {
            answer.certificate_id =
                storage::certificate_id_for(services_.keys, client(), judged.line);
        }
        return answer;
    }

    Result<void> follow_in_sandbox(Transaction& transaction, const JudgedAnswer& judged) {
        if (!asker_.follows || !judged.line.is_set()) return ok();
        const auto all = sandbox_certificates(now_);
        const auto found = std::ranges::find(all, judged.line, &SandboxCertificate::line);
        if (found == all.end()) return ok();
        // A certificate and its one copy have the same number in the sandbox.
        return storage::watch(transaction,
                              client(),
                              {storage::sandbox_holder(client()),
                               found->line,
                               CopyId{found->line.value},
                               found->copy.copy_no},
                              now_);
    }

    Result<void> keep_check(Transaction& transaction, const FoundCheck& check) {
        std::optional<std::string> copy_no;
        if (!check.copy_no.empty()) copy_no = check.copy_no;
        YX_CHECK(storage::count_event(
            transaction, domain::Measure::verifications, check.counted, civil_day(now_)));
        YX_CHECK(storage::insert_check(transaction,
                                       services_.keys,
                                       {check.holder,
                                        check.line,
                                        copy_no,
                                        storage::Door::bulk,
                                        asker_.checker,
                                        check.outcome,
                                        now_}));
        if (!asker_.follows) return ok();
        return storage::watch(
            transaction, client(), {check.holder, check.line, check.copy, check.copy_no}, now_);
    }

    BulkShop& shop_;
    Services& services_;
    const ClaimedBulk& claimed_;
    Instant now_;
    BulkMisses misses_;
    BulkAsker asker_;
    std::vector<SliceItem> done_;
};

Result<std::int64_t> work_on(BulkShop& shop, const ClaimedBulk& claimed, Instant now) {
    if (claimed.state == domain::BulkState::running) return Slice(shop, claimed, now).work();
    YX_CHECK(finish_bulk(shop.services, shop.wording, claimed, now));
    return std::int64_t{1};
}

/// Seconds until the next try: soon at first, at most ten minutes.
std::chrono::seconds wait_after(std::int64_t attempts) {
    return std::min(std::chrono::seconds(1LL << std::min<std::int64_t>(attempts, 10)),
                    std::chrono::seconds(600));
}

}  // namespace

Result<std::int64_t> work_on_bulk(BulkShop& shop) {
    storage::Store& store = shop.services.store;
    const Instant now = shop.services.clock.now();
    YX_TRY(const bool is_waiting,
           store.read_now([&](Reader& reader) { return storage::has_bulk_work(reader, now); }));
    // Nearly always nothing: the writer is not asked for it.
    if (!is_waiting) return std::int64_t{0};
    YX_TRY(const auto claimed, store.write_now([&](Transaction& transaction) {
        return storage::claim_bulk_check(transaction, now, bulk_lease);
    }));
    if (!claimed) return std::int64_t{0};
    Result<std::int64_t> worked = work_on(shop, *claimed, now);
    // Cancelled or taken over in the meantime: there may be other work.
    if (!worked && worked.error().code() == ErrorCode::lease_lost) return std::int64_t{1};
    if (worked) return worked;
    const Result<void> put_off = store.write_now([&](Transaction& transaction) {
        return storage::put_off_bulk_check(
            transaction, *claimed, now + wait_after(claimed->attempts));
    });
    if (!put_off) log::warning("bulk.not_put_off", {{"check", claimed->id.str()}});
    return worked;
}

}  // namespace yinxin::service
