// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/jws.hpp"

#include "yinxin/crypto/ecdsa_value.hpp"
#include "yinxin/signing/seal_credential_state.hpp"

namespace yinxin::signing {
namespace {

using crypto::SignatureAlgorithm;

/// The signature value as JOSE writes it: r and s side by side for ECDSA.
Result<Bytes> jose_value(SignatureAlgorithm algorithm, Bytes signature) {
    if (algorithm == SignatureAlgorithm::rsa_sha256) return signature;
    return crypto::raw_ecdsa_value(signature);
}

std::string header_of(const SealCredential::State& state) {
    const bool is_rsa = state.key->algorithm() == SignatureAlgorithm::rsa_sha256;
    std::string header = R"({"alg":")";
    header += is_rsa ? "RS256" : "ES256";
    header += R"(","cty":"json","x5c":[")" + to_base64(state.certificate.der()) + '"';
    for (const crypto::Certificate& one : state.chain)
        header += ",\"" + to_base64(one.der()) + '"';
    return header + "]}";
}

}  // namespace

Result<std::string> sign_jws(const SealCredential& credential, std::string_view json) {
    if (credential.algorithm() == SignatureAlgorithm::sm2_sm3) {
        return Error(ErrorCode::unsupported, "RFC 7518 has no name for SM2");
    }
    const SealCredential::State& state = credential.state();
    const std::string header = to_base64url(as_bytes(header_of(state)));
    const std::string payload = to_base64url(as_bytes(json));
    YX_TRY(Bytes raw, state.key->sign(as_bytes(header + '.' + payload)));
    YX_TRY(const Bytes value, jose_value(state.key->algorithm(), std::move(raw)));
    return R"({"payload":")" + payload + R"(","protected":")" + header + R"(","signature":")" +
           to_base64url(value) + "\"}\n";
}

Result<std::string> sign_personal_jws(const crypto::PersonalSigner& key,
                                      std::string_view type,
                                      std::string_view json) {
    std::string header = R"({"alg":")";
    header += name_of(key.key().algorithm());
    header += R"(","kid":")" + key.key().id() + R"(","typ":")";
    header += type;
    header += R"("})";
    std::string text = to_base64url(as_bytes(header)) + '.' + to_base64url(as_bytes(json));
    YX_TRY(const Bytes value, key.sign_jose(as_bytes(text)));
    return text + '.' + to_base64url(value);
}

}  // namespace yinxin::signing
