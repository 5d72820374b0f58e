// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/checks.hpp"
#include "yinxin/storage/copies.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace yinxin::service {

/// What a person who holds a copy may learn from its QR or code: that such a copy exists, and the
/// data to compare with the paper, names and numbers masked (design section 3).
///
/// It proves nothing about the paper: a QR can be moved to another sheet.
enum class ComparisonVerdict {
    current,     ///< genuine; certificate valid, endorsement in its time (or none needed)
    expired,     ///< genuine; the certificate is valid, the endorsement is over
    withdrawn,   ///< genuine; the holder ended the endorsement
    ended,       ///< genuine; the office ended it (correction, recall, seal)
    not_ready,   ///< the copy is being made
    suspended,   ///< the certificate is suspended, may be restored
    revoked,     ///< the certificate is declared void
    cancelled,   ///< the certificate was cancelled
    superseded,  ///< there is a newer version: ask the holder for a new copy
    recalled,    ///< the batch was recalled by the office
    stopped,     ///< the batch was stopped until the office has looked at it
};

struct Comparison {
    ComparisonVerdict verdict = ComparisonVerdict::not_ready;
    storage::CopyRow copy;
    /// The version printed on the copy. Only the fields named here may be shown before a match:
    /// title, qualification, level, specialty, dates, issuer, and the masked texts below.
    domain::FaceData face;
    std::string masked_name;
    std::string masked_id;
    domain::CertificateStatus status = domain::CertificateStatus::valid;
    Instant status_at;
    Instant as_of;
};

/// Who looks at a copy. A look by somebody who is known is kept and shown to the holder; one by
/// nobody known, or by the holder himself, is counted per minute, without who.
struct Onlooker {
    storage::Checker checker;
    std::vector<HolderId> own;  ///< persons his account is bound to
    std::string address{};      ///< from where; for limits only
};
/// Looking again within so long for the same purpose is the same look.
inline constexpr std::chrono::minutes same_look{10};

/// @param door  page (a scanned code) or code (a typed one)
/// @error not_found  no such copy.
Task<Result<Comparison>> compare_by_token(Services& services,
                                          std::string token,
                                          storage::Door door,
                                          Onlooker onlooker = {});
/// The token a typed 核验码 leads to. @error copy.code_invalid, not_found
Task<Result<std::string>> find_token_by_code(Services& services, std::string_view code);

struct MatchAnswer {
    bool is_match = false;
    Bytes photo;  ///< only after a match, and never after the copy has ended
};
/// Whether the name and the last four characters of the ID number printed on a paper are those of
/// this copy. At most ten tries per copy and hour, six of them from one address, so that one who
/// guesses does not shut out the others. Every try of somebody known is kept.
/// @error not_found, too_many_requests
Task<Result<MatchAnswer>> match_copy(Services& services,
                                     std::string token,
                                     std::string name,
                                     std::string id_tail,
                                     Onlooker onlooker = {});

}  // namespace yinxin::service
