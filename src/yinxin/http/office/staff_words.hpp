// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/http/pages/site.hpp"

namespace yinxin::http {

/// ROLES with ROLE_TEXT, one for each.
void show_roles(View& view, const Context& context, domain::RoleSet roles);
/// ROLE_CHOICES of a form: every role with its note, the given ones ticked.
void show_role_choices(View& view, const Context& context, domain::RoleSet ticked);
/// The roles ticked in the form (fields role_<key>).
[[nodiscard]] domain::RoleSet read_roles(const Context& context);
/// "全部机构" or the name of one.
[[nodiscard]] std::string authority_words(const Context& context, std::string_view issuer_id);

}  // namespace yinxin::http
