// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/offline_code.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/ecdsa_value.hpp"
#include "yinxin/signing/base45.hpp"
#include "yinxin/signing/cbor_items.hpp"

#include <algorithm>
#include <cbor.h>
#include <memory>
#include <zlib.h>

namespace yinxin::signing {
namespace {

constexpr std::size_t longest_text = 4000;
constexpr std::size_t most_unpacked = 4096;
constexpr std::uint64_t sign1_tag = 18;  // RFC 9052, 2
constexpr std::size_t key_id_size = 8;

/// Labels of the claims set: those of RFC 8392, and ours from the private range of RFC 8392, 9.1.
namespace label {
constexpr std::int64_t issuer = 1;
constexpr std::int64_t expires = 4;
constexpr std::int64_t issued = 6;
constexpr std::int64_t copy_no = -70001;
constexpr std::int64_t masked_name = -70002;
constexpr std::int64_t qualification = -70003;
constexpr std::int64_t scenario = -70004;
constexpr std::int64_t recipient = -70005;
}  // namespace label

using Item = CborItem;

Item own(cbor_item_t* item) {
    if (item == nullptr) throw std::bad_alloc();
    return {item, release_cbor};
}

Item octets(BytesView bytes) {
    return own(cbor_build_bytestring(bytes.data(), bytes.size()));
}

Item words(std::string_view text) {
    return own(cbor_build_stringn(text.data(), text.size()));
}

/// An integer in as few bytes as it takes (RFC 8949, 4.2.1).
Item shortest(std::int64_t value) {
    const bool is_negative = value < 0;
    const auto magnitude = static_cast<std::uint64_t>(is_negative ? -1 - value : value);
    cbor_item_t* item =
        magnitude <= 0xFF         ? cbor_build_uint8(static_cast<std::uint8_t>(magnitude))
        : magnitude <= 0xFFFF     ? cbor_build_uint16(static_cast<std::uint16_t>(magnitude))
        : magnitude <= 0xFFFFFFFF ? cbor_build_uint32(static_cast<std::uint32_t>(magnitude))
                                  : cbor_build_uint64(magnitude);
    Item owned = own(item);
    if (is_negative) cbor_mark_negint(owned.get());
    return owned;
}

void put(const Item& map, std::int64_t key, const Item& value) {
    const Item name = shortest(key);
    if (!cbor_map_add(map.get(), {name.get(), value.get()})) throw std::bad_alloc();
}

void put_text(const Item& map, std::int64_t key, std::string_view text) {
    if (!text.empty()) put(map, key, words(text));
}

void push(const Item& array, const Item& value) {
    if (!cbor_array_push(array.get(), value.get())) throw std::bad_alloc();
}

Bytes encoded(const Item& item) {
    unsigned char* buffer = nullptr;
    std::size_t room = 0;
    const std::size_t size = cbor_serialize_alloc(item.get(), &buffer, &room);
    Bytes bytes(buffer, buffer + size);
    std::free(buffer);
    return bytes;
}

Bytes encoded_claims(const OfflineClaims& claims) {
    const std::size_t count = 3 + (claims.valid_until ? 1 : 0) + (claims.scenario.empty() ? 0 : 1) +
                              (claims.recipient.empty() ? 0 : 1) +
                              (claims.masked_name.empty() ? 0 : 1) +
                              (claims.qualification.empty() ? 0 : 1);
    const Item map = own(cbor_new_definite_map(count));
    put_text(map, label::issuer, claims.service);
    if (claims.valid_until) put(map, label::expires, shortest(epoch_of(*claims.valid_until)));
    put(map, label::issued, shortest(epoch_of(claims.made_at)));
    put_text(map, label::copy_no, claims.copy_no);
    put_text(map, label::masked_name, claims.masked_name);
    put_text(map, label::qualification, claims.qualification);
    put_text(map, label::scenario, claims.scenario);
    put_text(map, label::recipient, claims.recipient);
    return encoded(map);
}

Bytes protected_header(BytesView key_id) {
    const Item map = own(cbor_new_definite_map(2));
    put(map, 1, shortest(-7));  // alg: ES256
    put(map, 4, octets(key_id));
    return encoded(map);
}

/// What is signed: Sig_structure of RFC 9052, 4.4.
Bytes signature_input(BytesView header, BytesView payload) {
    const Item array = own(cbor_new_definite_array(4));
    push(array, words("Signature1"));
    push(array, octets(header));
    push(array, octets({}));
    push(array, octets(payload));
    return encoded(array);
}

Bytes sign1(BytesView header, BytesView payload, BytesView signature) {
    const Item array = own(cbor_new_definite_array(4));
    push(array, octets(header));
    push(array, own(cbor_new_definite_map(0)));
    push(array, octets(payload));
    push(array, octets(signature));
    const Item tagged = own(cbor_build_tag(sign1_tag, array.get()));
    return encoded(tagged);
}

Bytes packed(BytesView plain) {
    uLongf size = compressBound(plain.size());
    Bytes out(size);
    if (compress2(out.data(), &size, plain.data(), plain.size(), Z_BEST_COMPRESSION) != Z_OK) {
        throw std::bad_alloc();
    }
    out.resize(size);
    return out;
}

Error malformed(const char* what) {
    return Error(ErrorCode::malformed, std::string("offline code: ") + what);
}

Result<Bytes> unpacked(BytesView bytes) {
    Bytes out(most_unpacked);
    uLongf size = out.size();
    uLong read = bytes.size();
    if (uncompress2(out.data(), &size, bytes.data(), &read) != Z_OK || read != bytes.size()) {
        return malformed("zlib");
    }
    out.resize(size);
    return out;
}

/// One item and nothing after it.
Result<Item> parsed(BytesView bytes) {
    std::size_t read = 0;
    Item item = load_cbor(bytes, read);
    if (item == nullptr) return malformed("CBOR");
    if (read != bytes.size()) return malformed("something follows");
    return item;
}

Result<Bytes> part_of(const cbor_item_t* array, std::size_t at) {
    const Item item(cbor_array_get(array, at), release_cbor);
    const auto octets = octets_in(item.get());
    if (!octets) return malformed("not a byte string");
    return Bytes(octets->begin(), octets->end());
}

/// COSE_Sign1 taken apart; nothing is trusted yet.
struct Envelope {
    Bytes header;
    Bytes payload;
    Bytes signature;
};

Result<Envelope> open_envelope(BytesView bytes) {
    // The tag is one byte and read by hand: libcbor 0.8 cannot load a tagged array that holds an
    // empty map.
    constexpr std::uint8_t tag_byte = 0xC0 | sign1_tag;
    if (bytes.empty() || bytes.front() != tag_byte) return malformed("not COSE_Sign1");
    YX_TRY(const Item array, parsed(bytes.subspan(1)));
    if (!cbor_isa_array(array.get()) || cbor_array_size(array.get()) != 4) {
        return malformed("not four parts");
    }
    Envelope envelope;
    YX_TRY(envelope.header, part_of(array.get(), 0));
    YX_TRY(envelope.payload, part_of(array.get(), 2));
    YX_TRY(envelope.signature, part_of(array.get(), 3));
    return envelope;
}

std::string words_in(const cbor_item_t* item) {
    return std::string(text_in(item).value_or(""));
}

Result<OfflineClaims> read_claims(BytesView payload) {
    YX_TRY(const Item map, parsed(payload));
    if (!cbor_isa_map(map.get())) return malformed("claims are no map");
    OfflineClaims claims;
    for (std::size_t i = 0; i < cbor_map_size(map.get()); ++i) {
        const cbor_pair& pair = cbor_map_handle(map.get())[i];
        const auto key = integer_in(pair.key);
        if (!key) return malformed("a label is no integer");
        const auto at = integer_in(pair.value);
        if (*key == label::issued && at) claims.made_at = instant_of(*at);
        if (*key == label::expires && at) claims.valid_until = instant_of(*at);
        if (*key == label::issuer) claims.service = words_in(pair.value);
        if (*key == label::copy_no) claims.copy_no = words_in(pair.value);
        if (*key == label::masked_name) claims.masked_name = words_in(pair.value);
        if (*key == label::qualification) claims.qualification = words_in(pair.value);
        if (*key == label::scenario) claims.scenario = words_in(pair.value);
        if (*key == label::recipient) claims.recipient = words_in(pair.value);
    }
    if (claims.copy_no.empty()) return malformed("it names no copy");
    return claims;
}

}  // namespace

Bytes offline_key_id(BytesView spki) {
    const crypto::Digest32 digest = crypto::sha256(spki);
    return {digest.begin(), digest.begin() + key_id_size};
}

Result<std::string> sign_offline_code(const OfflineClaims& claims, const crypto::Signer& key) {
    if (key.algorithm() != crypto::SignatureAlgorithm::ecdsa_p256_sha256) {
        return Error(ErrorCode::unsupported, "offline codes are signed with P-256");
    }
    const Bytes header = protected_header(offline_key_id(key.public_key_spki()));
    const Bytes payload = encoded_claims(claims);
    YX_TRY(const Bytes value, key.sign(signature_input(header, payload)));
    YX_TRY(const Bytes raw, crypto::raw_ecdsa_value(value));
    return std::string(offline_prefix) + to_base45(packed(sign1(header, payload, raw)));
}

Result<OfflineClaims> open_offline_code(std::string_view text, const crypto::PublicKey& key) {
    if (!text.starts_with(offline_prefix) || text.size() > longest_text) {
        return malformed("not one of ours");
    }
    YX_TRY(const Bytes packed_bytes, parse_base45(text.substr(offline_prefix.size())));
    YX_TRY(const Bytes bytes, unpacked(packed_bytes));
    YX_TRY(const Envelope envelope, open_envelope(bytes));
    // The header is compared whole: another algorithm or key is another header.
    if (envelope.header != protected_header(offline_key_id(key.spki()))) {
        return Error(ErrorCode::key_unavailable, "signed by another key");
    }
    YX_TRY(const Bytes value, crypto::der_ecdsa_value(envelope.signature));
    YX_CHECK(key.verify(signature_input(envelope.header, envelope.payload), value));
    return read_claims(envelope.payload);
}

}  // namespace yinxin::signing
