// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/rules.hpp"

#include <optional>
#include <string>

/// Between the fields of the editor's forms and the rules they stand for.
namespace yinxin::http {

/// Values V_… of a policy.
void set_policy(View& view, const Context& context, const domain::EndorsementPolicy& policy);
/// What the form says; what cannot be read is an error beside its field.
domain::EndorsementPolicy read_policy(const Context& context,
                                      const domain::EndorsementPolicy& before,
                                      FormErrors& errors);

/// Values V_… of an edition, and its choices.
void set_edition(View& view, const Context& context, const domain::QualificationEdition& edition);
domain::QualificationEdition read_edition(const Context& context, FormErrors& errors);
/// The item with this edition in the place of the one of its year, or as a new one.
[[nodiscard]] domain::Qualification with_edition(const domain::Qualification& item,
                                                 const domain::QualificationEdition& edition);

void set_footer_fields(View& view, const config::Footer& footer);
config::Footer read_footer(const Context& context, FormErrors& errors);

/// REASON, DECISION_NO and EFFECTIVE of the form, as typed.
void set_terms(View& view, const Context& context);
service::ChangeTerms read_terms(const Context& context, FormErrors& errors);

}  // namespace yinxin::http
