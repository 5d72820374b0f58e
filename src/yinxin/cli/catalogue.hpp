// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace yinxin::cli {

/// `yinxin catalogue …`: the reference data of an installation (demo/catalogue.toml explains them).
struct CatalogueRequest {
    std::filesystem::path data;
    std::filesystem::path file;  ///< for enter
    bool is_applied = false;     ///< false: only say what would be done
};

/// Enters the first catalogue of an installation, or one that adds to it: qualifications, issuers,
/// authorities, policies, seals. What stands there and has a page of the office is changed on it,
/// and decided by a second person.
/// @return the exit code; refused: the text is not sound, bears a demonstration's marking, changes
///   what is the office's, or drops what is used.
[[nodiscard]] int enter_catalogue(const CatalogueRequest& request);

/// Prints the version in force.
[[nodiscard]] int show_catalogue(const CatalogueRequest& request);

}  // namespace yinxin::cli
