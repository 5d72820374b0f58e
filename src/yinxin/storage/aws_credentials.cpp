// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/aws_credentials.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/private_file.hpp"

namespace yinxin::storage {

Result<AwsCredentials> parse_aws_credentials(std::string_view text) {
    AwsCredentials credentials;
    bool is_ours = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.starts_with('#') || line.starts_with(';')) continue;
        if (line.starts_with('[')) {
            is_ours = line == "[default]";
            continue;
        }
        const std::size_t sign = line.find('=');
        if (!is_ours || sign == std::string_view::npos) continue;
        const std::string_view name = trim(line.substr(0, sign));
        const std::string value(trim(line.substr(sign + 1)));
        if (name == "aws_access_key_id") credentials.key_id = value;
        if (name == "aws_secret_access_key") credentials.secret = Secret(value);
        if (name == "aws_session_token") credentials.session_token = value;
    }
    // Never what it holds, only what it lacks.
    if (credentials.key_id.empty() || credentials.secret.empty()) {
        return Error(ErrorCode::config_invalid,
                     "blobs.credentials has no aws_access_key_id and aws_secret_access_key under "
                     "[default]");
    }
    return credentials;
}

Result<void> AwsCredentialsFile::read() {
    std::error_code error;
    const auto changed_at = std::filesystem::last_write_time(path_, error);
    YX_TRY(const Secret text, crypto::read_private_file(path_));
    YX_TRY(credentials_, parse_aws_credentials(text.expose()));
    read_at_ = changed_at;
    return ok();
}

Result<std::unique_ptr<AwsCredentialsFile>> AwsCredentialsFile::open(
    const std::filesystem::path& path) {
    std::unique_ptr<AwsCredentialsFile> file(new AwsCredentialsFile(path));
    YX_CHECK(file->read());
    return file;
}

AwsCredentials AwsCredentialsFile::current() {
    const std::scoped_lock lock(mutex_);
    std::error_code error;
    const auto changed_at = std::filesystem::last_write_time(path_, error);
    if (!error && changed_at != read_at_) {
        if (const auto read_again = read(); read_again) {
            log::info("blobs.credentials_read_again");
        } else {
            log::error("blobs.credentials_unreadable",
                       {{"error", dotted_name(read_again.error().code())}});
        }
    }
    return credentials_;
}

}  // namespace yinxin::storage
