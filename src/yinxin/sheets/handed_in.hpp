// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/sheets/sheet_reader.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yinxin::sheets {

/// What passes one of these is refused.
struct HandedLimits {
    std::size_t rows = 5000;   ///< of all tables, headers included
    std::size_t files = 1000;  ///< that are no tables
    std::size_t columns = 40;
    std::size_t file_bytes = std::size_t{10} * 1024 * 1024;      ///< of one file
    std::size_t unpacked_bytes = std::size_t{64} * 1024 * 1024;  ///< of an archive's files together
    std::size_t cell_bytes = 200;  ///< so much of a cell is kept; the rest is no name or number
};

/// One table: a CSV file, or one sheet of a workbook.
struct HandedTable {
    std::string name;       ///< for people: of the file, and of the sheet where there are several
    std::vector<Row> rows;  ///< that are not blank
};

/// One file that is no table, or that cannot be looked into.
struct HandedFile {
    std::string name;                ///< for people; never a path to open
    std::size_t size = 0;            ///< bytes
    std::optional<ErrorCode> fault;  ///< why it was not looked into; it has no content then
    std::size_t index = 0;           ///< where its content is, for HandedIn::content
};

/// What somebody hands in to be checked: a table, a file, or an archive of tables and files in any
/// mixture. What the bytes are decides; names only tell text that is a table from text that is
/// none.
///
/// One bad file in an archive is a fault of that file. What cannot be opened, hides something or
/// passes a limit is refused whole. Folders' and systems' own files (.DS_Store and the like) are
/// left out.
class HandedIn {
  public:
    /// @param name  of the file; may be empty.
    /// @error archive.unreadable, archive.encrypted, archive.unsafe, archive.too_large
    /// @error sheet.*  of a table that is handed in alone; the same in an archive is a fault
    /// @error bulk.too_many  params "most", "files"
    [[nodiscard]] static Result<HandedIn> read(Bytes file,
                                               std::string name,
                                               const HandedLimits& limits = {});
    HandedIn(HandedIn&&) noexcept;
    HandedIn& operator=(HandedIn&&) noexcept;
    ~HandedIn();

    [[nodiscard]] const std::vector<HandedTable>& tables() const noexcept;
    [[nodiscard]] const std::vector<HandedFile>& files() const noexcept;
    /// The bytes of one file without a fault. @error archive.unreadable
    [[nodiscard]] Result<Bytes> content(const HandedFile& file);

  private:
    struct State;
    explicit HandedIn(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::sheets
