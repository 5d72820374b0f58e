// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"

#include <string>
#include <string_view>

/// What a browser signs with a passkey: 32 random bytes, good once, within challenge_lasts, and at
/// the one place they were made for (a session and a use). The office and holders share it.
namespace yinxin::service {

struct MadeChallenge {
    std::string challenge;  ///< base64url
    std::string sealed;     ///< the same for the form
};
[[nodiscard]] MadeChallenge make_challenge(const Services& services,
                                           std::string_view place,
                                           Instant now);
/// What was asked for, once: the challenge is used up by being opened.
/// @error staff.passkey_refused
Result<std::string> use_challenge(storage::Transaction& transaction,
                                  const Services& services,
                                  std::string_view place,
                                  std::string_view sealed,
                                  Instant now);
/// A part of a browser's answer, base64url. @error staff.passkey_refused
Result<Bytes> decode_part(std::string_view text, const char* what);

}  // namespace yinxin::service
