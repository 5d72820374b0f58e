// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/paper_register.hpp"

#include <optional>
#include <string>
#include <vector>

/// 纸质证书登记: what became of the printed twins. Kept by the clerks of the authority that issued;
/// every entry stays in the history. Nothing is ever printed twice.
namespace yinxin::service {

inline constexpr int papers_on_a_page = 50;

/// One line of the list.
struct PaperLine {
    storage::PaperListing listing;
    domain::PaperState state = domain::PaperState::printed;  ///< as shown today
    std::string name;                                        ///< of the person
    domain::Bilingual qualification;
    std::string management_no;
};
struct PaperPage {
    std::vector<PaperLine> lines;
    bool has_more = false;
};
/// @param page  from 0.  @error forbidden
[[nodiscard]] Task<Result<PaperPage>> list_paper(Services& services,
                                                 domain::StaffActor actor,
                                                 storage::PaperFilter filter,
                                                 int page);

/// Where a number typed by somebody leads: a 管理号, a 证书编号, or the number of a paper.
/// @error certificate.number_invalid, not_found (unknown, or of another authority), forbidden
[[nodiscard]] Task<Result<storage::LineKey>> find_paper_line(Services& services,
                                                             domain::StaffActor actor,
                                                             std::string number);

/// An entry of the history with the name of who made it.
struct PaperEntry {
    storage::PaperEvent event;
    std::string staff;
};
/// One certificate's paper.
struct PaperSheet {
    storage::CertificateRecord certificate;
    std::optional<domain::PaperCertificate> paper;         ///< none: not printed
    domain::PaperState state = domain::PaperState::none;   ///< as shown today
    domain::PaperState stored = domain::PaperState::none;  ///< as entered
    std::vector<PaperEntry> history;                       ///< the latest first
    bool may_undo = false;  ///< the latest entry was a change of state
};
/// @error forbidden, not_found  unknown, or of another authority.
[[nodiscard]] Task<Result<PaperSheet>> find_paper_sheet(Services& services,
                                                        domain::StaffActor actor,
                                                        storage::LineKey key);

/// Registers that the paper was printed.
/// @error paper.not_reissued  it was printed before, whatever became of it; param `state`
/// @error conflict  param `field` serial: another paper of the authority has the number
/// @error certificate.not_valid, forbidden, not_found, and as domain::read_paper
[[nodiscard]] Task<Result<void>> print_paper(Services& services,
                                             domain::StaffActor actor,
                                             storage::LineKey key,
                                             domain::PaperForm form);
/// Corrects number, pick-up place or last day of one that waits. @error as print_paper
/// @error conflict  it waits no more
[[nodiscard]] Task<Result<void>> edit_paper(Services& services,
                                            domain::StaffActor actor,
                                            storage::LineKey key,
                                            domain::PaperForm form);
/// What happened to it.
struct PaperChange {
    domain::PaperState to = domain::PaperState::handed_out;
    domain::PaperCollector collector = domain::PaperCollector::nobody;  ///< handed out: to whom
    std::string note;  ///< may be empty; no copies or numbers of ID documents
};
/// @error invalid_input  param `field` collector: nobody was chosen
/// @error office.reason_missing  param `field` note: one character, or more than 500
/// @error conflict  the paper is in another state by now
/// @error certificate.not_valid  handing out one of a certificate that is not valid
/// @error forbidden, not_found
[[nodiscard]] Task<Result<void>> change_paper(Services& services,
                                              domain::StaffActor actor,
                                              storage::LineKey key,
                                              PaperChange change);
/// Takes the latest entry back, which was a mistake; both stay in the history.
/// @error office.reason_missing  param `field` reason
/// @error conflict  there is nothing to take back
[[nodiscard]] Task<Result<void>> undo_paper(Services& services,
                                            domain::StaffActor actor,
                                            storage::LineKey key,
                                            std::string reason);

/// Enters a printed paper; for print_paper and for batches. @error as print_paper
Result<void> enter_printed(storage::Transaction& transaction,
                           const Services& services,
                           const domain::StaffActor& actor,
                           storage::LineKey key,
                           const domain::PaperCertificate& paper,
                           Instant now);

}  // namespace yinxin::service
