// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/letter.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/query_answers.hpp"
#include "yinxin/service/receipts.hpp"

namespace yinxin::http {

/// The receipt of an answer, in the words of its page and the visitor's language.
[[nodiscard]] documents::Letter receipt_letter(const Context& context,
                                               const service::KeptAnswer& answer);
/// The receipt of a query: what was asked, with the ID number masked, and how the certificate
/// stood.
[[nodiscard]] documents::Letter query_receipt_letter(const Context& context,
                                                     const service::QueryAnswer& answer);

}  // namespace yinxin::http
