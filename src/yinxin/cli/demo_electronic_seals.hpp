// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/storage/store.hpp"

#include <filesystem>

namespace yinxin::cli {

/// The electronic seal of every seal of the demonstration, made by its own maker of seals with the
/// keys in `keys`, entered beside the seal: copies come as OFD too.
[[nodiscard]] Result<void> write_demo_electronic_seals(storage::Transaction& transaction,
                                                       const config::Reference& reference,
                                                       const std::filesystem::path& keys,
                                                       Instant now);

}  // namespace yinxin::cli
