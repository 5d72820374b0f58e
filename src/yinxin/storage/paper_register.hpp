// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/certificate.hpp"
#include "yinxin/domain/paper_certificate.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/storage/batches.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The paper register as an office works with it: lists across persons, and the history of each
/// paper. The person's own line is storage/paper_certificates.
namespace yinxin::storage {

/// One line of the list. Members stand in the order of sql/paper_certificate/list_newest.sql.
struct PaperListing {
    HolderId holder;
    LineId line;
    std::string issuer_id;
    std::string item_id;
    domain::PaperState state = domain::PaperState::printed;
    std::string serial;
    std::string deadline_on;  ///< "YYYY-MM-DD"; empty: none
    Instant changed_at{};
};
/// What is in the list's address; empty texts: all.
struct PaperFilter {
    std::string state;  ///< as shown: who did not come in time counts as unclaimed
    std::string item_id;
    std::string deadline;  ///< passed, soon
    std::string order;     ///< newest, deadline (those that have one), serial
};
/// The list counts a deadline as "soon" so many days ahead.
inline constexpr Days paper_deadline_soon{14};
Result<std::vector<PaperListing>> list_paper(Reader& reader,
                                             std::string_view issuer_id,
                                             const PaperFilter& filter,
                                             CivilDay today,
                                             int most,
                                             int skip);

/// The certificate a paper belongs to; members stand in the order of
/// sql/paper_certificate/find_target.sql.
struct PaperTarget {
    HolderId holder;
    LineId line;
    std::string issuer_id;
    std::string item_id;
    BatchState batch_state = BatchState::checking;
    domain::CertificateStatus status = domain::CertificateStatus::valid;

    [[nodiscard]] LineKey key() const noexcept { return {holder, line}; }
    /// Whether a paper may be printed or handed out. Before its batch is released one may be
    /// printed; while the batch is recalled or stopped, none.
    [[nodiscard]] bool is_in_force() const noexcept {
        return status == domain::CertificateStatus::valid && batch_state != BatchState::recalled &&
               batch_state != BatchState::stopped;
    }
};
Result<std::optional<PaperTarget>> find_paper_target(Reader& reader, LineKey key);
/// @param serial  as domain::read_paper gives it.
Result<std::optional<LineKey>> find_line_by_paper_serial(Reader& reader,
                                                         std::string_view issuer_id,
                                                         std::string_view serial);

struct PaperEvent {
    int seq = 0;  ///< from 1
    domain::PaperStep kind = domain::PaperStep::printed;
    domain::PaperState before = domain::PaperState::none;
    domain::PaperState state = domain::PaperState::printed;  ///< from then on
    std::string serial;
    domain::PaperCollector collector = domain::PaperCollector::nobody;
    std::string note;
    domain::StaffId staff;  ///< 0: the operator
    Instant at{};
};
/// Gives the event the next number. @error storage.conflict  it was printed before.
Result<void> add_paper_event(Transaction& transaction,
                             const DataKeys& keys,
                             LineKey key,
                             const PaperEvent& event);
/// In order.
Result<std::vector<PaperEvent>> list_paper_events(Reader& reader,
                                                  const DataKeys& keys,
                                                  LineKey key);

}  // namespace yinxin::storage
