// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/doubt_files.hpp"
#include "yinxin/storage/doubts.hpp"

#include <optional>
#include <string>
#include <vector>

/// A doubt with everything that was said about it, as both sides read it.
namespace yinxin::service {

struct DoubtPart {
    std::optional<domain::DoubtMessageKind> kind;  ///< none: the report itself
    std::string text;
    Instant at{};
    std::string author;  ///< name of who wrote it for the office; empty: the holder
    std::vector<storage::DoubtFile> files;

    [[nodiscard]] bool is_of_office() const noexcept { return kind && domain::is_of_office(*kind); }
};

struct DoubtStory {
    storage::DoubtCase doubt;
    AccountId account;             ///< that reported it
    std::vector<DoubtPart> parts;  ///< the report first

    /// The newest answer of the office; null: none yet.
    [[nodiscard]] const DoubtPart* answer() const noexcept;
    [[nodiscard]] const storage::DoubtFile* find_file(domain::DoubtFileId id) const noexcept;
};
/// @error not_found, crypto.unsealing_failed
Result<DoubtStory> read_doubt_story(storage::Reader& reader,
                                    const Services& services,
                                    storage::DoubtCase doubt);

}  // namespace yinxin::service
