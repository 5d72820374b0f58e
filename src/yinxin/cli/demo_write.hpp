// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/demo_cast.hpp"
#include "yinxin/config/reference.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <map>
#include <string>

namespace yinxin::cli {

/// What writing needs; all outlive the call.
struct DemoScribe {
    const config::Reference& reference;
    const storage::DataKeys& keys;
    /// By login name: hashes of the printed accounts' passwords.
    const std::map<std::string, std::string>& password_hashes;
    Instant now{};
};

/// Writes a holder with certificates, account, endorsements and jobs.
[[nodiscard]] Result<void> write_holder(storage::Transaction& transaction,
                                        const DemoScribe& scribe,
                                        const DemoHolder& holder);

}  // namespace yinxin::cli
