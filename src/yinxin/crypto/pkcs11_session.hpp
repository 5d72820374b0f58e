// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: PKCS #11's types stay inside.

#include "yinxin/base/bytes.hpp"
#include "yinxin/crypto/pkcs11_module.hpp"

#include <optional>
#include <span>

namespace yinxin::crypto {

enum class Pkcs11Access { read_only, read_write };

/// A wrong PIN is told apart because a token counts them, and locks.
enum class LogIn { done, wrong_pin };

/// One session with a token; closed with the object. One thread at a time.
class Pkcs11Session {
  public:
    /// Without log-in: public objects alone are seen. @error signing.key_unavailable
    [[nodiscard]] static Result<Pkcs11Session> open(const Pkcs11Slot& slot, Pkcs11Access access);

    Pkcs11Session(const Pkcs11Session&) = delete;
    Pkcs11Session& operator=(const Pkcs11Session&) = delete;
    Pkcs11Session(Pkcs11Session&& other) noexcept;
    Pkcs11Session& operator=(Pkcs11Session&& other) noexcept;
    ~Pkcs11Session() { close(); }

    /// Logs the process in to the token with the PIN of the file, which is read now and forgotten
    /// at once. A token that locks at the next wrong PIN is not tried.
    /// @error signing.key_unavailable  no such file, one open to others, a token that is locked.
    [[nodiscard]] Result<LogIn> log_in(const Pkcs11Slot& slot,
                                       const std::filesystem::path& pin_file) const;

    /// Every object that has these attributes.
    [[nodiscard]] Result<std::vector<CK_OBJECT_HANDLE>> find(std::span<CK_ATTRIBUTE> wanted) const;
    /// Nothing where the object has no such attribute, or does not show it.
    [[nodiscard]] std::optional<Bytes> attribute(CK_OBJECT_HANDLE object,
                                                 CK_ATTRIBUTE_TYPE type) const;
    [[nodiscard]] std::optional<CK_ULONG> number(CK_OBJECT_HANDLE object,
                                                 CK_ATTRIBUTE_TYPE type) const;
    [[nodiscard]] std::optional<bool> flag(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;

    [[nodiscard]] const CK_FUNCTION_LIST& functions() const noexcept { return *functions_; }
    [[nodiscard]] CK_SESSION_HANDLE handle() const noexcept { return handle_; }

  private:
    Pkcs11Session(const CK_FUNCTION_LIST& functions, CK_SESSION_HANDLE handle)
        : functions_(&functions), handle_(handle) {}
    void close() noexcept;

    const CK_FUNCTION_LIST* functions_;
    CK_SESSION_HANDLE handle_;
};

/// An attribute that points at a value of the caller, which must outlive it.
template <class T>
[[nodiscard]] CK_ATTRIBUTE pkcs11_attribute(CK_ATTRIBUTE_TYPE type, T& value) noexcept {
    return {type, &value, sizeof value};
}
[[nodiscard]] inline CK_ATTRIBUTE pkcs11_attribute(CK_ATTRIBUTE_TYPE type,
                                                   std::string& value) noexcept {
    return {type, value.data(), value.size()};
}
[[nodiscard]] inline CK_ATTRIBUTE pkcs11_attribute(CK_ATTRIBUTE_TYPE type, Bytes& value) noexcept {
    return {type, value.data(), value.size()};
}

}  // namespace yinxin::crypto
