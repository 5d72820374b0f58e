// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/pause.hpp"

#include "yinxin/base/log.hpp"

namespace yinxin::flow {

std::optional<std::chrono::seconds> Pause::enter(Time now) {
    const std::scoped_lock lock(mutex_);
    if (failures_ < shape_.failures) return std::nullopt;
    if (now < until_) return std::chrono::ceil<std::chrono::seconds>(until_ - now);
    if (is_probed_) return shape_.length;
    is_probed_ = true;
    return std::nullopt;
}

void Pause::report(bool is_good, Time now) {
    const std::scoped_lock lock(mutex_);
    is_probed_ = false;
    if (is_good) {
        if (failures_ >= shape_.failures && shape_.told) shape_.told(false);
        failures_ = 0;
        return;
    }
    ++failures_;
    if (failures_ >= shape_.failures) until_ = now + shape_.length;
    if (failures_ == shape_.failures) {
        if (shape_.told) shape_.told(true);
        log::warning(shape_.event, {{"failures", std::int64_t{failures_}}});
    }
}

}  // namespace yinxin::flow
