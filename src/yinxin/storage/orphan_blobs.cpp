// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/orphan_blobs.hpp"

#include "yinxin/storage/needed_blobs.hpp"

#include <algorithm>
#include <vector>

namespace yinxin::storage {
namespace {

class Sweeper {
  public:
    Sweeper(Store& store, const DataKeys& keys, BlobStore& blobs, const OrphanSweep& sweep)
        : store_(store), keys_(keys), blobs_(blobs), sweep_(sweep) {}

    Result<OrphanReport> run() {
        YX_CHECK(blobs_.list([&](const ListedBlob& blob) -> Result<void> {
            YX_CHECK(go_on());
            ++report_.files;
            if (blob.put_at >= sweep_.put_before) {
                ++report_.young;
                return ok();
            }
            old_.push_back(blob);
            return old_.size() < sweep_.most ? ok() : judge();
        }));
        YX_CHECK(judge());
        return report_;
    }

  private:
    [[nodiscard]] Result<void> go_on() const {
        if (sweep_.stops && sweep_.stops()) return Error(ErrorCode::timed_out, "told to stop");
        return ok();
    }

    /// Reads the register after the files were listed: whatever it names by now is needed.
    Result<void> judge() {
        if (old_.empty()) return ok();
        std::ranges::sort(old_, {}, &ListedBlob::name);
        std::vector<bool> is_needed(old_.size());
        YX_CHECK(visit_needed_blobs(store_, keys_, [&](const NeededBlob& needed) -> Result<void> {
            YX_CHECK(go_on());
            const auto range = std::ranges::equal_range(old_, needed.name, {}, &ListedBlob::name);
            for (auto at = range.begin(); at != range.end(); ++at)
                is_needed[static_cast<std::size_t>(at - old_.begin())] = true;
            return ok();
        }));
        for (std::size_t i = 0; i < old_.size(); ++i) {
            if (is_needed[i]) continue;
            YX_CHECK(go_on());
            YX_CHECK(take(old_[i]));
        }
        old_.clear();
        return ok();
    }

    Result<void> take(const ListedBlob& orphan) {
        ++report_.orphans;
        report_.orphan_bytes += orphan.size;
        if (sweep_.tell) sweep_.tell(orphan);
        if (!sweep_.is_applied) return ok();
        YX_TRY(const bool is_gone, blobs_.remove_unless_put_since(orphan.name, sweep_.put_before));
        if (is_gone) ++report_.removed;
        return ok();
    }

    Store& store_;
    const DataKeys& keys_;
    BlobStore& blobs_;
    const OrphanSweep& sweep_;
    OrphanReport report_;
    std::vector<ListedBlob> old_;
};

}  // namespace

Result<OrphanReport> sweep_orphans(Store& store,
                                   const DataKeys& keys,
                                   BlobStore& blobs,
                                   const OrphanSweep& sweep) {
    return Sweeper(store, keys, blobs, sweep).run();
}

}  // namespace yinxin::storage
