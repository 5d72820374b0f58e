// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/report_json.hpp"

namespace yinxin::cli {

/// How an answer is laid out for people.
struct Look {
    bool is_long = false;  ///< every finding, not only those that fail or warn
    bool has_colour = false;
};

/// One file's answer in a few lines: verdict and reason first.
[[nodiscard]] std::string describe(const verify::Report& report,
                                   std::string_view file_name,
                                   const service::FindingWords& words,
                                   Look look);

}  // namespace yinxin::cli
