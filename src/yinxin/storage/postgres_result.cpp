// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/postgres_result.hpp"

#include <charconv>
#include <libpq-fe.h>

namespace yinxin::storage {
namespace {

// Object ids of built-in types (PostgreSQL's catalogue pg_type; they never change).
constexpr Oid type_boolean = 16;
constexpr Oid type_bigint = 20;
constexpr Oid type_smallint = 21;
constexpr Oid type_integer = 23;
constexpr Oid type_numeric = 1700;

constexpr int text_format = 0;
constexpr int binary_format = 1;

std::uint64_t big_endian(const unsigned char* bytes, int length) {
    std::uint64_t value = 0;
    for (int i = 0; i < length; ++i)
        value = value << 8U | bytes[i];
    return value;
}

std::int16_t small_at(const unsigned char* bytes, int place) {
    return static_cast<std::int16_t>(big_endian(bytes + 2 * place, 2));
}

/// The whole part of a NUMERIC: count, weight, sign, scale, then digits of base 10,000.
std::int64_t whole_numeric(const unsigned char* bytes) {
    const int digits = small_at(bytes, 0);
    const int weight = small_at(bytes, 1);
    const bool is_negative = big_endian(bytes + 4, 2) == 0x4000;
    std::int64_t value = 0;
    for (int i = 0; i <= weight; ++i) {
        value = value * 10'000 + (i < digits ? small_at(bytes, 4 + i) : 0);
    }
    return is_negative ? -value : value;
}

bool is_of_class(const std::string& sqlstate, std::string_view name) {
    return std::string_view(sqlstate).starts_with(name);
}

}  // namespace

// Codes: PostgreSQL manual, appendix A.
bool PostgresFailure::is_race() const {
    return sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "55P03";
}

bool PostgresFailure::is_exclusion() const {
    return sqlstate == "23P01";
}

bool PostgresFailure::is_bug() const {
    return is_of_class(sqlstate, "42") || is_of_class(sqlstate, "22") || sqlstate == "08P01";
}

bool PostgresFailure::is_constraint() const {
    return is_of_class(sqlstate, "23");
}

Error error_of(const PostgresFailure& failure, std::string_view where) {
    const std::string detail = std::string(where) + ": " + failure.sqlstate + " " + failure.message;
    if (failure.is_constraint()) return Error(ErrorCode::storage_conflict, detail);
    if (failure.is_bug()) return Error(ErrorCode::internal, detail);
    return Error(ErrorCode::storage_unavailable, detail);
}

PostgresFailure failure_of(const pg_result& result) {
    const auto field = [&](int code) {
        const char* text = PQresultErrorField(&result, code);
        return std::string(text == nullptr ? "" : text);
    };
    // The primary message only: the detail of a broken constraint repeats the row's values.
    return {field(PG_DIAG_SQLSTATE), field(PG_DIAG_MESSAGE_PRIMARY)};
}

int PostgresColumns::count() const {
    return PQnfields(result_);
}

bool PostgresColumns::is_null(int column) const {
    return PQgetisnull(result_, row_, column) != 0;
}

std::int64_t PostgresColumns::integer(int column) const {
    if (is_null(column)) return 0;
    const char* data = PQgetvalue(result_, row_, column);
    const auto* bytes = reinterpret_cast<const unsigned char*>(data);
    switch (PQftype(result_, column)) {
        case type_boolean:
            return *bytes != 0 ? 1 : 0;
        case type_smallint:
            return small_at(bytes, 0);
        case type_integer:
            return static_cast<std::int32_t>(big_endian(bytes, 4));
        case type_bigint:
            return static_cast<std::int64_t>(big_endian(bytes, 8));
        case type_numeric:
            return whole_numeric(bytes);
        default:
            break;
    }
    std::int64_t value = 0;
    std::from_chars(data, data + PQgetlength(result_, row_, column), value);
    return value;
}

std::string_view PostgresColumns::text(int column) const {
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

BytesView PostgresColumns::bytes(int column) const {
    return as_bytes(text(column));
}

PostgresArguments::PostgresArguments(std::span<const Value> values) {
    digits_.reserve(values.size());  // pointers into it stay good
    for (const Value& value : values) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            const std::string& digits = digits_.emplace_back(std::to_string(*number));
            pointers_.push_back(digits.c_str());
            lengths_.push_back(0);
            formats_.push_back(text_format);
            continue;
        }
        std::string_view raw;
        bool is_null = std::holds_alternative<std::monostate>(value);
        if (const auto* text = std::get_if<std::string_view>(&value)) raw = *text;
        if (const auto* bytes = std::get_if<BytesView>(&value)) {
            raw = {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
        }
        // Libpq takes a null pointer for NULL, and an empty value has none of its own.
        pointers_.push_back(is_null ? nullptr : raw.data() == nullptr ? "" : raw.data());
        lengths_.push_back(static_cast<int>(raw.size()));
        formats_.push_back(binary_format);
    }
}

}  // namespace yinxin::storage
