// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/organisation_words.hpp"

namespace yinxin::http {
namespace {

/// The class of a chip and its icon; never shown.
std::string_view css_of(domain::OrganisationStanding standing) {
    switch (standing) {
        case domain::OrganisationStanding::confirmed:
            return "valid";
        case domain::OrganisationStanding::stated:
            return "none";
        case domain::OrganisationStanding::closed:
            return "ended";
    }
    return "none";
}

}  // namespace

Sign standing_sign(const Context& context, domain::OrganisationStanding standing) {
    return {std::string(css_of(standing)),
            say(context, "standing." + std::string(domain::key(standing)))};
}

std::string role_words(const Context& context, domain::MemberRole role) {
    return say(context, "role." + std::string(domain::key(role)));
}

void set_organisation(View& view, const Context& context, const storage::Membership& own) {
    view.set("ID", own.organisation.value).set("NAME", own.name);
    set_sign(view, "STANDING", standing_sign(context, own.standing));
    view.show_either(own.is_owner(), "OWNER", "NOT_OWNER");
}

void set_later(View& view, const Context& context, const std::optional<CivilDay>& shown_from) {
    if (shown_from) view.add("LATER").set("SHOWN_DAY", day_words(context, *shown_from));
}

Result<domain::OrganisationId> organisation_of(const Context& context) {
    YX_TRY(const std::int64_t number, context.number("id"));
    return domain::OrganisationId{number};
}

std::string organisation_url(domain::OrganisationId organisation, std::string_view rest) {
    return "/organisations/" + organisation.str() + std::string(rest);
}

}  // namespace yinxin::http
