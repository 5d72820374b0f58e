// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/imports.hpp"
#include "yinxin/sheets/archive.hpp"
#include "yinxin/storage/import_files.hpp"
#include "yinxin/storage/imports.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

/// Photos of an import: an archive of files named by ID number or management number.
namespace yinxin::service {

/// What passes these is refused.
[[nodiscard]] sheets::ArchiveLimits photo_archive_limits();

/// The number a file is named by, in the spelling rows have it: "photos/11…2x.JPG" and
/// "王演示_11…2X.png" are both "11…2X"; 15 digits of a resident number become 18. Empty: there is
/// no number in the name.
[[nodiscard]] std::string number_in_file_name(std::string_view name);
/// Whether an entry is no photo and not meant to be one: what systems put beside files.
[[nodiscard]] bool is_system_file(std::string_view name);

/// Photos that belong to nobody or were refused, a page of them.
struct UnusedPhotos {
    std::vector<storage::UnusedPhoto> photos;
    bool has_more = false;
};
inline constexpr std::int64_t photos_of_a_page = 100;
/// @param after  number of the last entry of the page before; 0: the first page
/// @error forbidden, not_found
[[nodiscard]] Task<Result<UnusedPhotos>> list_unused_photos(Services& services,
                                                            domain::StaffActor actor,
                                                            domain::ImportId id,
                                                            std::int64_t after);

/// What an archive would bring to an import.
struct PhotoJudgement {
    std::int64_t good = 0;
    std::map<std::string, std::int64_t> refused;  ///< how many, by problem
};
/// Judges each photo as take_photos does, and keeps nothing.
/// @error as add_photos
[[nodiscard]] Task<Result<PhotoJudgement>> judge_photos(Services& services,
                                                        domain::StaffActor actor,
                                                        domain::ImportId id,
                                                        Bytes archive);

/// Takes over the photos of an archive that waits: each is judged, stored under its hash and
/// entered under its number. Goes on where it stopped; the archive is forgotten at the end.
/// @param stops  asked between pieces; true ends it with Error unavailable.
/// @error archive.*  it cannot be read; what was taken over stays.
Result<void> take_photos(const Services& services,
                         const storage::ImportRecord& import,
                         const std::function<bool()>& stops);

}  // namespace yinxin::service
