// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/authenticator_data.hpp"

#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/signing/cbor_items.hpp"

#include <algorithm>
#include <map>

namespace yinxin::signing {
namespace {

namespace der = crypto::der;

constexpr std::size_t longest_data = 4096;         ///< an RSA 8192 key has some 1,100 bytes
constexpr std::size_t longest_object = 16 * 1024;  ///< with a statement nobody asked for
constexpr std::size_t head_size = 37;
constexpr std::size_t guid_size = 16;
constexpr std::size_t shortest_id = 16;
constexpr std::size_t longest_id = 1023;
constexpr std::size_t coordinate = 32;

/// Bits of the flags (§6.1).
namespace flag {
constexpr std::uint8_t user_present = 0x01;
constexpr std::uint8_t user_verified = 0x04;
constexpr std::uint8_t has_credential = 0x40;
constexpr std::uint8_t has_extensions = 0x80;
}  // namespace flag

/// Labels of a COSE_Key, and what is in them.
namespace cose {
constexpr std::int64_t kty = 1;
constexpr std::int64_t alg = 3;
constexpr std::int64_t crv = -1;  ///< or n of an RSA key
constexpr std::int64_t x = -2;    ///< or e
constexpr std::int64_t y = -3;
constexpr std::int64_t private_part = -4;  ///< d of an EC2 or OKP key, and more for RSA below
constexpr std::int64_t okp = 1;
constexpr std::int64_t ec2 = 2;
constexpr std::int64_t rsa = 3;
constexpr std::int64_t es256 = -7;
constexpr std::int64_t eddsa = -8;
constexpr std::int64_t rs256 = -257;
constexpr std::int64_t p256 = 1;
constexpr std::int64_t ed25519 = 6;
}  // namespace cose

Error malformed(const char* what) {
    return Error(ErrorCode::malformed, std::string("passkey: ") + what);
}
Error unsupported(const char* what) {
    return Error(ErrorCode::unsupported, std::string("passkey: ") + what);
}

/// What a COSE_Key says by its integer labels; views into the item.
struct KeyMembers {
    std::map<std::int64_t, std::int64_t> numbers;
    std::map<std::int64_t, BytesView> octets;

