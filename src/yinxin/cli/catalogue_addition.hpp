// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference.hpp"
#include "yinxin/storage/store.hpp"

namespace yinxin::cli {

/// Whether the operator may put `after` in the place of `before` (docs/choices.md#c151). What is
/// there only grows: issuers, authorities, policies and seals stay, and a qualification stays once
/// anything was handed in for it. Policies and qualifications that are there, and the footer, are
/// changed by the office.
/// @error conflict  the detail names what is against it
Result<void> check_addition(storage::Reader& reader,
                            const config::Reference& before,
                            const config::Reference& after);

}  // namespace yinxin::cli
