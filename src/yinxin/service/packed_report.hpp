// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/verify/judge.hpp"

#include <string>
#include <string_view>

namespace yinxin::service {

/// What a question was about.
enum class Subject {
    file,     ///< an uploaded file
    code,     ///< a copy named by its QR or 核验码; no file was seen
    receipt,  ///< an uploaded file that is a receipt of ours
    summary,  ///< an uploaded file that is a result or summary of a bulk check of ours
};

/// Where a QR in a picture leads.
enum class CodeTarget {
    copy,       ///< to a copy of ours
    unknown,    ///< to this service, but there is no such copy
    elsewhere,  ///< to another address: never a link on our page
    other,      ///< is no address at all
    offline,    ///< looks like an offline code, but was not signed by us
};

/// One QR found in a picture or a page, and what the register says of it.
struct FoundCopy {
    std::size_t page = 1;  ///< from 1
    CodeTarget target = CodeTarget::other;
    std::string host;  ///< elsewhere: whose address it is
    verify::Verdict verdict = verify::Verdict::indeterminate;
    bool is_early = false;  ///< EXPIRED: its time had not begun at the moment asked about
    std::optional<verify::RegisteredCopy> copy;
};

/// A receipt of ours that somebody gave us to look at.
struct KnownReceipt {
    std::string number;
    Instant made_at{};
    Instant checked_at{};
    std::string verdict;  ///< its key
};

/// A document of a bulk check that somebody gave us to look at.
struct KnownSummary {
    std::string number;
    Instant ended_at{};
    bool is_table = false;  ///< the result's table; else the summary itself
    bool is_cancelled = false;
    std::int64_t answers = 0;
    std::int64_t valid = 0;
};

/// One answer as it is kept.
struct CheckedSubject {
    Subject subject = Subject::file;
    std::string asked_by;    ///< who the verifier says he is; may be empty
    std::uint64_t size = 0;  ///< bytes of the file
    verify::Report report;
    std::vector<FoundCopy> found;
    std::optional<KnownReceipt> receipt;
    std::optional<KnownSummary> summary;

    /// Whether it is a letter of ours, which certifies nobody.
    [[nodiscard]] bool is_letter() const noexcept { return receipt || summary; }
};

/// For a sealed column.
[[nodiscard]] std::string pack(const CheckedSubject& checked);
/// @error malformed  not written by pack, or by a program whose reports had other members.
[[nodiscard]] Result<CheckedSubject> unpack_checked(std::string_view packed);

}  // namespace yinxin::service