    [[nodiscard]] bool says(std::int64_t label, std::int64_t value) const {
        const auto found = numbers.find(label);
        return found != numbers.end() && found->second == value;
    }
    /// Empty: not there.
    [[nodiscard]] BytesView bytes(std::int64_t label) const {
        const auto found = octets.find(label);
        return found == octets.end() ? BytesView() : found->second;
    }
};

Result<KeyMembers> members_of(const cbor_item_t* map) {
    if (!cbor_isa_map(map) || !cbor_map_is_definite(map)) return malformed("the key is no map");
    KeyMembers members;
    for (std::size_t i = 0; i < cbor_map_size(map); ++i) {
        const cbor_pair& pair = cbor_map_handle(map)[i];
        const auto label = integer_in(pair.key);
        if (!label) return malformed("a label of the key is no integer");
        bool is_new = true;
        if (const auto number = integer_in(pair.value)) {
            is_new =
                members.numbers.emplace(*label, *number).second && !members.octets.contains(*label);
        } else if (const auto octets = octets_in(pair.value)) {
            is_new =
                members.octets.emplace(*label, *octets).second && !members.numbers.contains(*label);
        }
        if (!is_new) return malformed("a label of the key twice");
    }
    return members;
}

Result<Bytes> ec_spki(const KeyMembers& key) {
    const BytesView x = key.bytes(cose::x);
    const BytesView y = key.bytes(cose::y);
    if (!key.says(cose::crv, cose::p256)) return unsupported("a curve other than P-256");
    if (x.size() != coordinate || y.size() != coordinate) return malformed("coordinates");
    constexpr std::uint8_t uncompressed = 0x04;
    const Bytes point = der::concat({BytesView(&uncompressed, 1), x, y});
    return der::sequence(
        {der::sequence({der::oid(crypto::oid::ec_public_key), der::oid("1.2.840.10045.3.1.7")}),
         der::bit_string(point)});
}

Result<Bytes> rsa_spki(const KeyMembers& key) {
    const BytesView n = key.bytes(cose::crv);
    const BytesView e = key.bytes(cose::x);
    if (n.empty() || e.empty()) return malformed("modulus or exponent");
    const Bytes numbers = der::sequence({der::unsigned_integer(n), der::unsigned_integer(e)});
    return der::sequence(
        {der::sequence({der::oid(crypto::oid::rsa), der::null()}), der::bit_string(numbers)});
}

Result<Bytes> okp_spki(const KeyMembers& key) {
    const BytesView x = key.bytes(cose::x);
    if (!key.says(cose::crv, cose::ed25519)) return unsupported("a curve other than Ed25519");
    if (x.size() != coordinate) return malformed("coordinate");
    return crypto::ed25519_spki(x);
}

/// The type decides how the members are read, the algorithm must be the one of the type.
Result<Bytes> spki_of(const KeyMembers& key) {
    if (key.octets.contains(cose::private_part)) return malformed("a private key");
    if (key.says(cose::kty, cose::ec2) && key.says(cose::alg, cose::es256)) return ec_spki(key);
    if (key.says(cose::kty, cose::rsa) && key.says(cose::alg, cose::rs256)) return rsa_spki(key);
    if (key.says(cose::kty, cose::okp) && key.says(cose::alg, cose::eddsa)) return okp_spki(key);
    return unsupported("an algorithm that was not asked for");
}

std::uint32_t number(BytesView four) {
    std::uint32_t value = 0;
    for (const std::uint8_t byte : four)
        value = value << 8U | byte;
    return value;
}

/// Takes the credential off the front of what follows the head.
Result<AttestedCredential> take_credential(BytesView& rest) {
    if (rest.size() < guid_size + 2) return malformed("credential data too short");
    const std::size_t size = number(rest.subspan(guid_size, 2));
    rest = rest.subspan(guid_size + 2);
    if (size < shortest_id || size > longest_id || size > rest.size()) {
        return malformed("length of the credential's id");
    }
    const BytesView id = rest.first(size);
    rest = rest.subspan(size);
    std::size_t read = 0;
    YX_TRY(crypto::PersonalKey key, read_cose_key(rest, read));
    rest = rest.subspan(read);
    return AttestedCredential{Bytes(id.begin(), id.end()), std::move(key)};
}

}  // namespace

Result<crypto::PersonalKey> read_cose_key(BytesView bytes, std::size_t& read) {
    const CborItem item = load_cbor(bytes, read);
    if (item == nullptr) return malformed("the key is no CBOR");
    YX_TRY(const KeyMembers members, members_of(item.get()));
    YX_TRY(const Bytes spki, spki_of(members));
    auto key = crypto::PersonalKey::parse(spki);
    if (!key) return Error(key.error().code(), "passkey: " + key.error().detail());
    return *std::move(key);
}

Result<AuthenticatorData> read_authenticator_data(BytesView bytes) {
    if (bytes.size() < head_size || bytes.size() > longest_data) return malformed("length");
    AuthenticatorData data;
    std::ranges::copy(bytes.first(data.rp_id_hash.size()), data.rp_id_hash.begin());
    const std::uint8_t flags = bytes[data.rp_id_hash.size()];
    data.is_user_present = (flags & flag::user_present) != 0;
    data.is_user_verified = (flags & flag::user_verified) != 0;
    data.sign_count = number(bytes.subspan(head_size - 4, 4));
    BytesView rest = bytes.subspan(head_size);
    if ((flags & flag::has_credential) != 0) {
        YX_TRY(data.credential, take_credential(rest));
    }
    if ((flags & flag::has_extensions) != 0) {
        std::size_t read = 0;
        const CborItem extensions = load_cbor(rest, read);
        if (extensions == nullptr || !cbor_isa_map(extensions.get()))
            return malformed("extensions");
        rest = rest.subspan(read);
    }
    if (!rest.empty()) return malformed("bytes left over");
    return data;
}

Result<AuthenticatorData> read_attestation_object(BytesView bytes) {
    if (bytes.size() > longest_object) return malformed("attestation object too long");
    std::size_t read = 0;
    const CborItem object = load_cbor(bytes, read);
    if (object == nullptr || read != bytes.size() || !cbor_isa_map(object.get())) {
        return malformed("attestation object");
    }
    std::optional<BytesView> data;
    bool has_format = false;
    for (std::size_t i = 0; i < cbor_map_size(object.get()); ++i) {
        const cbor_pair& pair = cbor_map_handle(object.get())[i];
        const auto name = text_in(pair.key);
        if (!name) return malformed("a member of the attestation object has no name");
        if (*name == "fmt") has_format = text_in(pair.value).has_value();
        if (*name != "authData") continue;
        if (data) return malformed("authenticator data twice");
        data = octets_in(pair.value);
        if (!data) return malformed("authenticator data");
    }
    if (!data || !has_format) return malformed("attestation object lacks a member");
    return read_authenticator_data(*data);
}

}  // namespace yinxin::signing
