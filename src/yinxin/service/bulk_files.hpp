// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/bulk_answers.hpp"
#include "yinxin/service/registered_copies.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/bulk_checks.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// Files of a bulk check, from the bytes to the answers: one for a sealed file, one for each code
/// found in a picture or a scan.
namespace yinxin::service {

/// Codes of one file that are answered; a file of more is answered as far as that.
inline constexpr std::size_t most_codes_of_file = 100;

/// A check to be kept where the holder sees it.
struct FoundCheck {
    HolderId holder;
    LineId line;
    CopyId copy;
    std::string copy_no;
    std::string outcome;  ///< key of the verdict
    domain::CountKey counted;
};

struct AnsweredFile {
    std::vector<JudgedAnswer> answers;  ///< at least one
    std::vector<FoundCheck> found;
    std::optional<verify::Report> alarm;  ///< sealed by us and unknown: to be raised
};

/// Reads, judges and asks the register; keeps nothing.
/// @error unavailable, timed_out  no reading process in time: try again
Task<Result<AnsweredFile>> answer_file(Services& services, storage::BulkFile file, Instant now);
/// The same from the invented files of the sandbox.
[[nodiscard]] AnsweredFile answer_sandbox_file(const storage::BulkFile& file, Instant now);
/// A file that could not be checked for a reason of ours.
[[nodiscard]] AnsweredFile file_not_checked(const storage::BulkFile& file,
                                            std::string_view reason,
                                            Instant now);

}  // namespace yinxin::service
