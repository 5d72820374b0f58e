// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/pkcs11_object.hpp"

#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/x509.hpp"

#include <algorithm>

namespace yinxin::crypto {
namespace {

constexpr std::string_view p256_oid = "1.2.840.10045.3.1.7";
constexpr std::string_view sm2_oid = "1.2.156.10197.1.301";

Error unavailable(std::string why) {
    return Error(ErrorCode::key_unavailable, std::move(why));
}

Error sm2_unsupported() {
    return Error(ErrorCode::unsupported,
                 "an SM2 key on a token: PKCS #11 2.40 has no mechanism for SM2, and each vendor "
                 "numbers its own; no vendor's is known here yet");
}

/// What the token says the key is, as SubjectPublicKeyInfo.
Result<Bytes> spki_of_point(const Pkcs11Session& session, CK_OBJECT_HANDLE object) {
    const auto parameters = session.attribute(object, CKA_EC_PARAMS);
    const auto point = session.attribute(object, CKA_EC_POINT);
    if (!parameters || !point) return unavailable("the public key object shows no point");
    if (*parameters == der::oid(sm2_oid)) return sm2_unsupported();
    if (*parameters != der::oid(p256_oid)) {
        return Error(ErrorCode::unsupported, "elliptic curve other than P-256");
    }
    // CKA_EC_POINT is a DER OCTET STRING; some modules give the bare point.
    BytesView bare = *point;
    constexpr std::size_t point_size = 65;
    if (bare.size() != point_size) {
        YX_TRY(const der::Element wrapped, der::parse_single(bare));
        bare = wrapped.content;
    }
    return der::sequence(
        {der::sequence({der::oid(oid::ec_public_key), der::oid(p256_oid)}), der::bit_string(bare)});
}

Result<Bytes> spki_of_modulus(const Pkcs11Session& session, CK_OBJECT_HANDLE object) {
    const auto modulus = session.attribute(object, CKA_MODULUS);
    const auto exponent = session.attribute(object, CKA_PUBLIC_EXPONENT);
    if (!modulus || !exponent) return unavailable("the public key object shows no modulus");
    const Bytes key =
        der::sequence({der::unsigned_integer(*modulus), der::unsigned_integer(*exponent)});
    return der::sequence({der::sequence({der::oid(oid::rsa), der::null()}), der::bit_string(key)});
}

Result<std::vector<CK_OBJECT_HANDLE>> find_twins(const Pkcs11Session& session,
                                                 CK_OBJECT_CLASS kind,
                                                 Bytes& id) {
    std::array wanted{pkcs11_attribute(CKA_CLASS, kind), pkcs11_attribute(CKA_ID, id)};
    return session.find(wanted);
}

Result<Bytes> spki_of(const Pkcs11Session& session, CK_OBJECT_HANDLE key, CK_KEY_TYPE type) {
    auto id = session.attribute(key, CKA_ID);
    if (!id || id->empty()) return unavailable("the key has no id that its public key could share");
    YX_TRY(const auto public_keys, find_twins(session, CKO_PUBLIC_KEY, *id));
    if (!public_keys.empty()) {
        return type == CKK_RSA ? spki_of_modulus(session, public_keys.front())
                               : spki_of_point(session, public_keys.front());
    }
    YX_TRY(const auto certificates, find_twins(session, CKO_CERTIFICATE, *id));
    for (const CK_OBJECT_HANDLE object : certificates) {
        const auto der = session.attribute(object, CKA_VALUE);
        if (!der) continue;
        YX_TRY(const Certificate certificate, Certificate::parse_der(*der));
        const BytesView spki = certificate.spki();
        return Bytes(spki.begin(), spki.end());
    }
    return unavailable("the token holds neither public key nor certificate of the key");
}

}  // namespace

Result<CK_OBJECT_HANDLE> find_private_key(const Pkcs11Session& session, const Pkcs11Uri& uri) {
    CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
    std::string label = uri.object;
    std::string id = uri.id;
    std::vector<CK_ATTRIBUTE> wanted{pkcs11_attribute(CKA_CLASS, kind)};
    if (!label.empty()) wanted.push_back(pkcs11_attribute(CKA_LABEL, label));
    if (!id.empty()) wanted.push_back(pkcs11_attribute(CKA_ID, id));
    YX_TRY(const auto found, session.find(wanted));
    if (found.empty()) {
        return unavailable("token " + uri.token + " holds no such private key: " + uri.object);
    }
    if (found.size() > 1) {
        return unavailable("token " + uri.token + " holds several such private keys: name the id");
    }
    return found.front();
}

Result<void> check_is_guarded(const Pkcs11Session& session, CK_OBJECT_HANDLE key) {
    // A module that does not answer has not said that the key stays inside.
    if (session.flag(key, CKA_EXTRACTABLE).value_or(true)) {
        return unavailable("the key is extractable (CKA_EXTRACTABLE): make one that is not");
    }
    if (!session.flag(key, CKA_SENSITIVE).value_or(false)) {
        return unavailable("the key can be read (CKA_SENSITIVE is false): make one that cannot");
    }
    if (!session.flag(key, CKA_SIGN).value_or(false)) {
        return unavailable("the key is not for signing (CKA_SIGN)");
    }
    if (session.flag(key, CKA_ALWAYS_AUTHENTICATE).value_or(false)) {
        return unavailable("the key asks for its PIN at every use (CKA_ALWAYS_AUTHENTICATE)");
    }
    return ok();
}

Result<PublicKey> read_public_key(const Pkcs11Session& session, CK_OBJECT_HANDLE key) {
    const auto type = session.number(key, CKA_KEY_TYPE);
    if (!type) return unavailable("the token does not say what kind of key it holds");
    if (*type >= CKK_VENDOR_DEFINED) return sm2_unsupported();
    if (*type != CKK_RSA && *type != CKK_EC) {
        return Error(ErrorCode::unsupported, "key on a token that is neither P-256 nor RSA");
    }
    YX_TRY(const Bytes spki, spki_of(session, key, *type));
    YX_TRY(PublicKey parsed, PublicKey::parse(spki));
    if (parsed.algorithm() == SignatureAlgorithm::sm2_sm3) return sm2_unsupported();
    const bool is_rsa = parsed.algorithm() == SignatureAlgorithm::rsa_sha256;
    if (is_rsa != (*type == CKK_RSA)) {
        return unavailable("public and private key of the token are of two kinds");
    }
    return parsed;
}

}  // namespace yinxin::crypto
