// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/demo.hpp"
#include "yinxin/config/reference.hpp"
#include "yinxin/storage/store.hpp"

#include <filesystem>

namespace yinxin::cli {

/// Makes every key of the demonstration in DIR/keys: CAs, seals (one with RSA-3072, the others with
/// P-256, unless the plan names one kind for all), timestamp, TLS and approval. The TLS certificate
/// names the public URL's host, too.
[[nodiscard]] Result<void> make_demo_keys(const DemoPlan& plan, const config::Reference& reference);

/// Writes what does not belong to a person: catalogue, policies, keys, seals, notices, articles.
[[nodiscard]] Result<void> write_demo_reference(storage::Transaction& transaction,
                                                const config::Reference& reference,
                                                const std::filesystem::path& directory,
                                                Instant now);

}  // namespace yinxin::cli
