// SPDX-License-Identifier: Apache-2.0
#include "support/attacks/cms_parts.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/crypto/algorithms.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace yinxin::attacks {
namespace {

Bytes concat(const std::vector<Bytes>& parts) {
    Bytes out;
    for (const Bytes& part : parts)
        out.insert(out.end(), part.begin(), part.end());
    return out;
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Key load_key(const std::string& path) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> file(BIO_new_file(path.c_str(), "r"),
                                                         &BIO_free);
    return {PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free};
}

}  // namespace

Bytes attribute(std::string_view type, der::Parts values) {
    return der::sequence({der::oid(type), der::element(der::tag::set, values)});
}

Bytes algorithm(std::string_view identifier, bool with_null) {
    return with_null ? der::sequence({der::oid(identifier), der::null()})
                     : der::sequence({der::oid(identifier)});
}

Bytes names_certificate(const crypto::Certificate& certificate) {
    const Bytes id = der::sequence({der::octet_string(certificate.fingerprint())});
    const Bytes ids = der::sequence({id});
    return attribute("1.2.840.113549.1.9.16.2.47", {der::sequence({ids})});
}

Bytes content_type_is(std::string_view type) {
    return attribute("1.2.840.113549.1.9.3", {der::oid(type)});
}

Bytes message_digest_is(BytesView digest) {
    return attribute("1.2.840.113549.1.9.4", {der::octet_string(digest)});
}

Bytes sign_with(const std::string& key_pem,
                const char* digest,
                std::string_view message,
                Padding padding) {
    const Key key = load_key(key_pem);
    const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_PKEY_CTX* inner = nullptr;
    Bytes signature(1024);
    std::size_t size = signature.size();
    const BytesView bytes = as_bytes(message);
    if (EVP_DigestSignInit(
            context.get(), &inner, EVP_get_digestbyname(digest), nullptr, key.get()) != 1 ||
        (padding == Padding::pss &&
         EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING) != 1) ||
        EVP_DigestSign(context.get(), signature.data(), &size, bytes.data(), bytes.size()) != 1) {
        throw std::runtime_error("cannot sign");
    }
    signature.resize(size);
    return signature;
}

Bytes digest_with(const char* digest, std::string_view message) {
    Bytes out(EVP_MAX_MD_SIZE);
    unsigned size = 0;
    if (EVP_Digest(message.data(),
                   message.size(),
                   out.data(),
                   &size,
                   EVP_get_digestbyname(digest),
                   nullptr) != 1) {
        throw std::runtime_error("cannot digest");
    }
    out.resize(size);
    return out;
}

SignerParts::SignerParts(std::shared_ptr<const crypto::Signer> with,
                         const crypto::Certificate& certificate,
                         std::string_view what)
    : key(std::move(with)),
      name(der::sequence({certificate.issuer_der(), certificate.serial_der()})),
      digest_algorithm(crypto::digest_algorithm_identifier(crypto::DigestAlgorithm::sha256)),
      attributes({content_type_is("1.2.840.113549.1.7.1"),
                  message_digest_is(crypto::sha256(as_bytes(what))),
                  names_certificate(certificate)}),
      signature_algorithm(crypto::signature_algorithm_identifier(key->algorithm())),
      covered(what) {}

Bytes SignerParts::build() const {
    std::vector<Bytes> all = attributes;
    if (sorted) std::ranges::sort(all);
    const Bytes content = concat(all);
    const Bytes message = has_attributes ? der::element(der::tag::set, content) : to_bytes(covered);
    const Bytes signature = sign ? sign(message) : key->sign(message).value();
    const Bytes tail =
        unsigned_attributes ? der::context(1, {concat(unsigned_attributes(signature))}) : Bytes{};
    return der::sequence({version,
                          name,
                          digest_algorithm,
                          has_attributes ? der::context(0, {content}) : Bytes{},
                          signature_algorithm,
                          der::octet_string(signature),
                          tail});
}

Bytes CmsParts::build() const {
    const Bytes inside = content ? der::context(0, {*content}) : Bytes{};
    const Bytes signed_data =
        der::sequence({version,
                       der::element(der::tag::set, concat(digest_algorithms)),
                       der::sequence({content_type, inside}),
                       certificates.empty() ? Bytes{} : der::context(0, {concat(certificates)}),
                       der::element(der::tag::set, concat(signer_infos))});
    return der::sequence({der::oid("1.2.840.113549.1.7.2"), der::context(0, {signed_data})});
}

CmsParts cms_of(const SignerParts& signer,
                const crypto::Certificate& certificate,
                const std::vector<crypto::Certificate>& chain) {
    CmsParts parts;
    parts.digest_algorithms = {signer.digest_algorithm};
    parts.certificates = {certificate.der()};
    for (const crypto::Certificate& link : chain)
        parts.certificates.push_back(link.der());
    parts.signer_infos = {signer.build()};
    return parts;
}

}  // namespace yinxin::attacks
