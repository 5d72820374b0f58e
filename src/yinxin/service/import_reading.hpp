// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/import_packing.hpp"
#include "yinxin/sheets/sheet_reader.hpp"
#include "yinxin/storage/import_files.hpp"

#include <functional>

/// The table of an import as the sheets room reads it.
namespace yinxin::service {

/// What passes these is refused. A table of a million people and forty columns is well within.
[[nodiscard]] sheets::SheetLimits import_limits();

/// What was found by looking through a whole table once.
struct SheetLook {
    ImportHead head;
    std::int64_t rows = 0;  ///< below the header, examples not counted
};
/// Looks through all of it, so that what cannot be read is known before a row is kept.
/// @param stops  asked now and then; true ends the look with Error unavailable.
/// @error sheet.*, archive.*  and import.empty  no row below the header
[[nodiscard]] Result<SheetLook> look_through(BytesView file,
                                             const domain::HeaderMemory& memory,
                                             const std::function<bool()>& stops = {});

/// A row as the sheet gave it.
[[nodiscard]] domain::StagedRow staged_row(const sheets::Row& row);
/// Whether a row below the header is a result: not an example, not blank in every column that
/// means something.
[[nodiscard]] bool is_result(const domain::StagedRow& row, const domain::ImportPlan& plan);

/// What a header meant to this authority before.
[[nodiscard]] domain::HeaderMemory make_header_memory(storage::ColumnMemory memory);

}  // namespace yinxin::service
