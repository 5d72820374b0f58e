// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/free_with.hpp"
#include "yinxin/base/result.hpp"
#include "yinxin/storage/value.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

struct pg_result;
extern "C" void PQclear(pg_result* result);

namespace yinxin::storage {

using PostgresResult = std::unique_ptr<pg_result, FreeWith<PQclear>>;

/// What the server said of a statement that failed.
struct PostgresFailure {
    std::string sqlstate;  ///< PostgreSQL manual, appendix A; empty: the connection broke
    std::string message;   ///< names tables and constraints, never values

    /// Another transaction came in the way; the same again may succeed.
    [[nodiscard]] bool is_race() const;
    /// Two applications for one slot; the same again finds the slot taken and says so in words.
    [[nodiscard]] bool is_exclusion() const;
    /// The statement is wrong, or its arguments are: a bug of this program.
    [[nodiscard]] bool is_bug() const;
    /// A constraint refused the change.
    [[nodiscard]] bool is_constraint() const;
};

/// What the caller of a statement, or of the commit behind it, is told. @param where  for logs
[[nodiscard]] Error error_of(const PostgresFailure& failure, std::string_view where);

/// Reads a result's message and state.
[[nodiscard]] PostgresFailure failure_of(const pg_result& result);

/// One row of a result whose columns came in binary.
class PostgresColumns final : public Columns {
  public:
    explicit PostgresColumns(const pg_result* result) : result_(result) {}
    void go_to(int row) { row_ = row; }

    [[nodiscard]] int count() const override;
    [[nodiscard]] bool is_null(int column) const override;
    /// Booleans are 0 and 1; sums of BIGINT come as NUMERIC and are whole.
    [[nodiscard]] std::int64_t integer(int column) const override;
    [[nodiscard]] std::string_view text(int column) const override;
    [[nodiscard]] BytesView bytes(int column) const override;

  private:
    const pg_result* result_;
    int row_ = 0;
};

/// A statement's arguments as libpq takes them. Integers travel as text, so that the server may
/// read them as whichever integer the place needs; texts and bytes travel as they are.
class PostgresArguments {
  public:
    explicit PostgresArguments(std::span<const Value> values);

    [[nodiscard]] int count() const { return static_cast<int>(pointers_.size()); }
    [[nodiscard]] const char* const* pointers() const { return pointers_.data(); }
    [[nodiscard]] const int* lengths() const { return lengths_.data(); }
    [[nodiscard]] const int* formats() const { return formats_.data(); }

  private:
    std::vector<std::string> digits_;
    std::vector<const char*> pointers_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

}  // namespace yinxin::storage
