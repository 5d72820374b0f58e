// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/uploads.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/attachment.hpp"
#include "yinxin/domain/doubt.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::http {

Task<Result<ShownUploads>> take_uploads(Context& context, const UploadShelf& shelf) {
    const auto& form = context.request.form;
    std::vector<std::int64_t> ids;
    for (int slot = 1; slot <= domain::most_doubt_files; ++slot) {
        const std::string number = std::to_string(slot);
        const auto id = parse_integer(form["kept" + number]);
        if (id && !form.has("drop" + number)) ids.push_back(*id);
    }
    ShownUploads uploads;
    YX_CO_TRY(uploads.kept, co_await shelf.find(std::move(ids)));
    for (Upload& upload : context.request.uploads) {
        if (upload.content.empty()) continue;
        const bool has_room = uploads.kept.size() < domain::most_doubt_files;
        const int input = upload.field.empty() ? 0 : upload.field.back() - '0';
        if (!has_room || !upload.field.starts_with("file")) {
            co_return Error(ErrorCode::invalid_input, "an upload that was not asked for");
        }
        const Result<KeptUpload> kept =
            co_await shelf.keep(upload.file_name, std::move(upload.content));
        if (kept) {
            uploads.kept.push_back(*kept);
        } else if (kept.error().code() == ErrorCode::office_attachment_refused ||
                   kept.error().code() == ErrorCode::too_many_requests) {
            uploads.errors.emplace_back(input, say(context, kept.error()));
        } else {
            co_return Error(kept.error());
        }
    }
    co_return uploads;
}

void add_upload_errors(FormErrors& errors, ShownUploads& uploads) {
    int input = static_cast<int>(uploads.kept.size());
    for (auto& [number, text] : uploads.errors) {
        number = ++input;
        errors.add("file" + std::to_string(number), text);
    }
}

std::string size_words(std::int64_t bytes) {
    constexpr std::int64_t kilobyte = 1000;
    constexpr std::int64_t megabyte = kilobyte * kilobyte;
    if (bytes >= megabyte) {
        return fmt::format("{:.1f} MB", static_cast<double>(bytes) / megabyte);
    }
    return fmt::format("{} KB", std::max<std::int64_t>(1, bytes / kilobyte));
}

void set_uploads(View& view, const ShownUploads& uploads) {
    int slot = 0;
    for (const KeptUpload& file : uploads.kept) {
        view.add("KEPT")
            .set("KEPT_SLOT", ++slot)
            .set("FILE_ID", file.id)
            .set("FILE_NAME", file.name)
            .set("FILE_SIZE", size_words(file.size));
    }
    for (int input = slot + 1; input <= domain::most_doubt_files; ++input) {
        View& row = view.add("SLOTS");
        row.set("SLOT", input);
        for (const auto& [number, text] : uploads.errors) {
            if (number == input) row.add("SLOT_WRONG").set("SLOT_TEXT", text);
        }
    }
    view.set("MOST_BYTES", domain::largest_attachment);
    view.show_if("HAS_UPLOADS", !uploads.kept.empty() || !uploads.errors.empty());
}

}  // namespace yinxin::http
