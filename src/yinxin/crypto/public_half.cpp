// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/public_half.hpp"

#include "yinxin/crypto/key_operation.hpp"

namespace yinxin::crypto {
namespace {

class PublicHalf final : public Signer {
  public:
    PublicHalf(PublicKey key, std::size_t longest) : key_(std::move(key)), longest_(longest) {}

    [[nodiscard]] SignatureAlgorithm algorithm() const noexcept override {
        return key_.algorithm();
    }
    [[nodiscard]] Result<Bytes> sign(BytesView /*message*/) const override {
        return Error(ErrorCode::key_unavailable, "the private key is in another process");
    }
    [[nodiscard]] BytesView public_key_spki() const noexcept override { return key_.spki(); }
    [[nodiscard]] std::size_t max_signature_size() const noexcept override { return longest_; }

  private:
    PublicKey key_;
    std::size_t longest_;
};

}  // namespace

Result<std::shared_ptr<const Signer>> public_half(BytesView spki) {
    YX_TRY(PublicKey key, PublicKey::parse(spki));
    const unsigned char* position = spki.data();
    const KeyHandle handle(d2i_PUBKEY(nullptr, &position, static_cast<long>(spki.size())));
    if (handle == nullptr) return Error(ErrorCode::malformed, drain_openssl_errors());
    const auto longest = static_cast<std::size_t>(EVP_PKEY_get_size(handle.get()));
    return std::shared_ptr<const Signer>(std::make_shared<PublicHalf>(std::move(key), longest));
}

}  // namespace yinxin::crypto
