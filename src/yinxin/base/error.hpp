// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

namespace yinxin {

/// Stable reason of an outcome the caller can act on; the list is error_codes.def.
enum class ErrorCode : int {
#define YX_ERROR(number, name, dotted) name = number,
#define YX_RESERVED(number)
#include "yinxin/base/error_codes.def"
#undef YX_ERROR
#undef YX_RESERVED
};

/// The public dotted name, e.g. "endorsement.limit_reached".
[[nodiscard]] std::string_view dotted_name(ErrorCode code) noexcept;

/// One refused or failed outcome.
///
/// `detail` is for logs: it may name objects and numbers of the system, never personal data.
/// `params` are the values the person-facing message needs (e.g. {"first_day", "2026-12-01"}).
class Error {
  public:
    explicit Error(ErrorCode code,
                   std::string detail = {},
                   std::source_location where = std::source_location::current());

    [[nodiscard]] ErrorCode code() const noexcept { return code_; }
    [[nodiscard]] const std::string& detail() const noexcept { return detail_; }
    [[nodiscard]] const std::map<std::string, std::string>& params() const noexcept {
        return params_;
    }
    [[nodiscard]] std::optional<std::chrono::seconds> retry_after() const noexcept {
        return retry_after_;
    }
    [[nodiscard]] const std::source_location& where() const noexcept { return where_; }

    /// Adds one value for the person-facing message.
    Error& with(std::string key, std::string value) &;
    Error&& with(std::string key, std::string value) &&;
    Error&& retry_in(std::chrono::seconds wait) &&;

    /// "endorsement.limit_reached: three weigh (endorsements.cpp:42)", for logs.
    [[nodiscard]] std::string describe() const;

  private:
    ErrorCode code_;
    std::string detail_;
    std::map<std::string, std::string> params_;
    std::optional<std::chrono::seconds> retry_after_;
    std::source_location where_;
};

}  // namespace yinxin
