// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/storage/checks.hpp"

namespace yinxin::http {

/// GET /checks: 核验记录, who checked my certificates and what I have checked.
Task<Result<Response>> show_checks(Context& context);

/// One check in a list: when, by whom, through which door, what came out, why. The section STANDING
/// says what is known of an organisation's name.
void set_check(View& row, const Context& context, const storage::CheckRow& check);
/// What came out of a check, in words.
std::string outcome_words(const Context& context, const storage::CheckRow& check);

}  // namespace yinxin::http
