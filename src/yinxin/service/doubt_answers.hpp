// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/svg.hpp"
#include "yinxin/domain/doubt_directory.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/service/doubts.hpp"
#include "yinxin/storage/certificates.hpp"

#include <string>
#include <vector>

/// 反映信息有误, the office's side: the queue, taking, asking, answering. Who answers is no clerk:
/// an accepted doubt waits for somebody who prepares the correction.
namespace yinxin::service {

inline constexpr int doubts_on_a_page = 50;

/// One line of the queue.
struct DoubtLine {
    storage::DoubtCase doubt;
    std::string name;  ///< of the person
    domain::Bilingual qualification;
    std::string taker;  ///< empty: nobody
    bool is_overdue = false;
};
struct DoubtQueue {
    std::vector<DoubtLine> lines;
    bool has_more = false;
    std::vector<domain::DoubtDesk> desks;  ///< of the actor's authority; none for all authorities
    std::vector<std::string> own_desks;
};
/// @param page  from 0.  @error forbidden
[[nodiscard]] Task<Result<DoubtQueue>> list_doubt_queue(Services& services,
                                                        domain::StaffActor actor,
                                                        storage::DoubtFilter filter,
                                                        int page);

/// One doubt with the certificate it is about.
struct DoubtSheet {
    DoubtStory story;
    storage::CertificateRecord doubted;                ///< the version the holder looked at
    std::vector<storage::CertificateRecord> versions;  ///< of the line, newest first
    std::string taker;
    domain::Bilingual desk;  ///< empty: the whole authority
    bool is_overdue = false;
    bool may_take = false;
    bool may_answer = false;   ///< ask, accept, refuse: who has taken it
    bool may_revise = false;   ///< refuse after all what was accepted
    bool may_correct = false;  ///< prepare the correction of an accepted one
};
/// @error forbidden, not_found  unknown, or of another authority.
[[nodiscard]] Task<Result<DoubtSheet>> find_doubt_sheet(Services& services,
                                                        domain::StaffActor actor,
                                                        domain::DoubtId id);
/// The version the doubt is about, without seal: 预览 · 不作证明. @error not_found
[[nodiscard]] Task<Result<std::string>> draw_doubted(Services& services,
                                                     domain::StaffActor actor,
                                                     domain::DoubtId id);
/// @error not_found
[[nodiscard]] Task<Result<DoubtAttachment>> load_doubt_attachment(Services& services,
                                                                  domain::StaffActor actor,
                                                                  domain::DoubtId id,
                                                                  domain::DoubtFileId file);

/// Takes a doubt, or takes it over from a colleague.
/// @error conflict  somebody else has it and `over` does not name him
/// @error doubt.closed, forbidden, not_found
[[nodiscard]] Task<Result<void>> take_doubt(Services& services,
                                            domain::StaffActor actor,
                                            domain::DoubtId id,
                                            domain::StaffId over);
/// Asks the holder; the clock stands until he replies.
/// @error conflict  a colleague has it
/// @error doubt.text_invalid, doubt.closed, forbidden, not_found
[[nodiscard]] Task<Result<void>> ask_holder(Services& services,
                                            domain::StaffActor actor,
                                            domain::DoubtId id,
                                            std::string text);
/// Accepts or refuses, with the answer the holder reads; tells him by a message that there is one.
/// @param state  accepted or refused.  @error as ask_holder
[[nodiscard]] Task<Result<void>> answer_doubt(Services& services,
                                              domain::StaffActor actor,
                                              domain::DoubtId id,
                                              domain::DoubtState state,
                                              std::string text);

/// For the correction form: the accepted doubt of a certificate.
/// @error not_found  unknown, about another certificate, or not accepted.
Result<DoubtStory> find_doubt_to_correct(storage::Reader& reader,
                                         const Services& services,
                                         storage::LineKey key,
                                         domain::DoubtId id);
/// The correction that was prepared for a doubt took effect. A doubt that is not accepted any more
/// stays as it is. For the transaction of the correction.
Result<void> mark_doubt_corrected(storage::Transaction& transaction,
                                  HolderId holder,
                                  domain::DoubtId id,
                                  Instant now);

/// What waits at the office of this person; nothing of what he may do nothing about.
struct DoubtsWaiting {
    std::int64_t to_answer = 0;
    std::int64_t overdue = 0;
    std::int64_t to_correct = 0;
};
Result<DoubtsWaiting> count_doubts(storage::Reader& reader,
                                   const domain::StaffActor& actor,
                                   Instant now);

}  // namespace yinxin::service
