// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

/// Attachments of a form that is shown again: what was uploaded with it is kept, so that a field
/// that is refused loses no file (parts/uploads.html).
namespace yinxin::http {

/// A file that was kept for the form.
struct KeptUpload {
    std::int64_t id = 0;
    std::string name;
    std::int64_t size = 0;
};

/// What was kept, and room for more.
struct ShownUploads {
    std::vector<KeptUpload> kept;
    std::vector<std::pair<int, std::string>> errors;  ///< number of the input, text
};

/// Where the files of one form wait until they are sent.
struct UploadShelf {
    /// Those of the ids that belong to who asks.
    std::function<Task<Result<std::vector<KeptUpload>>>(std::vector<std::int64_t> ids)> find;
    /// @error office.attachment_refused, too_many_requests  shown beside the input
    std::function<Task<Result<KeptUpload>>(std::string name, Bytes content)> keep;
};

/// What the form brought: kept files that were not crossed out, and new ones, which are kept at
/// once. The shelf must outlive the answer. @error invalid_input  an upload nobody asked for
Task<Result<ShownUploads>> take_uploads(Context& context, const UploadShelf& shelf);
/// Puts what was refused into the form's errors; inputs move up when files before them were kept.
void add_upload_errors(FormErrors& errors, ShownUploads& uploads);

/// "340 KB", "1.4 MB"
std::string size_words(std::int64_t bytes);

/// KEPT with what was uploaded before, SLOTS with the inputs that are left, MOST_BYTES, HAS_UPLOADS
/// where there is something to see.
void set_uploads(View& view, const ShownUploads& uploads);

}  // namespace yinxin::http
