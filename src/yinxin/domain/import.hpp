// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/domain/keyed.hpp"

/// 导入: a table of results on its way from an upload to a batch somebody else approves.
namespace yinxin::domain {

using ImportId = Id<struct ImportTag>;

enum class ImportState {
    reading,    ///< the program looks through the file; nothing of it is kept yet
    mapping,    ///< waits for the clerk to say what each column is
    staging,    ///< rows are taken over and checked
    checking,   ///< all rows are checked anew, after photos came or the rules changed
    checked,    ///< waits for the clerk: repair, look, submit
    submitted,  ///< its good rows are a batch that waits for, or has, somebody else's approval
    refused,    ///< the file cannot be read; the reason is kept, nothing else
    discarded,  ///< given up by the clerk
};

template <>
struct KeyTable<ImportState> {
    static constexpr std::array<Keyed<ImportState>, 8> rows{{
        {ImportState::reading, "reading"},
        {ImportState::mapping, "mapping"},
        {ImportState::staging, "staging"},
        {ImportState::checking, "checking"},
        {ImportState::checked, "checked"},
        {ImportState::submitted, "submitted"},
        {ImportState::refused, "refused"},
        {ImportState::discarded, "discarded"},
    }};
};

/// Whether the program is at work on it, so that a page shows progress.
[[nodiscard]] constexpr bool is_at_work(ImportState state) noexcept {
    return state == ImportState::reading || state == ImportState::staging ||
           state == ImportState::checking;
}
/// Whether the clerk may still change it.
[[nodiscard]] constexpr bool is_open(ImportState state) noexcept {
    return state != ImportState::submitted && state != ImportState::refused &&
           state != ImportState::discarded;
}

enum class ImportRowState {
    good,
    faulty,    ///< something must be repaired first
    left_out,  ///< the clerk went on without it
};

template <>
struct KeyTable<ImportRowState> {
    static constexpr std::array<Keyed<ImportRowState>, 3> rows{{
        {ImportRowState::good, "good"},
        {ImportRowState::faulty, "faulty"},
        {ImportRowState::left_out, "left_out"},
    }};
};

enum class ImportFileKind { sheet, photos };

template <>
struct KeyTable<ImportFileKind> {
    static constexpr std::array<Keyed<ImportFileKind>, 2> rows{{
        {ImportFileKind::sheet, "sheet"},
        {ImportFileKind::photos, "photos"},
    }};
};

}  // namespace yinxin::domain
