// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace yinxin::config {

/// Where finished copies and photos are kept (docs/blobs.md).
struct Blobs {
    std::string kind = "directory";  ///< "directory": in data_dir; "s3"
    std::string endpoint;            ///< "https://s3.example.org", scheme and host alone
    std::string region = "us-east-1";
    std::string bucket;
    std::string prefix;                 ///< of every object's key; empty, or ends with '/'
    std::string addressing = "path";    ///< where the bucket's name stands: "path" or "host"
    std::filesystem::path credentials;  ///< a file as AWS's own programs read it, profile "default"
    std::filesystem::path ca;           ///< PEM; empty: the system's
    std::chrono::seconds deadline{20};  ///< of one operation with all its tries
    std::uint64_t retries = 4;          ///< after the first try
    std::uint64_t connections = 16;     ///< open at once, of one process
    std::chrono::seconds orphans_after{86400};  ///< a file no row names is left alone so long

    [[nodiscard]] bool is_s3() const noexcept { return kind == "s3"; }
};

}  // namespace yinxin::config
