// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/upload_spool.hpp"

namespace yinxin::http {

Result<void> SpooledPart::write(const storage::SpoolPlace& place) {
    if (waiting_.empty()) return ok();
    if (!spool_) {
        YX_TRY(auto spool, storage::Spool::create(place));
        spool_ = std::move(spool);
    }
    YX_CHECK(spool_->write(waiting_));
    waiting_.clear();
    return ok();
}

Result<void> SpooledPart::finish(const storage::SpoolPlace& place) {
    YX_CHECK(write(place));
    return spool_ ? spool_->finish() : ok();
}

bool UploadSpooler::is_full() const noexcept {
    return !parts_.empty() && parts_.back()->waiting() >= storage::spool_piece;
}

flow::Task<Result<void>> UploadSpooler::drain() {
    // By value: if the wait is cut short, the work goes on alone.
    co_return co_await flow::on_pool(room_.pool,
                                     [parts = parts_, place = room_.place]() -> Result<void> {
                                         for (const auto& part : parts) {
                                             YX_CHECK(part->write(place));
                                         }
                                         return ok();
                                     });
}

flow::Task<Result<void>> UploadSpooler::finish() {
    co_return co_await flow::on_pool(room_.pool,
                                     [parts = parts_, place = room_.place]() -> Result<void> {
                                         for (const auto& part : parts) {
                                             YX_CHECK(part->finish(place));
                                         }
                                         return ok();
                                     });
}

}  // namespace yinxin::http
