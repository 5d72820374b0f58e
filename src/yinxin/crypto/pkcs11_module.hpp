// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: PKCS #11's types stay inside.

#include "yinxin/base/error.hpp"
#include "yinxin/crypto/pkcs11_uri.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace yinxin::crypto {

/// The words of a PKCS #11 return value with its number, for logs.
[[nodiscard]] std::string describe_pkcs11(CK_RV value);

/// Modules of PKCS #11, loaded and initialised by p11-kit, which lets other users of the same
/// module in this process keep theirs. Finalised with the last owner.
class Pkcs11Modules {
  public:
    /// The module of this path, or with an empty one all that p11-kit knows on this machine. One
    /// object per path and process. @error signing.key_unavailable
    [[nodiscard]] static Result<std::shared_ptr<const Pkcs11Modules>> load(const std::string& path);

    Pkcs11Modules(const Pkcs11Modules&) = delete;
    Pkcs11Modules& operator=(const Pkcs11Modules&) = delete;
    ~Pkcs11Modules();

    [[nodiscard]] std::span<CK_FUNCTION_LIST* const> functions() const noexcept {
        return functions_;
    }

  private:
    explicit Pkcs11Modules(CK_FUNCTION_LIST** known);
    explicit Pkcs11Modules(CK_FUNCTION_LIST& one) : functions_{&one} {}
    [[nodiscard]] static Result<std::shared_ptr<const Pkcs11Modules>> load_one(
        const std::string& path);
    [[nodiscard]] static Result<std::shared_ptr<const Pkcs11Modules>> load_known();

    CK_FUNCTION_LIST** known_ = nullptr;  ///< p11-kit's own list, where it made one
    std::vector<CK_FUNCTION_LIST*> functions_;
};

/// Where a token is now. A slot's number may change when its token comes back.
struct Pkcs11Slot {
    CK_FUNCTION_LIST* functions = nullptr;
    CK_SLOT_ID number = 0;
    CK_TOKEN_INFO token{};
};

/// The one token that the URI names.
/// @error signing.key_unavailable  none, or several: a URI with the serial number tells them apart.
[[nodiscard]] Result<Pkcs11Slot> find_slot(const Pkcs11Modules& modules, const Pkcs11Uri& uri);

}  // namespace yinxin::crypto
