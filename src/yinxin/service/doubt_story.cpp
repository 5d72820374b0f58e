// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/doubt_story.hpp"

#include "yinxin/storage/staff.hpp"

#include <algorithm>

namespace yinxin::service {

const DoubtPart* DoubtStory::answer() const noexcept {
    const DoubtPart* last = nullptr;
    for (const DoubtPart& part : parts) {
        if (part.kind == domain::DoubtMessageKind::answer) last = &part;
    }
    return last;
}

const storage::DoubtFile* DoubtStory::find_file(domain::DoubtFileId id) const noexcept {
    for (const DoubtPart& part : parts) {
        const auto found = std::ranges::find(part.files, id, &storage::DoubtFile::id);
        if (found != part.files.end()) return &*found;
    }
    return nullptr;
}

Result<DoubtStory> read_doubt_story(storage::Reader& reader,
                                    const Services& services,
                                    storage::DoubtCase doubt) {
    const storage::DataKeys& keys = services.keys;
    YX_TRY(storage::DoubtReport report,
           storage::load_doubt_report(reader, keys, doubt.holder, doubt.id));
    YX_TRY(auto messages, storage::list_doubt_messages(reader, keys, doubt.holder, doubt.id));
    YX_TRY(auto files, storage::list_doubt_files(reader, keys, doubt.holder, doubt.id));
    DoubtStory story;
    story.account = report.account;
    story.parts.push_back({{}, std::move(report.text), doubt.reported_at, {}, {}});
    for (storage::DoubtMessage& message : messages) {
        DoubtPart& part = story.parts.emplace_back();
        part.kind = message.kind;
        part.text = std::move(message.text);
        part.at = message.written_at;
        if (!part.is_of_office()) continue;
        YX_TRY(part.author, storage::staff_name(reader, keys, domain::StaffId{message.author}));
    }
    for (storage::DoubtFile& file : files) {
        const auto seq = static_cast<std::size_t>(file.seq.value_or(0));
        if (seq < story.parts.size()) story.parts[seq].files.push_back(std::move(file));
    }
    story.doubt = std::move(doubt);
    return story;
}

}  // namespace yinxin::service
