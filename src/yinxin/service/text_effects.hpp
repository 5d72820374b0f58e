// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/proposal_effects.hpp"

#include <string_view>

/// What approved texts and rules do.
namespace yinxin::service {

inline constexpr std::string_view notice_object = "text:notice";
inline constexpr std::string_view privacy_object = "text:privacy";
inline constexpr std::string_view rules_object = "rules:reference";

/// The next version of the 服务须知 or the 隐私政策, in force from now on. @error proposal.outdated
Result<void> publish_notice(storage::Transaction& transaction, const Effect& effect);
/// The next version of the reference data, in force from now on. Every node reads it within a
/// second (reload_reference). @error proposal.outdated, config.invalid
Result<void> publish_rules(storage::Transaction& transaction, const Effect& effect);

}  // namespace yinxin::service
