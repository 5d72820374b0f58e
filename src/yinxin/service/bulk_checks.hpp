// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/bulk_answers.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/bulk_results.hpp"

#include <optional>
#include <vector>

/// Bulk checks as their owner finds them again: from another device, after logging out, days later.
namespace yinxin::service {

/// A check and how far it is.
struct BulkStanding {
    storage::BulkCheckRow check;
    BulkAsker asker;                                 ///< empty for a draft
    std::vector<storage::BulkTally> tallies;         ///< gravest first
    std::optional<storage::BulkSummaryRow> summary;  ///< of a finished one

    [[nodiscard]] std::int64_t answers() const;
    /// Answers of this care.
    [[nodiscard]] std::int64_t count(domain::BulkCare care) const;
};
/// @error not_found  none of this owner
[[nodiscard]] Task<Result<BulkStanding>> load_bulk(Services& services,
                                                   storage::BulkOwner owner,
                                                   domain::BulkId check);
/// Newest first, those before `before`.
[[nodiscard]] Task<Result<std::vector<storage::BulkCheckRow>>> list_bulk(Services& services,
                                                                         storage::BulkOwner owner,
                                                                         domain::BulkId before,
                                                                         int most);

/// One page of the answers, gravest first. @error not_found
[[nodiscard]] Task<Result<std::vector<JudgedAnswer>>> page_bulk(Services& services,
                                                                storage::BulkOwner owner,
                                                                domain::BulkId check,
                                                                storage::BulkPage page);

/// An answer with its place, for programs that read all of them.
struct PlacedAnswer {
    std::int64_t item = 0;
    std::int64_t part = 0;
    JudgedAnswer judged;
};
/// Answers in the order of what was handed in, behind a place. @error not_found
[[nodiscard]] Task<Result<std::vector<PlacedAnswer>>> read_bulk(Services& services,
                                                                storage::BulkOwner owner,
                                                                domain::BulkId check,
                                                                std::int64_t item,
                                                                std::int64_t part,
                                                                int most);

/// A document of a finished check. @error not_found
struct BulkDocument {
    std::string number;
    Bytes content;
};
[[nodiscard]] Task<Result<BulkDocument>> open_bulk_document(Services& services,
                                                            storage::BulkOwner owner,
                                                            domain::BulkId check,
                                                            storage::BulkDocumentKind kind);

/// Ends a running check; what is answered stays, what waits is forgotten.
/// @error not_found; bulk.not_open  it does not run
[[nodiscard]] Task<Result<void>> cancel_bulk(Services& services,
                                             storage::BulkOwner owner,
                                             domain::BulkId check);
/// Forgets a draft or a finished check now.
/// @error not_found; bulk.not_open  it runs
[[nodiscard]] Task<Result<void>> forget_bulk(Services& services,
                                             storage::BulkOwner owner,
                                             domain::BulkId check);

}  // namespace yinxin::service
