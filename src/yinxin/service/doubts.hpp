// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/doubt_story.hpp"

#include <string>
#include <vector>

/// 反映信息有误, the holder's side: report, attach, add, withdraw, read the answer.
namespace yinxin::service {

/// A file as it was chosen.
struct DoubtUpload {
    std::string name;
    Bytes content;
};
/// Keeps a file for the message it will be sent with, so that a form that is refused does not lose
/// it; what is not sent within a day is deleted.
/// @error office.attachment_refused  none of PDF, PNG and JPEG, or larger than 5 MiB
/// @error too_many_requests  a dozen wait to be sent
/// @error not_found
[[nodiscard]] Task<Result<storage::DoubtFile>> keep_doubt_file(Services& services,
                                                               Actor actor,
                                                               LineId line,
                                                               DoubtUpload upload);
/// Those of the files that this account keeps for a message about the certificate, in the order of
/// the ids; others are left out. @error not_found  the certificate
[[nodiscard]] Task<Result<std::vector<storage::DoubtFile>>> find_kept_files(
    Services& services, Actor actor, LineId line, std::vector<domain::DoubtFileId> ids);

/// What the holder typed, with files that were kept before.
struct DoubtForm {
    std::vector<domain::DoubtField> fields;
    std::string text;
    std::vector<domain::DoubtFileId> files;
};
/// Reports a doubt about the current version; it goes to the authority that issued it, and there to
/// the desk for its qualification and the holder's province.
/// @error invalid_input  param `field` "fields": nothing was chosen
/// @error doubt.text_invalid  param `field` "text"
/// @error conflict  one about this version is not settled; param `doubt`
/// @error not_found  the certificate, or a file
[[nodiscard]] Task<Result<domain::DoubtId>> report_doubt(Services& services,
                                                         Actor actor,
                                                         LineId line,
                                                         DoubtForm form);

/// What the page of a certificate says about its doubts.
struct DoubtSummary {
    storage::DoubtCase doubt;
    std::string answer;  ///< empty: none yet
};
/// The latest first. @error not_found
[[nodiscard]] Task<Result<std::vector<DoubtSummary>>> list_own_doubts(Services& services,
                                                                      Actor actor,
                                                                      LineId line);
/// The one about the current version that is not settled.
[[nodiscard]] Task<Result<std::optional<domain::DoubtId>>> find_own_unsettled_doubt(
    Services& services, Actor actor, LineId line);
/// @error not_found  unknown, another person's, or about another certificate.
[[nodiscard]] Task<Result<DoubtStory>> find_own_doubt(Services& services,
                                                      Actor actor,
                                                      LineId line,
                                                      domain::DoubtId id);
/// Adds to an unsettled doubt; after a question it is the reply, and the office's clock runs again.
/// @error doubt.text_invalid, doubt.closed, not_found
[[nodiscard]] Task<Result<void>> add_to_doubt(
    Services& services, Actor actor, LineId line, domain::DoubtId id, DoubtForm form);
/// @error doubt.closed  it was answered or withdrawn.  @error not_found
[[nodiscard]] Task<Result<void>> withdraw_own_doubt(Services& services,
                                                    Actor actor,
                                                    LineId line,
                                                    domain::DoubtId id);
/// One of its attachments with the bytes. @error not_found
struct DoubtAttachment {
    storage::DoubtFile file;
    Bytes content;
};
[[nodiscard]] Task<Result<DoubtAttachment>> load_own_attachment(
    Services& services, Actor actor, LineId line, domain::DoubtId id, domain::DoubtFileId file);

/// Deletes files that were uploaded a day ago and never sent, and those of doubts that were settled
/// half a year ago. @return how many.
Result<std::int64_t> forget_doubt_files(const Services& services, Instant now);

}  // namespace yinxin::service
