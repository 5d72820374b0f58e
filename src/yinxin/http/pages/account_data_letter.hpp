// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/letter.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/account_data.hpp"

namespace yinxin::http {

/// My data to read on paper, in the visitor's language: what the page shows, in full, with the
/// newest entries of every list. The JSON has all of them.
[[nodiscard]] documents::Letter account_data_letter(const Context& context,
                                                    const service::AccountData& data);

}  // namespace yinxin::http
