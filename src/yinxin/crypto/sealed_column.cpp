// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/sealed_column.hpp"

#include "yinxin/crypto/random.hpp"
#include "yinxin/crypto/sealed_form.hpp"

#include <algorithm>

namespace yinxin::crypto {
namespace {

constexpr std::size_t header_size = 5;
constexpr std::size_t body_at = header_size + sealed_nonce_size;

std::uint8_t version_of(Suite suite) {
    return suite == Suite::national ? 2 : 1;
}

/// Header and context are authenticated, so neither a value nor its key id can be moved.
Bytes associated_data(BytesView header, std::string_view context) {
    Bytes data(header.begin(), header.end());
    const BytesView text = as_bytes(context);
    data.insert(data.end(), text.begin(), text.end());
    return data;
}

Error unsealing_failed(std::string detail) {
    return Error(ErrorCode::unsealing_failed, std::move(detail));
}

}  // namespace

Result<KeyRing> KeyRing::create(std::vector<ColumnKey> keys) {
    std::ranges::sort(keys, {}, &ColumnKey::id);
    if (keys.empty()) return Error(ErrorCode::invalid_input, "key ring without a key");
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].id == 0 || (i > 0 && keys[i].id == keys[i - 1].id)) {
            return Error(ErrorCode::invalid_input, "column key id is zero or used twice");
        }
        if (keys[i].key.expose().size() != 32) {
            return Error(ErrorCode::invalid_input, "column key is not 32 bytes");
        }
    }
    return KeyRing(std::move(keys));
}

KeyRing::KeyRing(std::vector<ColumnKey> keys) : keys_(std::move(keys)) {
    for (ColumnKey& key : keys_) {
        if (key.suite == Suite::national) key.key = sm4_working_keys(key.key);
    }
}

Bytes KeyRing::seal(std::string_view context, BytesView plain) const {
    const ColumnKey& key = keys_.back();
    Bytes sealed(plain.size() + overhead);
    sealed[0] = version_of(key.suite);
    for (int i = 0; i < 4; ++i) {
        sealed[static_cast<std::size_t>(i) + 1] = static_cast<std::uint8_t>(key.id >> (24 - 8 * i));
    }
    const std::span<std::uint8_t> all(sealed);
    fill_random(all.subspan(header_size, sealed_nonce_size));
    const SealedParts parts{all.subspan(header_size, sealed_nonce_size),
                            all.subspan(body_at, plain.size()),
                            all.last(sealed_tag_size)};
    const Bytes associated = associated_data(all.first(header_size), context);
    if (key.suite == Suite::national) {
        seal_sm4(key.key, associated, plain, parts);
    } else {
        seal_aes_gcm(key.key, associated, plain, parts);
    }
    return sealed;
}

Result<Bytes> KeyRing::open(std::string_view context, BytesView sealed) const {
    YX_TRY(const std::uint32_t id, key_id_of(sealed));
    const auto key = std::ranges::find(keys_, id, &ColumnKey::id);
    if (key == keys_.end()) return unsealing_failed("no column key " + std::to_string(id));
    if (sealed[0] != version_of(key->suite)) {
        return unsealing_failed("sealed in another suite than that of its key");
    }
    const ReceivedParts parts{sealed.subspan(header_size, sealed_nonce_size),
                              sealed.subspan(body_at, sealed.size() - overhead),
                              sealed.last(sealed_tag_size)};
    const Bytes associated = associated_data(sealed.first(header_size), context);
    Bytes plain(parts.body.size());
    const bool is_open = key->suite == Suite::national
                             ? open_sm4(key->key, associated, parts, plain)
                             : open_aes_gcm(key->key, associated, parts, plain);
    if (is_open) return plain;
    if (!plain.empty()) explicit_bzero(plain.data(), plain.size());
    return unsealing_failed("altered, or sealed for another place");
}

Result<std::string> KeyRing::open_text(std::string_view context, BytesView sealed) const {
    YX_TRY(const Bytes plain, open(context, sealed));
    return std::string(as_text(plain));
}

std::uint32_t KeyRing::newest_id() const noexcept {
    return keys_.back().id;
}

Result<std::uint32_t> KeyRing::key_id_of(BytesView sealed) {
    if (sealed.size() < overhead || (sealed[0] != 1 && sealed[0] != 2)) {
        return unsealing_failed("not a sealed value");
    }
    std::uint32_t id = 0;
    for (std::size_t i = 1; i < header_size; ++i) {
        id = (id << 8) | sealed[i];
    }
    return id;
}

}  // namespace yinxin::crypto
