// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/key_file.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/private_file.hpp"
#include "yinxin/crypto/random.hpp"

namespace yinxin::crypto {
namespace {

constexpr std::string_view national_mark = "national ";

}  // namespace

Result<void> create_key_file(const std::filesystem::path& path, Suite suite) {
    Bytes key = random_bytes(32);
    const Secret text(std::string(suite == Suite::national ? national_mark : "") + to_hex(key) +
                      '\n');
    explicit_bzero(key.data(), key.size());
    return create_private_file(path, text);
}

Result<MacKey> load_key_file(const std::filesystem::path& path) {
    YX_TRY(const Secret text, read_private_file(path));
    std::string_view digits = trim(text.expose());
    const bool is_national = digits.starts_with(national_mark);
    if (is_national) digits.remove_prefix(national_mark.size());
    Result<Bytes> key = parse_hex(digits);
    if (!key || key->size() != 32) {
        return Error(ErrorCode::key_unavailable, "not a key file: " + path.string());
    }
    Secret secret{BytesView(*key)};
    explicit_bzero(key->data(), key->size());
    return MacKey(is_national ? Suite::national : Suite::international, std::move(secret));
}

}  // namespace yinxin::crypto
