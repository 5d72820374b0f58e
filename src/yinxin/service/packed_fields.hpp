// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/packed_fields.hpp"

namespace yinxin::service {

using yinxin::pack_fields;
using yinxin::unpack_fields;

}  // namespace yinxin::service
