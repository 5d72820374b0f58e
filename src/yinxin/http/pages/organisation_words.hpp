// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/organisation.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/storage/organisations.hpp"

#include <optional>
#include <string>

namespace yinxin::http {

/// 自称, 已核实, 已停用.
Sign standing_sign(const Context& context, domain::OrganisationStanding standing);
/// 负责人, 成员.
std::string role_words(const Context& context, domain::MemberRole role);

/// What every page of an organisation says first: ID, NAME, STANDING_*; sections OWNER / NOT_OWNER.
void set_organisation(View& view, const Context& context, const storage::Membership& own);
/// Section LATER (SHOWN_DAY) where holders are shown the checks only from a day on.
void set_later(View& view, const Context& context, const std::optional<CivilDay>& shown_from);

/// The organisation of the address. @error not_found
Result<domain::OrganisationId> organisation_of(const Context& context);
/// "/organisations/7" + what follows.
std::string organisation_url(domain::OrganisationId organisation, std::string_view rest = "");

}  // namespace yinxin::http
