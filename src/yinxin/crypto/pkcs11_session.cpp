// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/pkcs11_session.hpp"

#include "yinxin/crypto/private_file.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace yinxin::crypto {
namespace {

Error unavailable(std::string why) {
    return Error(ErrorCode::key_unavailable, std::move(why));
}

Error unavailable(const char* what, CK_RV outcome) {
    return unavailable(std::string(what) + ": " + describe_pkcs11(outcome));
}

/// The PIN without the line's end that editors put behind it.
std::string_view pin_of(const Secret& content) {
    std::string_view pin = content.expose();
    while (pin.ends_with('\n') || pin.ends_with('\r'))
        pin.remove_suffix(1);
    return pin;
}

CK_RV log_in_with(const CK_FUNCTION_LIST& functions,
                  CK_SESSION_HANDLE session,
                  std::string_view pin) {
    // The interface takes a pointer to bytes that may be written; modules only read them.
    auto* bytes = const_cast<unsigned char*>(as_bytes(pin).data());
    return functions.C_Login(session, CKU_USER, pin.empty() ? nullptr : bytes, pin.size());
}

}  // namespace

Result<Pkcs11Session> Pkcs11Session::open(const Pkcs11Slot& slot, Pkcs11Access access) {
    CK_SESSION_HANDLE handle = 0;
    const CK_FLAGS flags =
        CKF_SERIAL_SESSION | (access == Pkcs11Access::read_write ? CKF_RW_SESSION : CK_FLAGS{0});
    const CK_RV opened =
        slot.functions->C_OpenSession(slot.number, flags, nullptr, nullptr, &handle);
    if (opened != CKR_OK) return unavailable("no session with the token", opened);
    return Pkcs11Session(*slot.functions, handle);
}

Pkcs11Session::Pkcs11Session(Pkcs11Session&& other) noexcept
    : functions_(std::exchange(other.functions_, nullptr)), handle_(other.handle_) {}

Pkcs11Session& Pkcs11Session::operator=(Pkcs11Session&& other) noexcept {
    if (this != &other) {
        close();
        functions_ = std::exchange(other.functions_, nullptr);
        handle_ = other.handle_;
    }
    return *this;
}

void Pkcs11Session::close() noexcept {
    if (functions_ != nullptr) (void)functions_->C_CloseSession(handle_);
    functions_ = nullptr;
}

Result<LogIn> Pkcs11Session::log_in(const Pkcs11Slot& slot,
                                    const std::filesystem::path& pin_file) const {
    const CK_FLAGS flags = slot.token.flags;
    if ((flags & CKF_LOGIN_REQUIRED) == 0) return LogIn::done;
    if ((flags & CKF_USER_PIN_LOCKED) != 0) return unavailable("the token's PIN is locked");
    if ((flags & CKF_USER_PIN_FINAL_TRY) != 0) {
        return unavailable("one more wrong PIN would lock the token: log in by hand once");
    }
    Secret content;
    if ((flags & CKF_PROTECTED_AUTHENTICATION_PATH) == 0) {
        if (pin_file.empty()) {
            return unavailable("the token asks for a PIN and the URI names no pin-source");
        }
        YX_TRY(content, read_private_file(pin_file));
        if (pin_of(content).empty()) return unavailable("no PIN in " + pin_file.string());
    }
    const CK_RV outcome = log_in_with(*functions_, handle_, pin_of(content));
    if (outcome == CKR_OK || outcome == CKR_USER_ALREADY_LOGGED_IN) return LogIn::done;
    if (outcome == CKR_PIN_INCORRECT) return LogIn::wrong_pin;
    return unavailable("the token refuses the log-in", outcome);
}

Result<std::vector<CK_OBJECT_HANDLE>> Pkcs11Session::find(std::span<CK_ATTRIBUTE> wanted) const {
    if (const CK_RV begun = functions_->C_FindObjectsInit(handle_, wanted.data(), wanted.size());
        begun != CKR_OK) {
        return unavailable("the token does not search", begun);
    }
    std::vector<CK_OBJECT_HANDLE> found;
    std::array<CK_OBJECT_HANDLE, 16> some{};
    CK_ULONG count = 0;
    CK_RV outcome = CKR_OK;
    do {
        outcome = functions_->C_FindObjects(handle_, some.data(), some.size(), &count);
        if (outcome == CKR_OK) found.insert(found.end(), some.begin(), some.begin() + count);
    } while (outcome == CKR_OK && count == some.size());
    (void)functions_->C_FindObjectsFinal(handle_);
    if (outcome != CKR_OK) return unavailable("the token does not search", outcome);
    return found;
}

std::optional<Bytes> Pkcs11Session::attribute(CK_OBJECT_HANDLE object,
                                              CK_ATTRIBUTE_TYPE type) const {
    constexpr CK_ULONG largest = CK_ULONG{1} << 16;
    CK_ATTRIBUTE asked{type, nullptr, 0};
    if (functions_->C_GetAttributeValue(handle_, object, &asked, 1) != CKR_OK ||
        asked.ulValueLen > largest) {
        return std::nullopt;
    }
    Bytes value(asked.ulValueLen);
    asked.pValue = value.data();
    if (functions_->C_GetAttributeValue(handle_, object, &asked, 1) != CKR_OK) return std::nullopt;
    value.resize(std::min<std::size_t>(value.size(), asked.ulValueLen));
    return value;
}

std::optional<CK_ULONG> Pkcs11Session::number(CK_OBJECT_HANDLE object,
                                              CK_ATTRIBUTE_TYPE type) const {
    const auto value = attribute(object, type);
    CK_ULONG number = 0;
    if (!value || value->size() != sizeof number) return std::nullopt;
    std::memcpy(&number, value->data(), sizeof number);
    return number;
}

std::optional<bool> Pkcs11Session::flag(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const {
    const auto value = attribute(object, type);
    if (!value || value->size() != sizeof(CK_BBOOL)) return std::nullopt;
    return value->front() != CK_FALSE;
}

}  // namespace yinxin::crypto
