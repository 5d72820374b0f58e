// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/storage/value.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// Rows as PostgreSQL's COPY carries them in its binary format (manual, COPY, "Binary Format").
namespace yinxin::storage {

/// The COPY that takes rows in as an INSERT does whose values are its arguments, in their order,
/// and nothing else; empty for any other statement.
[[nodiscard]] std::string copy_command(std::string_view insert);

/// What comes before the first row and after the last.
[[nodiscard]] std::string copy_header();
[[nodiscard]] std::string copy_trailer();

/// Appends one row: integers as BIGINT, texts and bytes as they are.
void append_copy_row(std::string& out, std::span<const Value> row);

/// How many rows there are, and a sum over all of them that does not depend on their order: that of
/// their digests, lane by lane. It shows a copy that went wrong; it is no defence against somebody
/// who makes rows to deceive it.
class RowSum {
  public:
    /// @param row  as append_copy_row writes it.
    void note(std::string_view row);
    [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::string hex() const;
    bool operator==(const RowSum&) const = default;

  private:
    std::int64_t rows_ = 0;
    std::array<std::uint64_t, 4> lanes_{};
};

/// Reads what COPY … TO sends, in whatever pieces it comes.
class CopyReader {
  public:
    explicit CopyReader(RowSum& sum) : sum_(sum) {}
    void put(std::string_view piece);
    /// @error storage.unavailable  it was no whole copy.
    [[nodiscard]] Result<void> finish() const;

  private:
    /// Length of the row that begins at `at`; 0: it is not whole yet.
    [[nodiscard]] std::size_t row_length(std::size_t at) const;

    RowSum& sum_;
    std::string waiting_;
    bool has_header_ = false;
    bool is_over_ = false;
};

}  // namespace yinxin::storage
