// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/proposal_attachments.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"

namespace yinxin::service {
namespace {

constexpr std::size_t longest_file_name = 120;

bool begins_with(BytesView file, std::string_view magic) {
    return file.size() >= magic.size() && as_text(file.first(magic.size())) == magic;
}

/// Only what is shown or downloaded as what it is.
bool is_attachable(BytesView file) {
    return begins_with(file, "%PDF-") || begins_with(file, "\x89PNG\r\n\x1a\n") ||
           begins_with(file, "\xff\xd8\xff");
}

/// The last part of a path, short, without control characters.
std::string plain_name(std::string_view name) {
    const auto slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    auto points = decode_utf8(name);
    if (!points) return "attachment";
    std::erase_if(*points, [](char32_t c) { return c < 0x20 || c == 0x7F; });
    if (points->size() > longest_file_name) points->resize(longest_file_name);
    return encode_utf8(*points);
}

}  // namespace

Result<storage::Attachment> judge_attachment(const AttachmentFile& file) {
    if (file.content.size() > most_attachment_bytes || !is_attachable(file.content)) {
        return Error(ErrorCode::office_attachment_refused);
    }
    return storage::Attachment{crypto::sha256(file.content), plain_name(file.name)};
}

Result<storage::Attachment> keep_attachment(Services& services, AttachmentFile file) {
    YX_TRY(storage::Attachment attachment, judge_attachment(file));
    YX_CHECK(services.blobs.put(attachment.sha256, file.content));
    return attachment;
}

}  // namespace yinxin::service
