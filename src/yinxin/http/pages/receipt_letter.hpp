// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/letter.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/receipts.hpp"

namespace yinxin::http {

/// The receipt of an answer, in the words of its page and the visitor's language.
[[nodiscard]] documents::Letter receipt_letter(const Context& context,
                                               const service::KeptAnswer& answer);

}  // namespace yinxin::http
