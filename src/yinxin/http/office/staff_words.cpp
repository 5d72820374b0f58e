// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/staff_words.hpp"

#include "yinxin/http/request.hpp"

namespace yinxin::http {

void show_roles(View& view, const Context& context, domain::RoleSet roles) {
    for (const domain::StaffRole role : roles.list()) {
        view.add("ROLES").set("ROLE_TEXT",
                              say(context, "staff_role." + std::string(domain::key(role))));
    }
}

void show_role_choices(View& view, const Context& context, domain::RoleSet ticked) {
    for (const auto& row : domain::all_keyed<domain::StaffRole>()) {
        const std::string key(row.key);
        view.add("ROLE_CHOICES")
            .set("ROLE", key)
            .set("ROLE_TEXT", say(context, "staff_role." + key))
            .set("ROLE_NOTE", say(context, "staff_role_note." + key))
            .show_if("HAS_ROLE", ticked.has(row.value));
    }
}

domain::RoleSet read_roles(const Context& context) {
    domain::RoleSet roles;
    for (const auto& row : domain::all_keyed<domain::StaffRole>()) {
        if (context.request.form["role_" + std::string(row.key)] == "yes") roles.add(row.value);
    }
    return roles;
}

std::string authority_words(const Context& context, std::string_view issuer_id) {
    const domain::Issuer* issuer = context.site().services.reference->find_issuer(issuer_id);
    if (issuer != nullptr) return pick(context, issuer->name);
    return say(context, "handler.all_authorities");
}

}  // namespace yinxin::http
