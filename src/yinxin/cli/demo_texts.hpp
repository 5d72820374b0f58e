// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/storage/articles.hpp"
#include "yinxin/storage/notices.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace yinxin::cli {

/// What names of invented people are made from (demo/names.toml).
struct DemoNames {
    std::vector<std::string> surnames;
    std::vector<std::string> compound_surnames;
    std::vector<std::string> given_male;
    std::vector<std::string> given_female;
    std::vector<std::string> given_either;
    std::vector<std::string> ethnic;     ///< whole names with U+00B7
    std::vector<std::string> foreign;    ///< whole names in Latin letters
    std::vector<std::string> rare;       ///< whole names with rare characters
    std::vector<std::string> bracketed;  ///< with a homophone in brackets
    std::string longest;                 ///< 50 characters
};
/// @error config.invalid
[[nodiscard]] Result<DemoNames> load_demo_names();

/// What the demonstration publishes (demo/texts.toml).
struct DemoTexts {
    std::vector<storage::NoticeRow> notices;
    std::vector<storage::NoticeRow> privacy;  ///< versions of the privacy notice
    std::vector<storage::Article> articles;
};
/// @error config.invalid
[[nodiscard]] Result<DemoTexts> load_demo_texts();

/// The text of demo/catalogue.toml.
[[nodiscard]] std::string_view demo_catalogue();

}  // namespace yinxin::cli
