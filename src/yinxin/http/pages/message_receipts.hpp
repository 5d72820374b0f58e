// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// Where carriers of messages say what became of them (docs/messages.md, Receipts).
namespace yinxin::http {

/// POST /gateway/{name}/receipts
Task<Result<Response>> take_message_receipts(Context& context);

}  // namespace yinxin::http
