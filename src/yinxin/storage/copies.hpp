// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/copy.hpp"
#include "yinxin/domain/copy_code.hpp"
#include "yinxin/domain/copy_format.hpp"
#include "yinxin/domain/endorsement.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <vector>

namespace yinxin::storage {

/// One copy (加注件, or the copy of a certificate that needs no endorsement) with its endorsement.
/// Members stand in the order of sql/copy/find.sql.
struct CopyRow {
    HolderId holder;
    CopyId id;
    std::string copy_no;
    std::string code;   ///< domain::CopyCode::value
    std::string token;  ///< domain::CopyToken::value
    LineId line;
    int version = 0;
    domain::CopyState state = domain::CopyState::pressing;
    Instant created_at;
    std::optional<Instant> released_at;
    std::optional<EndorsementId> endorsement;  ///< none: exempt; then none of the following
    std::optional<Instant> applied_at;
    std::optional<Instant> valid_until;
    std::optional<int> days;
    std::optional<std::string> scenario;
    std::optional<std::string> recipient;
    std::optional<domain::EndorsementState> endorsement_state;
    std::optional<std::string> failure_code;
};

/// One sealed file of a copy, as the register knows it.
struct CopyFileRow {
    domain::CopyFormat format = domain::CopyFormat::pdf;
    Bytes sha256;
    std::int64_t size = 0;
    std::string profile;    ///< "B-B" or "B-T", of an OFD "SES-B" or "SES-T"
    bool has_blob = false;  ///< false after the endorsement ended
    Instant sealed_at;
};

/// Where a look-up leads.
struct CopyKey {
    HolderId holder;
    CopyId copy;
};

Result<std::optional<CopyRow>> find_copy(Reader& reader, CopyKey key);
Result<std::optional<CopyFileRow>> find_copy_file(Reader& reader,
                                                  CopyKey key,
                                                  domain::CopyFormat format);
/// The PDF first.
Result<std::vector<CopyFileRow>> list_copy_files(Reader& reader, CopyKey key);
Result<std::optional<CopyKey>> find_copy_by_token(Reader& reader, const domain::CopyToken& token);
Result<std::optional<CopyKey>> find_copy_by_code(Reader& reader, const domain::CopyCode& code);
Result<std::optional<CopyKey>> find_copy_by_number(Reader& reader, std::string_view copy_no);

struct ExemptCopy {
    CopyId id;
    domain::CopyState state = domain::CopyState::pressing;
};
Result<std::optional<ExemptCopy>> find_exempt_copy(Reader& reader,
                                                   HolderId holder,
                                                   LineId line,
                                                   int version);

/// Reserves a new copy with fresh numbers in all look-ups, and queues the job that presses it.
/// @error storage.conflict  a code was taken (draw again), or an exempt copy is there already.
struct NewCopy {
    CopyId id;
    HolderId holder;
    LineId line;
    int version = 0;
    std::optional<EndorsementId> endorsement;
    Instant now;
    std::string trace{};  ///< of the request that ordered it
};
Result<void> insert_copy_with_job(Transaction& transaction,
                                  const DataKeys& keys,
                                  const NewCopy& copy);
/// The same without a job, for copies that are settled already. @error as insert_copy_with_job
Result<void> insert_copy(Transaction& transaction, const DataKeys& keys, const NewCopy& copy);

/// Looks at copies of one certificate: per copy, door and civil day.
struct CopyChecks {
    CopyId copy;
    std::string copy_no;
    std::string door;
    std::int64_t day = 0;  ///< days since 1970-01-01, UTC+8
    std::int64_t checks = 0;
};
Result<std::vector<CopyChecks>> list_copy_checks(Reader& reader, HolderId holder, LineId line);
/// Counts anonymous looks at a copy. @param n  how many
Result<void> count_copy_check(
    Transaction& transaction, CopyKey key, std::string_view door, Instant now, std::int64_t n = 1);

}  // namespace yinxin::storage
