// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/search_fields.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"

namespace yinxin::http {

SearchFields read_search_fields(const Context& context) {
    const Fields& form = context.request.form;
    SearchFields typed;
    typed.number = trim(form["number"]);
    typed.id_number = trim(form["id_number"]);
    const auto type = domain::parse_key<domain::IdDocumentType>(form["id_type"]);
    if (type) typed.id_type = *type;
    return typed;
}

void set_search_fields(View& view, const Context& context) {
    const SearchFields typed = read_search_fields(context);
    view.set("V_NUMBER", typed.number).set("V_ID_NUMBER", typed.id_number);
    for (const auto& row : domain::all_keyed<domain::IdDocumentType>()) {
        view.add("ID_TYPES")
            .set("ID_TYPE", row.key)
            .set("ID_TYPE_TEXT", id_type_words(context, row.value))
            .show_if("CHOSEN", row.value == typed.id_type);
    }
}

bool add_search_error(const Context& context, FormErrors& errors, const Error& error) {
    const auto field = error.params().find("field");
    if (field == error.params().end()) return false;
    switch (error.code()) {
        case ErrorCode::invalid_input:
            errors.add(field->second, say(context, "handler.nothing_typed"));
            return true;
        case ErrorCode::not_found:
            errors.add(field->second, say(context, "handler.no_certificate"));
            return true;
        case ErrorCode::conflict:
            errors.add(field->second, say(context, "handler.several_persons"));
            return true;
        default:
            errors.add(context, field->second, error);
            return true;
    }
}

}  // namespace yinxin::http
