// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/receipts.hpp"

#include <string>
#include <string_view>

namespace yinxin::service {

/// What a receipt says, for machines: codes and masked data as the page showed them, and the
/// letter's own words. Never a file's name or content.
/// @param service_url  whose receipt it is.
[[nodiscard]] std::string receipt_json(const KeptAnswer& answer,
                                       const documents::Letter& letter,
                                       std::string_view service_url);

}  // namespace yinxin::service
