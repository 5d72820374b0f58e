// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/backup_form.hpp"

#include "yinxin/crypto/random.hpp"

namespace yinxin::storage::backup_form {

Result<Chunks> Chunks::make(const Secret& key, crypto::Suite suite, BytesView header) {
    YX_TRY(crypto::KeyRing ring, crypto::KeyRing::create({{1, key, suite}}));
    return Chunks(std::move(ring), to_hex(crypto::sha256(header)));
}

std::string Chunks::context(Place place) const {
    return "yinxin backup " + header_ + " " + std::to_string(number_) +
           (place == Place::last ? " last" : " more");
}

Bytes Chunks::seal(BytesView plain, Place place) {
    Bytes sealed = ring_.seal(context(place), plain);
    ++number_;
    return sealed;
}

std::optional<Bytes> Chunks::open(BytesView sealed, Place place) {
    auto plain = ring_.open(context(place), sealed);
    if (!plain) return std::nullopt;
    ++number_;
    return *std::move(plain);
}

Secret fresh_key() {
    constexpr std::size_t key_size = 32;
    Bytes bytes = crypto::random_bytes(key_size);
    Secret key{BytesView(bytes)};
    explicit_bzero(bytes.data(), bytes.size());
    return key;
}

void append_number(Bytes& target, std::uint64_t number, std::size_t size) {
    for (std::size_t i = size; i-- > 0;) {
        target.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
    }
}

std::uint64_t read_number(BytesView bytes) noexcept {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes) {
        number = (number << 8) | byte;
    }
    return number;
}

Bytes make_header(const crypto::BackupRecipient& recipient, BytesView sealed_key) {
    Bytes header = to_bytes(magic);
    header.push_back(form_version);
    header.push_back(recipient.suite() == crypto::Suite::national ? 2 : 1);
    const crypto::Digest32 id = crypto::sha256(recipient.spki());
    header.insert(header.end(), id.begin(), id.end());
    append_number(header, sealed_key.size(), 2);
    header.insert(header.end(), sealed_key.begin(), sealed_key.end());
    return header;
}

Error backup_error(BackupFault fault, std::string detail) {
    ErrorCode code = ErrorCode::malformed;
    if (fault == BackupFault::other_version) code = ErrorCode::unsupported;
    if (fault == BackupFault::key_wrong) code = ErrorCode::unsealing_failed;
    return Error(code, std::move(detail)).with("fault", std::string(domain::key(fault)));
}

}  // namespace yinxin::storage::backup_form
