// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/restorations.hpp"

#include <filesystem>
#include <optional>
#include <vector>

/// What somebody else has seen of the audit (见证): a file outside the data directory that names
/// its newest link. Who puts an older database in place of a newer one (回滚) does not take it
/// back.
namespace yinxin::storage {

/// One line: "<seq> <chain in hexadecimal> <time>", as `yinxin audit head` prints it.
struct WitnessLine {
    std::int64_t seq = 0;
    Bytes chain;
    std::optional<Instant> at;  ///< when it was seen; none in lines of others
};

/// Empty lines and those that begin with # say nothing. @error malformed
[[nodiscard]] Result<std::vector<WitnessLine>> parse_witness(std::string_view text);
/// The lines of a file. @error file.missing, file.io, malformed
[[nodiscard]] Result<std::vector<WitnessLine>> read_witness(const std::filesystem::path& path);
/// The newest of all; seq 0: nothing was seen.
[[nodiscard]] WitnessLine newest(const std::vector<WitnessLine>& lines);
[[nodiscard]] std::string witness_line(const AuditHead& head, Instant now);
/// Puts the file in place of the one before, whole or not at all. @error file.io
[[nodiscard]] Result<void> write_witness(const std::filesystem::path& path,
                                         const AuditHead& head,
                                         Instant now);

/// How the audit and what was seen of it agree.
struct WitnessCheck {
    std::int64_t compared = 0;
    /// Places that were lost when an older state was put back, and are known to be (restoration).
    std::int64_t lost = 0;
    /// The first place that is another one, or gone, without anybody having said so.
    std::optional<WitnessLine> missing;
};
Result<WitnessCheck> check_witness(Reader& reader, const std::vector<WitnessLine>& lines);

/// Refuses a database that is older than what was seen, in words that say what to do.
/// @error conflict  with the param `fault` "storage.rolled_back"
Result<void> refuse_rollback(Reader& reader, const std::vector<WitnessLine>& lines);
inline constexpr std::string_view rolled_back_fault = "storage.rolled_back";

}  // namespace yinxin::storage
