// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/aws_signature.hpp"

#include <filesystem>
#include <memory>
#include <mutex>

namespace yinxin::storage {

/// Reads the profile "default" of a file as AWS's own programs write it (aws_access_key_id,
/// aws_secret_access_key, aws_session_token). @error config.invalid
[[nodiscard]] Result<AwsCredentials> parse_aws_credentials(std::string_view text);

/// The credentials in a file that only its owner may read; a changed file is read again, so that
/// keys are changed without a restart. Any number of threads may use one.
class AwsCredentialsFile {
  public:
    /// @error signing.key_unavailable  missing, unreadable, or open to others  @error
    /// config.invalid
    [[nodiscard]] static Result<std::unique_ptr<AwsCredentialsFile>> open(
        const std::filesystem::path& path);
    /// A file that cannot be read now leaves what it said before.
    [[nodiscard]] AwsCredentials current();

  private:
    explicit AwsCredentialsFile(std::filesystem::path path) : path_(std::move(path)) {}
    Result<void> read();

    std::filesystem::path path_;
    std::mutex mutex_;
    std::filesystem::file_time_type read_at_;
    AwsCredentials credentials_;
};

}  // namespace yinxin::storage
