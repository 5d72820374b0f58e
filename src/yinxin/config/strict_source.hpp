// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/strict_table.hpp"

#include <toml++/toml.h>

namespace yinxin::config {

/// The parsed table behind a StrictTable; only the files that parse see it.
struct StrictTable::Source {
    const toml::table& table;
};

}  // namespace yinxin::config
