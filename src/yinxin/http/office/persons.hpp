// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /office/certificates/{certificate}/person: the holder's names, documents and accounts.
Task<Result<Response>> show_office_person(Context& context);
/// POST …/person/document: another ID document of the same person; a second person decides.
Task<Result<Response>> wish_document(Context& context);
/// POST …/person/accounts: two accounts become one; a second person decides.
Task<Result<Response>> wish_merge(Context& context);

}  // namespace yinxin::http
