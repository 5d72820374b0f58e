// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/storage/store.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

/// A client's journal (客户日志): what it asked for and what it was told, one JSON object a line
/// (docs/invariants.md). What was acknowledged must be there, whatever happened since.
namespace yinxin::cli {

enum class JournalOp { apply, download, revoke, withdraw, register_account };
enum class JournalOutcome { acknowledged, refused, unknown };

struct JournalLine {
    JournalOp op = JournalOp::apply;
    JournalOutcome outcome = JournalOutcome::unknown;
    std::int64_t at_ms = 0;  ///< since 1970, when the answer came
    std::string id;          ///< what the answer named
};

/// Members that are not known are passed over. @error malformed
[[nodiscard]] Result<JournalLine> parse_journal_line(std::string_view text);

/// Calls `visit` for every line but empty ones. @error file.missing, file.io; malformed, which
/// names the line
[[nodiscard]] Result<void> read_journal(
    const std::filesystem::path& path,
    const std::function<Result<void>(const JournalLine&)>& visit);

/// What the register says of a line that was acknowledged; none: just what the client was told.
struct JournalDoubt {
    std::string object;  ///< "endorsement:7"
    std::string detail;  ///< "gone", "is ready" after a withdrawal
};
Result<std::optional<JournalDoubt>> compare_journal_line(storage::Reader& reader,
                                                         const JournalLine& line);

}  // namespace yinxin::cli

template <>
struct yinxin::domain::KeyTable<yinxin::cli::JournalOp> {
    static constexpr std::array<Keyed<cli::JournalOp>, 5> rows{{
        {cli::JournalOp::apply, "apply"},
        {cli::JournalOp::download, "download"},
        {cli::JournalOp::revoke, "revoke"},
        {cli::JournalOp::withdraw, "withdraw"},
        {cli::JournalOp::register_account, "register"},
    }};
};
template <>
struct yinxin::domain::KeyTable<yinxin::cli::JournalOutcome> {
    static constexpr std::array<Keyed<cli::JournalOutcome>, 3> rows{{
        {cli::JournalOutcome::acknowledged, "acknowledged"},
        {cli::JournalOutcome::refused, "refused"},
        {cli::JournalOutcome::unknown, "unknown"},
    }};
};
