// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/signer.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/key_operation.hpp"
#include "yinxin/crypto/pkcs11_signer.hpp"
#include "yinxin/crypto/private_file.hpp"

#include <climits>
#include <openssl/pem.h>

namespace yinxin::crypto {
namespace {

/// A key held in this process: for the demonstration. A real seal's key lives in an HSM.
class FileSigner final : public Signer {
  public:
    FileSigner(KeyHandle key, SignatureAlgorithm algorithm, Bytes spki)
        : spki_(std::move(spki)), operation_(std::move(key), algorithm, KeyOperation::Kind::sign) {}

    [[nodiscard]] SignatureAlgorithm algorithm() const noexcept override {
        return operation_.algorithm();
    }
    [[nodiscard]] Result<Bytes> sign(BytesView message) const override {
        return operation_.sign(message);
    }
    [[nodiscard]] BytesView public_key_spki() const noexcept override { return spki_; }
    [[nodiscard]] std::size_t max_signature_size() const noexcept override {
        return static_cast<std::size_t>(EVP_PKEY_get_size(&operation_.key()));
    }

  private:
    Bytes spki_;
    KeyOperation operation_;
};

/// Never asks for a pass phrase: an encrypted file is simply no usable key.
int no_pass_phrase(char* /*buffer*/, int /*size*/, int /*rwflag*/, void* /*user*/) {
    return -1;
}

Result<Bytes> encode_spki(EVP_PKEY& key) {
    unsigned char* encoded = nullptr;
    const int length = i2d_PUBKEY(&key, &encoded);
    if (length <= 0) return Error(ErrorCode::key_unavailable, drain_openssl_errors());
    Bytes spki(encoded, encoded + length);
    OPENSSL_free(encoded);
    return spki;
}

}  // namespace

std::string key_id(const Signer& signer) {
    return to_hex(sha256(signer.public_key_spki()));
}

Result<std::shared_ptr<const Signer>> open_file_key(const std::filesystem::path& path) {
    YX_TRY(const Secret pem, read_private_file(path));
    const std::string& text = pem.expose();
    if (text.size() > INT_MAX) return Error(ErrorCode::key_unavailable, "key file too long");
    const BioHandle source(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    KeyHandle key(PEM_read_bio_PrivateKey(source.get(), nullptr, no_pass_phrase, nullptr));
    if (key == nullptr) {
        return Error(ErrorCode::key_unavailable,
                     "no private key in " + path.string() + ": " + drain_openssl_errors());
    }
    Result<SignatureAlgorithm> algorithm = algorithm_of(*key);
    if (!algorithm) return Error(ErrorCode::key_unavailable, algorithm.error().detail());
    YX_TRY(Bytes spki, encode_spki(*key));
    return std::shared_ptr<const Signer>(
        std::make_shared<FileSigner>(std::move(key), *algorithm, std::move(spki)));
}

Result<std::shared_ptr<const Signer>> open_key(std::string_view uri) {
    constexpr std::string_view file_scheme = "file:";
    if (uri.starts_with("pkcs11:")) return open_pkcs11_key(uri);
    if (!uri.starts_with(file_scheme)) {
        return Error(ErrorCode::unsupported,
                     "key URI of another scheme than file and pkcs11: " +
                         std::string(uri.substr(0, uri.find(':'))));
    }
    uri.remove_prefix(file_scheme.size());
    // "file:///absolute" has an empty authority; "file:relative" and "file:/absolute" have none.
    if (uri.starts_with("///")) uri.remove_prefix(2);
    return open_file_key(std::filesystem::path(uri));
}

}  // namespace yinxin::crypto
