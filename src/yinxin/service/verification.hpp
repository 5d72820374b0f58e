// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/registered_copies.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/checks.hpp"
#include "yinxin/verify/judge.hpp"

#include <optional>
#include <string>

namespace yinxin::service {

/// A file somebody wants judged, and on whose behalf.
struct FileQuestion {
    Bytes file;
    std::optional<std::string> recipient;  ///< who the verifier is; checked against the copy's
    std::optional<Instant> at;             ///< a past moment; now when absent
    storage::Checker checker;              ///< who asks, as far as known, and why
    storage::Door door = storage::Door::upload;
};

/// What a stranger's file claims, read where it can do no harm.
/// @error unavailable  no reading process is free; with retry_after
Task<Result<verify::Claims>> read_claims(Services& services, Bytes file);

/// Reads the file in the sandbox, asks the register for the copies it is or names, judges, and
/// records the check where it concerns a copy of ours (the holder sees it). A file sealed under our
/// anchors that the register does not know raises the alarm "verify.not_issued" (audit and metric).
/// @error too_large  over settings.limits
/// @error unavailable  no reading process is free, or one died over a file that is ours; with
///        retry_after.  @error timed_out  reading a file that is ours took too long; likewise
Task<Result<verify::Report>> verify_file(Services& services, FileQuestion question);

/// A file as it was judged, before anything is kept.
struct JudgedFile {
    verify::Report report;
    std::optional<RegisterEntry> entry;  ///< of the copy it is or names
};
/// The first half of verify_file: reads and judges, keeps nothing. @error as verify_file
Task<Result<JudgedFile>> judge_file(Services& services,
                                    Bytes file,
                                    std::optional<std::string> recipient,
                                    std::optional<Instant> at);
/// The second half: the check where the holder can see it, and the alarm. Nothing where the file
/// is none of ours.
Result<void> keep_judged(storage::Transaction& transaction,
                         const Services& services,
                         const JudgedFile& judged,
                         storage::Door door,
                         const storage::Checker& checker,
                         Instant now);

/// What the register knows of a copy named by its number, 核验码 or token ("/v/<token>" links of
/// our own public_url are read as tokens). @error not_found
Task<Result<verify::RegisteredCopy>> find_registered_copy(Services& services, std::string name);

/// Judges a copy by what the register says alone: for QR links and codes, where there is no file.
/// VALID here means "such a copy exists and is current", not that a paper is it.
[[nodiscard]] verify::Report judge_registered(const verify::RegisteredCopy& copy,
                                              const std::optional<std::string>& recipient,
                                              Instant at);

}  // namespace yinxin::service
