// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace yinxin::http {

struct JsonMember;

/// A JSON value as a client sent it. Fractions are not there: nothing here takes one.
struct JsonValue {
    using List = std::vector<JsonValue>;
    using Members = std::vector<JsonMember>;  ///< each name once
    std::variant<std::monostate, bool, std::int64_t, std::string, List, Members> is;
};
struct JsonMember {
    std::string name;
    JsonValue value;
};

/// Bounds of a JSON text.
struct JsonLimits {
    std::size_t depth = 8;
    std::size_t values = 50'000;  ///< in the whole text
};

/// Reads a whole JSON text (RFC 8259). Strict, so that no two readers see different data: no name
/// twice in an object, no trailing text, clean UTF-8, no lone surrogates, no fractions.
/// @error malformed  the detail says where, not what.
[[nodiscard]] Result<JsonValue> parse_json(std::string_view text, JsonLimits limits = {});

/// Reads one object member by member and remembers what is wrong first; finish() says it. A member
/// nobody asked for is wrong, too.
class JsonReader {
  public:
    /// @param value  anything but an object is wrong.
    explicit JsonReader(const JsonValue& value);

    /// Must be there, with something in it.
    [[nodiscard]] std::string text(std::string_view name);
    /// null counts as left out.
    [[nodiscard]] std::optional<std::string> text_if_any(std::string_view name);
    [[nodiscard]] std::optional<std::int64_t> integer_if_any(std::string_view name);
    /// An object or list of a further reader; null if it was left out.
    [[nodiscard]] const JsonValue* value_if_any(std::string_view name);
    /// Records that a member is wrong; the first record stays.
    void refuse(std::string_view name);

    /// ok, or the first member that is wrong. @error invalid_input  param `member`
    [[nodiscard]] Result<void> finish();

  private:
    const JsonValue* ask(std::string_view name);

    const JsonValue::Members* members_ = nullptr;
    std::set<std::string, std::less<>> asked_;
    std::optional<std::string> wrong_;
};

}  // namespace yinxin::http
