// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/bulk_verdict.hpp"
#include "yinxin/storage/bulk_results.hpp"
#include "yinxin/storage/checks.hpp"
#include "yinxin/verify/judge.hpp"

#include <optional>
#include <string>

/// What bulk checks answer, and for whom.
namespace yinxin::service {

/// Who has a list checked and why, as the holders read it; fixed when the check starts.
struct BulkAsker {
    storage::Checker checker;  ///< with the purpose
    bool follows = false;      ///< a client that is told what becomes of what it has checked
    bool is_sandbox = false;   ///< a client that gets invented certificates
};

/// One row of the result.
struct BulkAnswer {
    bool is_row = true;      ///< of a table; else of a file
    std::string source;      ///< name of the table or file, for people
    std::int64_t place = 0;  ///< row as the spreadsheet program counts; page, 0: the whole file
    std::string name;        ///< of a row as typed; of a file's copy masked
    std::string masked_id;   ///< ID number, masked; of the row or of the copy
    std::string number;      ///< management number of a row as typed
    std::string reason;      ///< stable word for why; empty where the verdict says it all
    std::string field;       ///< the field a row's reason is about; or the host a QR leads to
    domain::Bilingual qualification;
    domain::Bilingual level;
    domain::Bilingual specialty;
    std::string issued_on;       ///< "2025-12-01"
    std::string copy_no;         ///< of a file or picture
    std::string copy_token;      ///< leads to the page for comparing; only of a picture
    std::string certificate_id;  ///< its name for the client who asked; empty for people
    std::string valid_until;     ///< last day of the endorsement, "2026-12-01"
    Instant at{};                ///< when it was looked up
};

/// With its verdict, which is a column of its own.
struct JudgedAnswer {
    domain::BulkVerdict verdict = domain::BulkVerdict::not_checked;
    BulkAnswer answer;
    LineId line{};  ///< the certificate it is about; not kept
};

/// The verdict of a file or copy among those of rows.
[[nodiscard]] domain::BulkVerdict bulk_verdict(verify::Verdict verdict);

/// What the register tells about a copy, masked; into a row of the result.
void tell_copy(BulkAnswer& answer, const verify::RegisteredCopy& copy);

/// As kept. @error malformed  another version of the program wrote it.
[[nodiscard]] std::string pack(const BulkAnswer& answer);
[[nodiscard]] Result<JudgedAnswer> open_answer(const storage::BulkAnswerRow& row);
[[nodiscard]] std::string pack(const BulkAsker& asker);
[[nodiscard]] Result<BulkAsker> unpack_asker(std::string_view packed);

}  // namespace yinxin::service
