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

/// Enters the first catalogue of an installation. Every later version is the office's: proposed on
/// its pages and decided by a second person.
/// @return the exit code; refused: the installation has one, the text is not sound, or it bears a
///   demonstration's marking.
[[nodiscard]] int enter_catalogue(const CatalogueRequest& request);

/// Prints the version in force.
[[nodiscard]] int show_catalogue(const CatalogueRequest& request);

}  // namespace yinxin::cli
