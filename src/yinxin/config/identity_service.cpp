// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/identity_service.hpp"

#include "yinxin/config/login.hpp"

namespace yinxin::config {

bool IdentityService::may_lead_to(std::string_view address) const {
    const std::string there = origin_of_url(address);
    return !there.empty() && there == origin_of_url(pages.empty() ? url : pages);
}

}  // namespace yinxin::config
