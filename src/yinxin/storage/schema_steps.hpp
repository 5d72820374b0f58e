// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <string_view>

namespace yinxin::storage {

/// Where the names of the steps that were run are kept.
inline constexpr const char* schema_step_table =
    "CREATE TABLE IF NOT EXISTS schema_step (name TEXT PRIMARY KEY, done_at BIGINT NOT NULL)";

/// The steps that are still to be run, in order. `foreign_engine` is the ending of names that
/// belong to the other engine, ".postgres" or ".sqlite".
/// @error storage.schema  a step was run that this program does not know.
Result<std::vector<Migration>> steps_left(Reader& reader, std::string_view foreign_engine);

}  // namespace yinxin::storage
