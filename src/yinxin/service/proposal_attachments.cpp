// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/proposal_attachments.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/attachment.hpp"

namespace yinxin::service {

Result<storage::Attachment> judge_attachment(const AttachmentFile& file) {
    if (file.content.size() > domain::largest_attachment ||
        domain::attachment_media(file.content).empty()) {
        return Error(ErrorCode::office_attachment_refused);
    }
    return storage::Attachment{crypto::sha256(file.content), domain::plain_file_name(file.name)};
}

Result<storage::Attachment> keep_attachment(Services& services, AttachmentFile file) {
    YX_TRY(storage::Attachment attachment, judge_attachment(file));
    YX_CHECK(services.blobs.put(attachment.sha256, file.content));
    return attachment;
}

}  // namespace yinxin::service
