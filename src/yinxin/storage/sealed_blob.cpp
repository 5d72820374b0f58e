// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/sealed_blob.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

constexpr std::size_t folder_digits = 2;
constexpr std::size_t path_length = 2 * std::tuple_size_v<crypto::Digest32> + 1;

std::string context_of(const crypto::Digest32& name) {
    return "blob." + to_hex(name);
}

bool is_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

}  // namespace

std::string blob_path(const crypto::Digest32& name) {
    return to_hex(name).insert(folder_digits, 1, '/');
}

std::optional<crypto::Digest32> parse_blob_path(std::string_view path) {
    if (path.size() != path_length || path[folder_digits] != '/') return std::nullopt;
    std::string hex(path);
    hex.erase(folder_digits, 1);
    if (!std::ranges::all_of(hex, is_digit)) return std::nullopt;
    const auto bytes = parse_hex(hex);
    crypto::Digest32 name{};
    if (!bytes || bytes->size() != name.size()) return std::nullopt;
    std::ranges::copy(*bytes, name.begin());
    return name;
}

Bytes seal_blob(const crypto::KeyRing& keys, const crypto::Digest32& name, BytesView plain) {
    return keys.seal(context_of(name), plain);
}

Result<Bytes> open_blob(const crypto::KeyRing& keys,
                        const crypto::Digest32& name,
                        BytesView sealed) {
    Result<Bytes> plain = keys.open(context_of(name), sealed);
    if (!plain || crypto::sha256(*plain) != name) {
        return Error(ErrorCode::blob_corrupt, "blob " + to_hex(name));
    }
    return plain;
}

}  // namespace yinxin::storage
