// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// The editor's pages for rules: endorsement policies, catalogue with templates, footer.
namespace yinxin::http {

/// GET /office/rules
Task<Result<Response>> show_rules(Context& context);
/// GET and POST /office/rules/policies/{policy}
Task<Result<Response>> edit_policy(Context& context);
/// GET and POST /office/rules/qualifications/{item}: another edition, from a year on.
Task<Result<Response>> edit_edition(Context& context);
/// GET /office/rules/qualifications/{item}/preview.svg (`template`, `year`): a sample certificate.
Task<Result<Response>> preview_template(Context& context);
/// GET and POST /office/rules/footer
Task<Result<Response>> edit_footer(Context& context);

}  // namespace yinxin::http
