// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/paper_certificate.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Many printed certificates at once: pasted from a spreadsheet or uploaded as CSV or XLSX, looked
/// at first and registered then. Text travels with the form, nothing waits in the database.
namespace yinxin::service {

inline constexpr std::size_t most_paper_rows = 5000;

/// What is wrong with one row, in the order of looking.
enum class PaperProblem {
    none,
    columns,          ///< not four or five cells
    number_invalid,   ///< no 管理号
    number_twice,     ///< in this list
    number_unknown,   ///< or of another authority
    printed_already,  ///< with this very number: nothing to do
    not_reissued,     ///< printed before, whatever became of it
    not_valid,        ///< the certificate is not in force
    serial_invalid,
    serial_twice,  ///< in this list
    serial_taken,  ///< another paper has it
    place_invalid,
    until_invalid,
    until_passed,
};

}  // namespace yinxin::service

template <>
struct yinxin::domain::KeyTable<yinxin::service::PaperProblem> {
    static constexpr std::array<Keyed<service::PaperProblem>, 14> rows{{
        {service::PaperProblem::none, "none"},
        {service::PaperProblem::columns, "columns"},
        {service::PaperProblem::number_invalid, "number_invalid"},
        {service::PaperProblem::number_twice, "number_twice"},
        {service::PaperProblem::number_unknown, "number_unknown"},
        {service::PaperProblem::printed_already, "printed_already"},
        {service::PaperProblem::not_reissued, "not_reissued"},
        {service::PaperProblem::not_valid, "not_valid"},
        {service::PaperProblem::serial_invalid, "serial_invalid"},
        {service::PaperProblem::serial_twice, "serial_twice"},
        {service::PaperProblem::serial_taken, "serial_taken"},
        {service::PaperProblem::place_invalid, "place_invalid"},
        {service::PaperProblem::until_invalid, "until_invalid"},
        {service::PaperProblem::until_passed, "until_passed"},
    }};
};

namespace yinxin::service {

/// One row as it was written, and what came of it.
struct PaperRow {
    std::size_t number = 0;  ///< in the table, from 1
    std::string management_no;
    domain::PaperForm form;
    PaperProblem problem = PaperProblem::none;
};
/// Reads a table: 管理号, number of the paper, pick-up place, last day, and perhaps the place in
/// English. A first row of headings is left out.
/// @param file  what was uploaded or pasted.
/// @error sheet.*; sheet.too_many_rows beyond 5,000
[[nodiscard]] Result<std::vector<PaperRow>> read_paper_rows(BytesView file);
/// The rows as text with tabs, which read_paper_rows reads again.
[[nodiscard]] std::string write_paper_rows(const std::vector<PaperRow>& rows);

/// Looks at every row and changes nothing: each gets its problem, or none. @error forbidden
[[nodiscard]] Task<Result<std::vector<PaperRow>>> check_paper_rows(Services& services,
                                                                   domain::StaffActor actor,
                                                                   std::vector<PaperRow> rows);
/// Registers the rows without a problem, a few hundred in a transaction, and looks at each again
/// there. @return the rows that were not registered, with their problems.  @error forbidden
struct RegisteredRows {
    std::int64_t registered = 0;
    std::vector<PaperRow> left;
};
[[nodiscard]] Task<Result<RegisteredRows>> register_paper_rows(Services& services,
                                                               domain::StaffActor actor,
                                                               std::vector<PaperRow> rows);

}  // namespace yinxin::service
