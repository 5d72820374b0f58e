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

/// What the register says of a line that was acknowledged, if not just what the client was told.
struct JournalDoubt {
    std::string object;  ///< "endorsement:7"
    std::string detail;  ///< "gone", "is ready" after a withdrawal
};

/// Calls `visit` for every acknowledged line of the journal that the register does not bear out, in
/// the journal's order. What a line names by number, code or HOLDER-LINE is found by its key; what
/// it names by id alone in one pass over its table, however many lines there are. The acknowledged
/// lines are held in memory, about 100 bytes each. @return how many lines were compared
/// @error as read_journal; of the store
[[nodiscard]] Result<std::int64_t> compare_journal(
    storage::Reader& reader,
    const std::filesystem::path& path,
    const std::function<void(const JournalDoubt&)>& visit);

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
