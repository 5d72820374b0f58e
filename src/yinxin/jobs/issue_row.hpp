// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/domain/result_face.hpp"
#include "yinxin/storage/batch_trail.hpp"
#include "yinxin/storage/batches.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/imports.hpp"
#include "yinxin/storage/persons.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// From a checked row of an import to the rows of the register it becomes.
namespace yinxin::jobs {

/// Everything of one row, sealed and signed; what is left is to write it.
struct IssuedRow {
    std::optional<storage::SealedPerson> person;  ///< none: somebody the register knows
    std::optional<storage::SealedMobile> mobile;
    std::optional<storage::SealedCertificate> certificate;
    std::optional<storage::Leftover> leftover;  ///< then nothing else
};

/// People and numbers of pieces that are prepared and not written yet: the register does not know
/// them when the next piece asks.
struct InFlight {
    struct Person {
        HolderId holder;
        domain::PersonName name;
    };
    std::map<crypto::Digest32, Person> persons;  ///< by the index of the document
    std::set<std::string, std::less<>> management_numbers;
    std::set<std::string, std::less<>> certificate_numbers;
};

/// Gives the next number of a series.
using NextSerial = std::function<Result<std::int64_t>(const std::string& series)>;

/// What rows are prepared with; all outlive the call.
struct IssueGround {
    const storage::DataKeys& keys;
    const config::Reference& reference;
    const crypto::Signer& approver;
    const storage::BatchRow& batch;
    NextSerial next_serial;
    Instant now{};
};

/// What the register is asked about a row before it is prepared; many rows are asked about
/// together.
struct RowQuestions {
    storage::Asked<storage::PersonMatch> persons;                        ///< with this document
    std::optional<storage::Asked<storage::LineKey>> management_number;   ///< none: the row has none
    std::optional<storage::Asked<storage::LineKey>> certificate_number;  ///< the same
};
Result<RowQuestions> ask_about_row(storage::Reader& reader,
                                   const storage::DataKeys& keys,
                                   const domain::ExamResult& result);

/// Finds or draws the person, numbers, signs and seals. A row that cannot become a certificate
/// comes back as a leftover with its reason.
/// @param asked  about this row; the reader has settled.
/// @param before  of pieces not written yet; nothing is added to it.
/// @param piece  of this piece so far; the row is added.
/// @error storage.unavailable, crypto.unsealing_failed, signing.signature_failed
Result<IssuedRow> prepare_row(storage::Reader& reader,
                              const IssueGround& ground,
                              const storage::GoodRow& row,
                              const RowQuestions& asked,
                              const InFlight& before,
                              InFlight& piece);

/// Writes what was prepared.
/// @error storage.conflict  the register has changed since: prepare the piece again.
Result<void> write_rows(storage::Transaction& transaction,
                        const storage::DataKeys& keys,
                        BatchId batch,
                        std::span<const IssuedRow> rows);

}  // namespace yinxin::jobs
