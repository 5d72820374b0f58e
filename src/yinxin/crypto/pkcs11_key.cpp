// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/pkcs11_key.hpp"

#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/pkcs11_object.hpp"
#include "yinxin/crypto/random.hpp"

#include <array>

namespace yinxin::crypto {
namespace {

/// Two keys of one label or one id could not be told apart later.
Result<void> check_is_free(const Pkcs11Session& session, std::string& label, std::string& id) {
    for (const CK_OBJECT_CLASS kind : {CKO_PRIVATE_KEY, CKO_PUBLIC_KEY}) {
        CK_OBJECT_CLASS asked = kind;
        for (const CK_ATTRIBUTE name :
             {pkcs11_attribute(CKA_LABEL, label), pkcs11_attribute(CKA_ID, id)}) {
            std::array wanted{pkcs11_attribute(CKA_CLASS, asked), name};
            YX_TRY(const auto found, session.find(wanted));
            if (!found.empty()) {
                return Error(ErrorCode::conflict, "the token holds a key of this label or id");
            }
        }
    }
    return ok();
}

Result<void> generate(const Pkcs11Session& session,
                      KeyKind kind,
                      std::string& label,
                      std::string& id) {
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    CK_ULONG bits = 3072;
    Bytes exponent{0x01, 0x00, 0x01};
    Bytes curve = der::oid("1.2.840.10045.3.1.7");
    std::vector<CK_ATTRIBUTE> open{pkcs11_attribute(CKA_TOKEN, yes),
                                   pkcs11_attribute(CKA_VERIFY, yes),
                                   pkcs11_attribute(CKA_LABEL, label),
                                   pkcs11_attribute(CKA_ID, id)};
    std::vector<CK_ATTRIBUTE> guarded{pkcs11_attribute(CKA_TOKEN, yes),
                                      pkcs11_attribute(CKA_PRIVATE, yes),
                                      pkcs11_attribute(CKA_SENSITIVE, yes),
                                      pkcs11_attribute(CKA_EXTRACTABLE, no),
                                      pkcs11_attribute(CKA_SIGN, yes),
                                      pkcs11_attribute(CKA_DECRYPT, no),
                                      pkcs11_attribute(CKA_UNWRAP, no),
                                      pkcs11_attribute(CKA_LABEL, label),
                                      pkcs11_attribute(CKA_ID, id)};
    CK_MECHANISM mechanism{CKM_EC_KEY_PAIR_GEN, nullptr, 0};
    if (kind == KeyKind::rsa3072) {
        mechanism.mechanism = CKM_RSA_PKCS_KEY_PAIR_GEN;
        open.push_back(pkcs11_attribute(CKA_MODULUS_BITS, bits));
        open.push_back(pkcs11_attribute(CKA_PUBLIC_EXPONENT, exponent));
    } else {
        open.push_back(pkcs11_attribute(CKA_EC_PARAMS, curve));
    }
    CK_OBJECT_HANDLE public_key = 0;
    CK_OBJECT_HANDLE private_key = 0;
    const CK_RV outcome = session.functions().C_GenerateKeyPair(session.handle(),
                                                                &mechanism,
                                                                open.data(),
                                                                open.size(),
                                                                guarded.data(),
                                                                guarded.size(),
                                                                &public_key,
                                                                &private_key);
    if (outcome == CKR_OK) return ok();
    return Error(ErrorCode::key_unavailable, "the token makes no key: " + describe_pkcs11(outcome));
}

}  // namespace

Result<void> generate_pkcs11_key(std::string_view uri, KeyKind kind) {
    if (kind == KeyKind::sm2) {
        return Error(ErrorCode::unsupported,
                     "PKCS #11 2.40 has no mechanism for SM2, and each vendor numbers its own");
    }
    YX_TRY(Pkcs11Uri parsed, parse_pkcs11_uri(uri));
    if (parsed.object.empty()) {
        return Error(ErrorCode::key_unavailable, "pkcs11 URI: a new key needs a label (object)");
    }
    constexpr std::size_t id_size = 8;
    if (parsed.id.empty()) parsed.id = as_text(random_bytes(id_size));
    YX_TRY(const auto modules, Pkcs11Modules::load(parsed.module_path));
    YX_TRY(const Pkcs11Slot slot, find_slot(*modules, parsed));
    YX_TRY(const Pkcs11Session session, Pkcs11Session::open(slot, Pkcs11Access::read_write));
    YX_TRY(const LogIn outcome, session.log_in(slot, parsed.pin_file));
    if (outcome == LogIn::wrong_pin) {
        return Error(ErrorCode::key_unavailable, "wrong PIN in " + parsed.pin_file.string());
    }
    YX_CHECK(check_is_free(session, parsed.object, parsed.id));
    return generate(session, kind, parsed.object, parsed.id);
}

}  // namespace yinxin::crypto
