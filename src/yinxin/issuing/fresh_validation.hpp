// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/pdf_certificate.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace yinxin::issuing {

/// The newest validation material of each seal, put in while presses run. Any number of threads may
/// use one.
class FreshValidation {
  public:
    using Material = std::shared_ptr<const documents::ValidationMaterial>;

    void put(std::string_view seal_id, documents::ValidationMaterial material) {
        auto fresh = std::make_shared<const documents::ValidationMaterial>(std::move(material));
        const std::scoped_lock lock(mutex_);
        seals_.insert_or_assign(std::string(seal_id), std::move(fresh));
    }
    /// nullptr: nothing newer than what the seal was opened with.
    [[nodiscard]] Material find(std::string_view seal_id) const {
        const std::scoped_lock lock(mutex_);
        const auto found = seals_.find(seal_id);
        return found == seals_.end() ? nullptr : found->second;
    }

  private:
    mutable std::mutex mutex_;
    std::map<std::string, Material, std::less<>> seals_;
};

}  // namespace yinxin::issuing
