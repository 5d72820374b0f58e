// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/verify/judge.hpp"

#include <string>
#include <string_view>

namespace yinxin::service {

/// What a question was about.
enum class Subject {
    file,  ///< an uploaded file
    code,  ///< a copy named by its QR or 核验码; no file was seen
};

/// One answer as it is kept.
struct CheckedSubject {
    Subject subject = Subject::file;
    std::string asked_by;    ///< who the verifier says he is; may be empty
    std::uint64_t size = 0;  ///< bytes of the file
    verify::Report report;
};

/// For a sealed column.
[[nodiscard]] std::string pack(const CheckedSubject& checked);
/// @error malformed  not written by pack, or by a program whose reports had other members.
[[nodiscard]] Result<CheckedSubject> unpack_checked(std::string_view packed);

}  // namespace yinxin::service
