// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/mobile.hpp"
#include "yinxin/domain/person_name.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace yinxin::service {

/// NIST SP 800-63B-4 section 3.1.1.2: a password that is the only factor has at least 15
/// characters; long ones are accepted whole, there are no rules of composition and no expiry.
/// Characters are code points.
inline constexpr std::size_t min_password_length = 15;
inline constexpr std::size_t max_password_length = 128;

/// What an attacker who knows the person would try first.
struct PasswordOwner {
    std::string login_name;
    std::optional<domain::PersonName> name;
    std::optional<domain::IdNumber> document;
    std::optional<domain::Mobile> mobile;
};

/// Whether a new password may be used. Refused as common: one that is made of little more than
/// common passwords, keyboard walks, runs, repeated pieces, words of this service and facts about
/// its owner (login name, birthday, parts of the ID number and of the mobile, the name), letters
/// compared without case. Imported passwords are never judged.
///
/// Judged and counted in the form it is stored in, NFKC (docs/choices.md#c21).
/// @error account.password_too_short  param `min`
/// @error account.password_too_long   param `max`
/// @error account.password_common
/// @error malformed  not UTF-8.
Result<void> check_new_password(const Secret& password, const PasswordOwner& owner);

}  // namespace yinxin::service
