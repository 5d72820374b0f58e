// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/flow/pools.hpp"
#include "yinxin/storage/spool.hpp"

#include <memory>
#include <vector>

namespace yinxin::http {

/// Where the files of large uploads go while they arrive (Route::spools_uploads).
struct SpoolRoom {
    storage::SpoolPlace place;
    flow::Pool& pool;  ///< its threads write to the disk
};

/// One file of a form on its way to the disk. Bytes are added on the connection's thread and
/// written on the pool's, never both at once.
class SpooledPart {
  public:
    void add(BytesView bytes) { waiting_.insert(waiting_.end(), bytes.begin(), bytes.end()); }
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }
    /// Blocks. @error file.io
    Result<void> write(const storage::SpoolPlace& place);
    /// Blocks until all of it is on the disk. @error file.io
    Result<void> finish(const storage::SpoolPlace& place);
    /// The file; null for one without a byte.
    [[nodiscard]] std::shared_ptr<storage::Spool> spool() const noexcept { return spool_; }

  private:
    Bytes waiting_;
    std::shared_ptr<storage::Spool> spool_;
};

/// The files of one request. Goes with the request: what is not kept by then is removed.
class UploadSpooler {
  public:
    explicit UploadSpooler(const SpoolRoom& room) : room_(room) {}

    std::shared_ptr<SpooledPart> begin_part() {
        return parts_.emplace_back(std::make_shared<SpooledPart>());
    }
    /// Whether enough waits to be worth a way to the disk; more is not taken in until it was.
    [[nodiscard]] bool is_full() const noexcept;
    /// @error file.io, unavailable
    [[nodiscard]] flow::Task<Result<void>> drain();
    /// @error file.io, unavailable
    [[nodiscard]] flow::Task<Result<void>> finish();

  private:
    const SpoolRoom& room_;
    std::vector<std::shared_ptr<SpooledPart>> parts_;
};

}  // namespace yinxin::http
