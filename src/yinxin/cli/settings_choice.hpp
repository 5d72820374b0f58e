// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/cli/command.hpp"

#include <filesystem>
#include <string>

namespace yinxin::cli {

/// What the command line may change of the settings when serving; empty texts change nothing.
struct ServeRequest {
    std::filesystem::path data;
    std::string public_url;
    std::string listen;             ///< ADDRESS:PORT
    std::string metrics;            ///< ADDRESS:PORT
    std::string duty;               ///< as in the settings
    std::filesystem::path witness;  ///< see ServeOptions
};

/// Reads the directory's settings and applies the request. A demonstration asked to serve under
/// https gets a certificate for that host and listens to the network; a production directory that
/// still has something of a demonstration is refused.
/// @error config.invalid  the detail lists what is wrong.
/// @error file.missing, invalid_input
[[nodiscard]] Result<ServeOptions> choose_settings(const ServeRequest& request, Instant now);

}  // namespace yinxin::cli
