// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/office/gate.hpp"
#include "yinxin/service/import_sheets.hpp"
#include "yinxin/service/imports.hpp"

#include <string>

/// Words of imports that several pages share.
namespace yinxin::http {

/// "/office/imports/7" and what lies below it.
std::string import_url(domain::ImportId id, std::string_view below = {});

/// "姓名"
std::string field_words(const Context& context, domain::ResultField field);
/// One problem as a sentence that says what to do.
std::string problem_words(const Context& context, const domain::ResultProblem& problem);
/// What is wrong with an uploaded file, for people who import rather than check.
std::string import_error_words(const Context& context,
                               std::string_view code,
                               const std::map<std::string, std::string>& params);
/// "2026年 一级建造师"; empty as long as nobody has said what it is.
std::string import_title(const Context& context, const storage::ImportRecord& record);

/// STATE_CLASS, STATE_TEXT
void set_import_state(View& view, const Context& context, domain::ImportState state);
/// IMPORT_URL, IMPORT_TITLE, FILE_NAME, MAKER, MADE_AT, and the state.
void set_import(View& view, const Context& context, const service::ImportView& shown);

service::SheetWords sheet_words(const Context& context);

/// Whether an error belongs beside a field of its form (param "field"); adds it there.
bool add_field_error(const Context& context, FormErrors& errors, const Error& error);
/// Whether it says that the import is another by now, which the page itself explains.
bool is_outdated(const Error& error);

/// The version of the import that the form's page showed. @error invalid_input
Result<std::int64_t> version_in(const Context& context);
/// The import of the address.
Result<domain::ImportId> import_of(const Context& context);

/// An XLSX file to keep.
Response xlsx_file(Bytes content, std::string_view name);

}  // namespace yinxin::http
