// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

namespace yinxin::cli {

/// Gives the printed account that only checks (demo09) an organisation that the office has
/// confirmed, with purposes to choose from, one of them for bid evaluation.
[[nodiscard]] Result<void> write_demo_organisation(storage::Transaction& transaction,
                                                   const storage::DataKeys& keys,
                                                   Instant now);

}  // namespace yinxin::cli
