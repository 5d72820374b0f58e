// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"
#include "yinxin/verify/judge.hpp"

#include <string_view>

namespace yinxin::service {

/// Judges the text of an offline code (离线核验码) by the key with which this installation signs
/// them. Whether the certificate is good now is for the register to say: where the signature is
/// right, report.face.copy_no names the copy.
[[nodiscard]] Result<verify::Report> judge_offline_text(storage::Reader& reader,
                                                        std::string_view text,
                                                        const verify::Question& question);

}  // namespace yinxin::service
