// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/proposals.hpp"

#include <string>

/// Papers that go with a proposal.
namespace yinxin::service {

/// What somebody attached, before it is kept. PDF, PNG or JPEG, no larger than
/// domain::largest_attachment.
struct AttachmentFile {
    std::string name;
    Bytes content;
};
/// What keeping it would give. @error office.attachment_refused
Result<storage::Attachment> judge_attachment(const AttachmentFile& file);
/// Judges and stores it. @error office.attachment_refused
Result<storage::Attachment> keep_attachment(Services& services, AttachmentFile file);

}  // namespace yinxin::service
