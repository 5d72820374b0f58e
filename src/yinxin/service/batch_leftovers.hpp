// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/batch_trail.hpp"

#include <functional>
#include <string>

/// The rows of a batch that got no certificate, as a table to repair and import on its own.
namespace yinxin::service {

/// Looks up the words of a key in the reader's language.
using Words = std::function<std::string(const std::string& key)>;

/// A workbook with a row for each leftover: its number in the sheet it came in, the reason, and
/// everything the row said, in columns the import recognises (messages leftover_column.*).
/// @error forbidden, not_found
[[nodiscard]] Task<Result<Bytes>> download_leftovers(Services& services,
                                                     domain::StaffActor actor,
                                                     BatchId batch,
                                                     Words words);

}  // namespace yinxin::service
