// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/key_file.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/private_file.hpp"
#include "yinxin/crypto/random.hpp"

namespace yinxin::crypto {

Result<void> create_key_file(const std::filesystem::path& path) {
    Bytes key = random_bytes(32);
    const Secret text(to_hex(key) + '\n');
    explicit_bzero(key.data(), key.size());
    return create_private_file(path, text);
}

Result<Secret> load_key_file(const std::filesystem::path& path) {
    YX_TRY(const Secret text, read_private_file(path));
    Result<Bytes> key = parse_hex(trim(text.expose()));
    if (!key || key->size() != 32) {
        return Error(ErrorCode::key_unavailable, "not a key file: " + path.string());
    }
    Secret secret{BytesView(*key)};
    explicit_bzero(key->data(), key->size());
    return secret;
}

}  // namespace yinxin::crypto
