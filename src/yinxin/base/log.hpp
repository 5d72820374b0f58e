// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

/// Structured logs: one JSON object a line on standard error.
///
/// Never pass personal data or secrets: an event says what happened to which id, not to whom.
namespace yinxin::log {

enum class Level { debug, info, warning, error };

using Value = std::variant<std::int64_t, double, bool, std::string_view>;
struct Field {
    std::string_view key;
    Value value;
};

void set_level(Level least);
/// @param event  dotted name, e.g. "job.dead_lettered".
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::info, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::error, event, fields);
}

/// Text as a JSON string with its quotes; control characters are escaped, so a record stays one
/// line.
[[nodiscard]] std::string json_quote(std::string_view text);

}  // namespace yinxin::log
