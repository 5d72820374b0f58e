// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What the columns of a table of results (合格人员名单) can be.
namespace yinxin::domain {

enum class ResultField {
    name,
    id_type,
    id_number,
    management_no,
    qualification,
    level,
    specialty,
    kind,
    approved_on,
    issued_on,
    certificate_no,
    mobile,
    sex,
    birth,
    latin_name,
    former_names,    ///< several: separated by 、 ; , or line breaks
    former_numbers,  ///< the same
};

template <>
struct KeyTable<ResultField> {
    static constexpr std::array<Keyed<ResultField>, 17> rows{{
        {ResultField::name, "name"},
        {ResultField::id_type, "id_type"},
        {ResultField::id_number, "id_number"},
        {ResultField::management_no, "management_no"},
        {ResultField::qualification, "qualification"},
        {ResultField::level, "level"},
        {ResultField::specialty, "specialty"},
        {ResultField::kind, "kind"},
        {ResultField::approved_on, "approved_on"},
        {ResultField::issued_on, "issued_on"},
        {ResultField::certificate_no, "certificate_no"},
        {ResultField::mobile, "mobile"},
        {ResultField::sex, "sex"},
        {ResultField::birth, "birth"},
        {ResultField::latin_name, "latin_name"},
        {ResultField::former_names, "former_names"},
        {ResultField::former_numbers, "former_numbers"},
    }};
};

/// Every import must say these, in a column or once for all rows.
[[nodiscard]] constexpr bool is_required(ResultField field) noexcept {
    return field == ResultField::name || field == ResultField::id_number ||
           field == ResultField::management_no || field == ResultField::approved_on;
}
/// Whether one value may hold for all rows: what is not of one person.
[[nodiscard]] constexpr bool may_be_fixed(ResultField field) noexcept {
    return field == ResultField::id_type || field == ResultField::level ||
           field == ResultField::specialty || field == ResultField::kind ||
           field == ResultField::approved_on || field == ResultField::issued_on;
}

/// A header as it is compared and remembered: without white space, signs and what stands in
/// brackets, Latin letters small.
[[nodiscard]] std::string header_key(std::string_view header);

/// What a header word means, Chinese or English: 姓名, 身份证号, Mobile and what else people write.
/// nullopt: not one of the known words.
[[nodiscard]] std::optional<ResultField> recognise_header(std::string_view header);
/// The column in which faulty rows come back with what is wrong in them (原因, Reason).
[[nodiscard]] bool is_reason_header(std::string_view header);
/// Whether a row is an example that shows how to fill the table in: its first cell begins with
/// 样例, 示例 or Example.
[[nodiscard]] bool is_example(std::string_view first_cell);

}  // namespace yinxin::domain
