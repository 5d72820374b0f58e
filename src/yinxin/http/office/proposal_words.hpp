// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/proposals.hpp"

#include <string>

namespace yinxin::http {

/// "批次发布"
[[nodiscard]] std::string kind_words(const Context& context, domain::ProposalKind kind);
/// When it takes effect, or took.
[[nodiscard]] std::string effect_words(const Context& context,
                                       const service::ProposalView& proposal);
/// KIND_TEXT, STATE_CLASS, STATE_TEXT, ABOUT, MAKER, MADE_AT, EFFECT, ESCALATED, PROPOSAL_URL: one
/// line of a list.
void set_proposal(View& row, const Context& context, const service::ProposalView& proposal);
/// The page of the thing it is about, "" where it has none.
[[nodiscard]] std::string about_url(std::string_view object);
/// A section `section` with a line for each, and NO_<section> or HAS_<section>.
void set_proposals(View& view,
                   const Context& context,
                   std::string_view section,
                   const std::vector<service::ProposalView>& proposals);

}  // namespace yinxin::http
