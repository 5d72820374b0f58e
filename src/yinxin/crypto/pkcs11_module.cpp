// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/pkcs11_module.hpp"

#include <map>
#include <mutex>
#include <p11-kit/p11-kit.h>

namespace yinxin::crypto {
namespace {

Error unavailable(std::string why) {
    return Error(ErrorCode::key_unavailable, std::move(why));
}

std::string last_message() {
    const char* message = p11_kit_message();
    return message != nullptr ? message : "no reason given";
}

std::vector<CK_SLOT_ID> slots_with_tokens(const CK_FUNCTION_LIST& functions) {
    // Between the two calls another token may appear.
    constexpr int patience = 3;
    for (int turn = 0; turn < patience; ++turn) {
        CK_ULONG count = 0;
        if (functions.C_GetSlotList(CK_TRUE, nullptr, &count) != CKR_OK) return {};
        std::vector<CK_SLOT_ID> slots(count);
        const CK_RV got = functions.C_GetSlotList(CK_TRUE, slots.data(), &count);
        if (got == CKR_BUFFER_TOO_SMALL) continue;
        if (got != CKR_OK) return {};
        slots.resize(count);
        return slots;
    }
    return {};
}

bool is_named(const Pkcs11Uri& uri, const Pkcs11Slot& slot) {
    CK_SLOT_INFO info{};
    if (p11_kit_uri_match_token_info(&*uri.handle, &slot.token) != 1) return false;
    const CK_SLOT_ID wanted = p11_kit_uri_get_slot_id(&*uri.handle);
    if (wanted != static_cast<CK_SLOT_ID>(-1) && wanted != slot.number) return false;
    return slot.functions->C_GetSlotInfo(slot.number, &info) == CKR_OK &&
           p11_kit_uri_match_slot_info(&*uri.handle, &info) == 1;
}

bool is_named(const Pkcs11Uri& uri, const CK_FUNCTION_LIST& functions) {
    CK_INFO info{};
    return functions.C_GetInfo(&info) == CKR_OK &&
           p11_kit_uri_match_module_info(&*uri.handle, &info) == 1;
}

}  // namespace

std::string describe_pkcs11(CK_RV value) {
    const char* words = p11_kit_strerror(value);
    return (words != nullptr ? words : "unknown outcome") + std::string(" (CKR ") +
           std::to_string(value) + ")";
}

Pkcs11Modules::Pkcs11Modules(CK_FUNCTION_LIST** known) : known_(known) {
    for (CK_FUNCTION_LIST** one = known; *one != nullptr; ++one)
        functions_.push_back(*one);
}

Pkcs11Modules::~Pkcs11Modules() {
    if (known_ != nullptr) {
        p11_kit_modules_finalize_and_release(known_);
        return;
    }
    for (CK_FUNCTION_LIST* one : functions_) {
        (void)p11_kit_module_finalize(one);
        p11_kit_module_release(one);
    }
}

Result<std::shared_ptr<const Pkcs11Modules>> Pkcs11Modules::load_one(const std::string& path) {
    CK_FUNCTION_LIST* one = p11_kit_module_load(path.c_str(), P11_KIT_MODULE_CRITICAL);
    if (one == nullptr) return unavailable("PKCS #11 module " + path + ": " + last_message());
    if (const CK_RV begun = p11_kit_module_initialize(one); begun != CKR_OK) {
        p11_kit_module_release(one);
        return unavailable("PKCS #11 module " + path + ": " + describe_pkcs11(begun));
    }
    return std::shared_ptr<const Pkcs11Modules>(new Pkcs11Modules(*one));
}

Result<std::shared_ptr<const Pkcs11Modules>> Pkcs11Modules::load_known() {
    CK_FUNCTION_LIST** known = p11_kit_modules_load_and_initialize(0);
    if (known == nullptr) return unavailable("PKCS #11 modules of p11-kit: " + last_message());
    return std::shared_ptr<const Pkcs11Modules>(new Pkcs11Modules(known));
}

Result<std::shared_ptr<const Pkcs11Modules>> Pkcs11Modules::load(const std::string& path) {
    static std::mutex mutex;
    static std::map<std::string, std::weak_ptr<const Pkcs11Modules>> loaded;  // guarded by mutex
    const std::scoped_lock lock(mutex);
    if (auto there = loaded[path].lock()) return there;
    YX_TRY(auto fresh, path.empty() ? load_known() : load_one(path));
    loaded[path] = fresh;
    return fresh;
}

Result<Pkcs11Slot> find_slot(const Pkcs11Modules& modules, const Pkcs11Uri& uri) {
    std::vector<Pkcs11Slot> found;
    for (CK_FUNCTION_LIST* functions : modules.functions()) {
        if (!is_named(uri, *functions)) continue;
        for (const CK_SLOT_ID number : slots_with_tokens(*functions)) {
            Pkcs11Slot slot{functions, number, {}};
            if (functions->C_GetTokenInfo(number, &slot.token) != CKR_OK) continue;
            if (is_named(uri, slot)) found.push_back(slot);
        }
    }
    if (found.empty()) return unavailable("no token " + uri.token + " is there");
    if (found.size() > 1) return unavailable("several tokens are called " + uri.token);
    return found.front();
}

}  // namespace yinxin::crypto
