// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/error.hpp"

#include <optional>
#include <utility>
#include <variant>

namespace yinxin {

/// A value, or the Error that explains why there is none.
///
/// Names follow std::expected. Dereferencing the wrong side is a bug and throws
/// std::bad_variant_access (of a Result<void>: std::bad_optional_access), which only the three
/// outermost loops catch.
template <class T>
class [[nodiscard]] Result {
  public:
    using value_type = T;

    Result(T value)
        : state_(std::in_place_index<0>, std::move(value)) {
    }  // NOLINT(google-explicit-constructor)
    Result(Error error)
        : state_(std::in_place_index<1>, std::move(error)) {
    }  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] T& value() & { return std::get<0>(state_); }
    [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const& { return std::get<1>(state_); }
    [[nodiscard]] Error&& error() && { return std::get<1>(std::move(state_)); }

  private:
    std::variant<T, Error> state_;
};

/// Success without a value, or the Error.
template <>
class [[nodiscard]] Result<void> {
  public:
    using value_type = void;

    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool has_value() const noexcept { return !error_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }
    void operator*() const noexcept {}

    [[nodiscard]] const Error& error() const& { return error_.value(); }
    [[nodiscard]] Error&& error() && { return std::move(error_).value(); }

  private:
    std::optional<Error> error_;
};

/// The successful outcome of an operation that yields nothing.
inline Result<void> ok() {
    return {};
}

}  // namespace yinxin

#define YX_CONCAT_IMPL(a, b) a##b
#define YX_CONCAT(a, b) YX_CONCAT_IMPL(a, b)
#define YX_TRY_IMPL(leave, tmp, decl, ...)  \
    auto tmp = (__VA_ARGS__);               \
    if (!tmp) leave std::move(tmp).error(); \
    decl = *std::move(tmp)
#define YX_CHECK_IMPL(leave, tmp, ...) \
    if (auto tmp = (__VA_ARGS__); !tmp) leave std::move(tmp).error()

/// `YX_TRY(auto row, find(...));` declares row, or returns the Error from this function.
#define YX_TRY(decl, ...) YX_TRY_IMPL(return, YX_CONCAT(yx_try_, __LINE__), decl, __VA_ARGS__)
/// `YX_CHECK(step());` returns the Error from this function if there is one; the value is dropped.
#define YX_CHECK(...) YX_CHECK_IMPL(return, YX_CONCAT(yx_try_, __LINE__), __VA_ARGS__)
/// The same two inside coroutines.
#define YX_CO_TRY(decl, ...) YX_TRY_IMPL(co_return, YX_CONCAT(yx_try_, __LINE__), decl, __VA_ARGS__)
#define YX_CO_CHECK(...) YX_CHECK_IMPL(co_return, YX_CONCAT(yx_try_, __LINE__), __VA_ARGS__)
