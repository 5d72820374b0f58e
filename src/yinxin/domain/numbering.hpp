// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// 证书编号规则: how an authority numbers the certificates whose number no file brings.
namespace yinxin::domain {

/// What a number is made of.
struct NumberParts {
    int year = 0;           ///< of approval
    std::string item_code;  ///< of the qualification, digits: "003"
};

/// A pattern such as "YX{year}{item}{serial:7}{check}", read once.
///
///   capitals, digits, hyphens   as they are
///   {year}, {year:2}   year of approval, four digits or the last two
///   {item}             the qualification's code
///   {serial:n}         counts up from 1 with at least n digits (1 to 12), exactly once
///   {check}            ISO 7064 MOD 37,36 over all before it without hyphens; at the end only
class NumberingRule {
  public:
    /// @error config.invalid  the detail says what is wrong with the pattern.
    [[nodiscard]] static Result<NumberingRule> parse(std::string_view pattern);

    /// Everything but the serial and the check character. Certificates with the same one share a
    /// counter, so that no two get the same number.
    [[nodiscard]] std::string series(const NumberParts& parts) const;
    /// @error certificate.number_invalid  longer than 32 characters.
    [[nodiscard]] Result<std::string> number(const NumberParts& parts, std::int64_t serial) const;

    [[nodiscard]] const std::string& pattern() const noexcept { return pattern_; }
    friend bool operator==(const NumberingRule& a, const NumberingRule& b) {
        return a.pattern_ == b.pattern_;
    }

  private:
    enum class Kind { text, year, item, serial, check };
    struct Piece {
        Kind kind = Kind::text;
        std::string text;
        std::size_t width = 0;
    };
    [[nodiscard]] static Result<Piece> read_field(std::string_view field);
    [[nodiscard]] Result<void> check_shape() const;

    std::string pattern_;
    std::vector<Piece> pieces_;
};

/// For authorities that have none of their own.
inline constexpr std::string_view usual_numbering = "{year}{item}{serial:8}";

}  // namespace yinxin::domain
