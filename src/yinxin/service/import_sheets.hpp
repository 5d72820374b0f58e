// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/imports.hpp"
#include "yinxin/storage/import_rows.hpp"

#include <functional>
#include <map>
#include <string>

/// Tables that clerks download: the template, and rows with what is wrong in them.
namespace yinxin::service {

/// Words of the tables, in the clerk's language.
struct SheetWords {
    std::map<domain::ResultField, std::string> headers;
    std::map<domain::ResultField, std::string> hints;
    std::string reason;  ///< header of the column that says what is wrong
    /// One problem as a sentence.
    std::function<std::string(const domain::ResultProblem&)> say;
    /// In front of the example's name; domain::is_example knows it.
    std::string example;
};

/// The table to fill in: every column with a hint, one example row that is ignored when the table
/// is imported.
/// @param issuer_id  whose qualifications, levels and specialties may be chosen; empty: none
[[nodiscard]] Result<Bytes> make_template(const Services& services,
                                          const SheetWords& words,
                                          std::string_view issuer_id);

/// The rows of one filter in the columns they came in, each with its reasons beside it. The file
/// can be imported as it is once it is repaired: the column of reasons is ignored.
/// @error forbidden, not_found, import.not_open
[[nodiscard]] Task<Result<Bytes>> download_rows(Services& services,
                                                domain::StaffActor actor,
                                                domain::ImportId id,
                                                storage::ImportRowFilter filter,
                                                SheetWords words);

}  // namespace yinxin::service
