// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/private_file.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"

#include <sys/stat.h>

namespace yinxin::crypto {

Result<void> create_private_file(const std::filesystem::path& path, const Secret& content) {
    std::error_code failure;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, failure))) {
        return Error(ErrorCode::conflict, "already there: " + path.string());
    }
    return write_file_durably(path, content.expose_bytes(), FileMode::owner_only);
}

Result<Secret> read_private_file(const std::filesystem::path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) {
        return Error(ErrorCode::key_unavailable, "no key file " + path.string());
    }
    if (!S_ISREG(status.st_mode) || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return Error(ErrorCode::key_unavailable,
                     "key file is open to others (needs mode 0600): " + path.string());
    }
    Result<Bytes> content = read_file(path);
    if (!content) return Error(ErrorCode::key_unavailable, content.error().describe());
    Secret secret{BytesView(*content)};
    explicit_bzero(content->data(), content->size());
    return secret;
}

Result<Secret> read_shared_key(const std::filesystem::path& path) {
    YX_TRY(const Secret content, read_private_file(path));
    const std::string_view text = content.expose();
    Secret line{std::string(trim(text.substr(0, text.find('\n'))))};
    if (line.empty()) return Error(ErrorCode::key_unavailable, path.string() + " is empty");
    return line;
}

}  // namespace yinxin::crypto
