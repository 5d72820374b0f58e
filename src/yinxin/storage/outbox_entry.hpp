// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/distribution.hpp"

#include <string>
#include <variant>
#include <vector>

/// What stands in one row of holder_outbox: statements with their arguments.
namespace yinxin::storage {

/// An argument that outlives its caller.
using KeptValue = std::variant<std::monostate, std::int64_t, std::string, Bytes>;

struct KeptStatement {
    const Statement* statement = nullptr;
    std::vector<KeptValue> values;
};

[[nodiscard]] KeptStatement keep(const Statement& statement, std::span<const Value> values);
/// Borrows from the kept ones.
[[nodiscard]] std::vector<Value> borrow(const std::vector<KeptValue>& values);

/// Form 1: for each statement its name, the number of its values, and of each a letter and its
/// content; numbers are big-endian, lengths 32 bits.
[[nodiscard]] Bytes write_entry(const std::vector<KeptStatement>& statements);
/// @error malformed  not written by write_entry, or by a program that knows more statements
[[nodiscard]] Result<std::vector<KeptStatement>> read_entry(BytesView body);

}  // namespace yinxin::storage
