// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/spool.hpp"

#include <filesystem>
#include <memory>
#include <string>

/// Files that staff upload, in the spool until they are used.
namespace yinxin::service {

/// Below the data directory.
[[nodiscard]] std::filesystem::path spool_directory(const Services& services);
/// The same, to write there.
[[nodiscard]] storage::SpoolPlace spool_place(const Services& services);

/// One finished upload: the file is removed with the object unless somebody says keep().
struct UploadedFile {
    std::string name;                       ///< what the browser said
    std::shared_ptr<storage::Spool> spool;  ///< null: no file was chosen, or an empty one

    [[nodiscard]] bool is_there() const noexcept { return spool != nullptr; }
};

/// Puts what came in one piece into the spool; an empty one is no file.
/// @error file.io
[[nodiscard]] Task<Result<UploadedFile>> spool_upload(Services& services,
                                                      std::string name,
                                                      Bytes content);

/// The last part of a path, without control characters, short enough to show; "" stays "".
[[nodiscard]] std::string shown_file_name(std::string_view name);

/// Removes files of the spool that nothing needs and that are older than two days.
/// @return how many.
Result<std::int64_t> forget_lost_uploads(const Services& services);

}  // namespace yinxin::service
