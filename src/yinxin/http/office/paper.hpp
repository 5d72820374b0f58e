// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /office/paper: the register of printed certificates.
Task<Result<Response>> show_paper_list(Context& context);
/// POST /office/paper/find: by a number, which stands in no address.
Task<Result<Response>> find_paper(Context& context);
/// GET /office/paper/{line}: one certificate's paper ("<holder>-<line>").
Task<Result<Response>> show_paper(Context& context);
/// POST /office/paper/{line}/print, /edit, /state, /undo
Task<Result<Response>> print_one_paper(Context& context);
Task<Result<Response>> edit_one_paper(Context& context);
Task<Result<Response>> change_one_paper(Context& context);
Task<Result<Response>> undo_one_paper(Context& context);

}  // namespace yinxin::http
