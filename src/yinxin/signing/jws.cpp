// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/jws.hpp"

#include "yinxin/crypto/der.hpp"
#include "yinxin/signing/seal_credential_state.hpp"

#include <algorithm>

namespace yinxin::signing {
namespace {

using crypto::SignatureAlgorithm;

constexpr std::size_t p256_number = 32;

/// DER INTEGER to the fixed width RFC 7518 section 3.4 asks for.
Result<void> append_number(Bytes& out, crypto::der::Reader& reader) {
    YX_TRY(const crypto::der::Element element, reader.next(crypto::der::tag::integer));
    BytesView number = element.content;
    if (number.size() > p256_number && number.front() == 0) number = number.subspan(1);
    if (number.size() > p256_number) return Error(ErrorCode::signature_failed, "r or s too long");
    out.resize(out.size() + p256_number - number.size());
    out.insert(out.end(), number.begin(), number.end());
    return ok();
}

/// The signature value as JOSE writes it: r and s side by side for ECDSA.
Result<Bytes> jose_value(SignatureAlgorithm algorithm, Bytes signature) {
    if (algorithm == SignatureAlgorithm::rsa_sha256) return signature;
    crypto::der::Reader whole(signature);
    YX_TRY(crypto::der::Reader numbers, whole.enter(crypto::der::tag::sequence));
    Bytes out;
    YX_CHECK(append_number(out, numbers));
    YX_CHECK(append_number(out, numbers));
    return out;
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
    const SealCredential::State& state = credential.state();
    const std::string header = to_base64url(as_bytes(header_of(state)));
    const std::string payload = to_base64url(as_bytes(json));
    YX_TRY(Bytes raw, state.key->sign(as_bytes(header + '.' + payload)));
    YX_TRY(const Bytes value, jose_value(state.key->algorithm(), std::move(raw)));
    return R"({"payload":")" + payload + R"(","protected":")" + header + R"(","signature":")" +
           to_base64url(value) + "\"}\n";
}

}  // namespace yinxin::signing
