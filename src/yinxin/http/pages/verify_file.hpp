// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/storage/checks.hpp"

namespace yinxin::http {

/// POST /verify/file (file, recipient, as_of): judges the file, keeps the answer for a day and
/// leads to its page.
Task<Result<Response>> verify_file(Context& context);

/// POST /verify/photo (file): leads to the copy whose code the photograph shows, else to an answer
/// about it like that about a file.
Task<Result<Response>> verify_photograph(Context& context);

/// The page of the three ways, with what was typed and what was wrong with it.
Response show_ways(Context& context, const FormErrors& errors);
/// One more question by this address. @error too_many_requests
Result<void> take_query(Context& context);

/// Who checks, as the holder will read it: the organisation for which the visitor acts, the account
/// with its name partly hidden, or nobody.
storage::Checker checker_of(const Context& context);

}  // namespace yinxin::http
