// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/id_number.hpp"
#include "yinxin/http/pages/site.hpp"

#include <string>

/// The fields `number`, `id_type` and `id_number`, by which the office finds a person or a
/// certificate. Typed in forms that are posted, never in an address.
namespace yinxin::http {

struct SearchFields {
    std::string number;
    domain::IdDocumentType id_type = domain::IdDocumentType::resident_identity_card;
    std::string id_number;
};
[[nodiscard]] SearchFields read_search_fields(const Context& context);
/// V_NUMBER, V_ID_NUMBER; ID_TYPES with ID_TYPE, ID_TYPE_TEXT, CHOSEN.
void set_search_fields(View& view, const Context& context);
/// Puts a refusal beside its field. @return false: it belongs to none.
[[nodiscard]] bool add_search_error(const Context& context, FormErrors& errors, const Error& error);

}  // namespace yinxin::http
