// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/ids.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/domain/keyed.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

/// What goes into and comes out of the database: NULL, integers, text, bytes.
///
/// Instants are stored as UTC epoch seconds, civil days as "YYYY-MM-DD", flags as 0 and 1.
namespace yinxin::storage {

/// A statement's argument; texts and bytes are borrowed until the statement has run.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, BytesView>;
/// All arguments of one run of a statement, $1 first.
using Values = std::vector<Value>;

inline Value to_value(std::int64_t value) {
    return value;
}
inline Value to_value(int value) {
    return static_cast<std::int64_t>(value);
}
inline Value to_value(bool value) {
    return static_cast<std::int64_t>(value ? 1 : 0);
}
inline Value to_value(std::string_view value) {
    return value;
}
inline Value to_value(const std::string& value) {
    return std::string_view(value);
}
inline Value to_value(const char* value) {
    return std::string_view(value);
}
inline Value to_value(const Bytes& value) {
    return BytesView(value);
}
inline Value to_value(BytesView value) {
    return value;
}
template <std::size_t size>
Value to_value(const std::array<std::uint8_t, size>& value) {
    return BytesView(value);
}
inline Value to_value(Instant value) {
    return epoch_of(value);
}
template <class Tag>
Value to_value(Id<Tag> value) {
    return value.value;
}
/// Enumerations are stored as their stable key.
template <domain::HasKeys E>
Value to_value(E value) {
    return domain::key(value);
}
inline Value to_value(std::nullopt_t) {
    return std::monostate{};
}
template <class T>
Value to_value(const std::optional<T>& value) {
    return value ? to_value(*value) : Value{};
}
void to_value(CivilDay) = delete;  // bind format_day(day): the text must outlive the call

/// The current row of a running query; columns count from 0.
class Columns {
  public:
    virtual ~Columns() = default;
    [[nodiscard]] virtual int count() const = 0;
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual std::string_view text(int column) const = 0;
    [[nodiscard]] virtual BytesView bytes(int column) const = 0;
};

inline void from_column(const Columns& row, int i, std::int64_t& out) {
    out = row.integer(i);
}
inline void from_column(const Columns& row, int i, int& out) {
    out = static_cast<int>(row.integer(i));
}
inline void from_column(const Columns& row, int i, bool& out) {
    out = row.integer(i) != 0;
}
inline void from_column(const Columns& row, int i, std::string& out) {
    out = row.text(i);
}
inline void from_column(const Columns& row, int i, Bytes& out) {
    const BytesView bytes = row.bytes(i);
    out.assign(bytes.begin(), bytes.end());
}
inline void from_column(const Columns& row, int i, Instant& out) {
    out = instant_of(row.integer(i));
}
void from_column(const Columns& row, int i, CivilDay& out);
/// A key this program does not know is a damaged row and reads as the enumeration's first value.
template <domain::HasKeys E>
void from_column(const Columns& row, int i, E& out) {
    const auto value = domain::parse_key<E>(row.text(i));
    out = value ? *value : domain::all_keyed<E>().front().value;
}
template <class Tag>
void from_column(const Columns& row, int i, Id<Tag>& out) {
    out.value = row.integer(i);
}
template <class T>
void from_column(const Columns& row, int i, std::optional<T>& out) {
    if (row.is_null(i)) {
        out.reset();
    } else {
        from_column(row, i, out.emplace());
    }
}

}  // namespace yinxin::storage
