// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/public_key.hpp"
#include "yinxin/verify/judge.hpp"

#include <span>

namespace yinxin::verify {

/// Judges the text of an offline code (signing/offline_code.hpp) by its signature and its own end.
/// Whether the certificate is still good is not asked and cannot be known; the finding
/// "offline.status_not_asked" says so.
/// @param keys  those whose codes are believed.
[[nodiscard]] Report judge_offline_code(std::string_view text,
                                        std::span<const crypto::PublicKey> keys,
                                        const Question& question);

}  // namespace yinxin::verify
