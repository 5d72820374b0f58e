// SPDX-License-Identifier: Apache-2.0
#pragma once

// A token of SoftHSM in a directory of its own: the hardware module of the tests. Its PIN is drawn
// for each and lies in a file.

#include "support/scratch_directory.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/crypto/random.hpp"

#include <array>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/pkcs11.h>
#include <stdexcept>
#include <string>

namespace yinxin::test {

/// One at a time in a process: SoftHSM reads where its tokens are when it is initialised.
class SoftToken {
  public:
    static constexpr const char* module_path = "/usr/lib/softhsm/libsofthsm2.so";

    explicit SoftToken(std::string label = "yinxin-test") : label_(std::move(label)) {
        std::filesystem::create_directory(directory_ / "tokens");
        const auto configuration =
            directory_.write("softhsm2.conf",
                             "directories.tokendir = " + (directory_ / "tokens").string() +
                                 "\nobjectstore.backend = file\nlog.level = ERROR\n");
        if (::setenv("SOFTHSM2_CONF", configuration.c_str(), 1) != 0) throw_because("setenv", 0);
        functions_ = p11_kit_module_load(module_path, P11_KIT_MODULE_CRITICAL);
        if (functions_ == nullptr) throw std::runtime_error("softhsm2 is not installed");
        require("initialise", p11_kit_module_initialize(functions_));
        pin_ = to_hex(crypto::random_bytes(6));
        write_pin(pin_);
        make_token();
    }
    SoftToken(const SoftToken&) = delete;
    SoftToken& operator=(const SoftToken&) = delete;
    ~SoftToken() {
        (void)p11_kit_module_finalize(functions_);
        p11_kit_module_release(functions_);
    }

    [[nodiscard]] std::filesystem::path pin_file() const { return directory_ / "pin"; }
    void write_pin(const std::string& pin) const {
        if (!write_file_durably(pin_file(), as_bytes(pin + "\n"), FileMode::owner_only)) {
            throw std::runtime_error("write the PIN file");
        }
    }
    void write_right_pin() const { write_pin(pin_); }
    [[nodiscard]] const std::string& pin() const noexcept { return pin_; }
    [[nodiscard]] const ScratchDirectory& directory() const noexcept { return directory_; }

    /// `pkcs11:token=…;` and these attributes, with the query that finds module and PIN.
    [[nodiscard]] std::string uri(const std::string& attributes) const {
        return without_pin(attributes) + "&pin-source=file:" + pin_file().string();
    }
    [[nodiscard]] std::string without_pin(const std::string& attributes) const {
        return "pkcs11:token=" + label_ + ";" + attributes + "?module-path=" + module_path;
    }

    /// A pair on P-256 whose private part has these two properties.
    void make_careless_pair(const std::string& label, bool is_sensitive, bool is_extractable) {
        CK_SESSION_HANDLE session = open_session();
        CK_BBOOL yes = CK_TRUE;
        CK_BBOOL sensitive = is_sensitive ? CK_TRUE : CK_FALSE;
        CK_BBOOL extractable = is_extractable ? CK_TRUE : CK_FALSE;
        std::array<unsigned char, 10> curve{0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7};
        std::string name = label;
        std::array open{CK_ATTRIBUTE{CKA_EC_PARAMS, curve.data(), curve.size()},
                        CK_ATTRIBUTE{CKA_TOKEN, &yes, sizeof yes},
                        CK_ATTRIBUTE{CKA_LABEL, name.data(), name.size()},
                        CK_ATTRIBUTE{CKA_ID, name.data(), name.size()}};
        std::array guarded{CK_ATTRIBUTE{CKA_TOKEN, &yes, sizeof yes},
                           CK_ATTRIBUTE{CKA_PRIVATE, &yes, sizeof yes},
                           CK_ATTRIBUTE{CKA_SIGN, &yes, sizeof yes},
                           CK_ATTRIBUTE{CKA_SENSITIVE, &sensitive, sizeof sensitive},
                           CK_ATTRIBUTE{CKA_EXTRACTABLE, &extractable, sizeof extractable},
                           CK_ATTRIBUTE{CKA_LABEL, name.data(), name.size()},
                           CK_ATTRIBUTE{CKA_ID, name.data(), name.size()}};
        CK_MECHANISM mechanism{CKM_EC_KEY_PAIR_GEN, nullptr, 0};
        CK_OBJECT_HANDLE one = 0;
        CK_OBJECT_HANDLE other = 0;
        require("make a pair",
                functions_->C_GenerateKeyPair(session,
                                              &mechanism,
                                              open.data(),
                                              open.size(),
                                              guarded.data(),
                                              guarded.size(),
                                              &one,
                                              &other));
        require("close", functions_->C_CloseSession(session));
    }

    /// Removes the public key object of a label, and puts a certificate in its place when one is
    /// given.
    void replace_public_key(const std::string& label, BytesView certificate) {
        CK_SESSION_HANDLE session = open_session();
        const CK_OBJECT_HANDLE found = find(session, CKO_PUBLIC_KEY, label);
        std::array<unsigned char, 64> id{};
        CK_ATTRIBUTE id_of{CKA_ID, id.data(), id.size()};
        require("read the id", functions_->C_GetAttributeValue(session, found, &id_of, 1));
        require("destroy", functions_->C_DestroyObject(session, found));
        if (!certificate.empty()) put_certificate(session, id_of, certificate);
        require("close", functions_->C_CloseSession(session));
    }

    /// Whether somebody who is logged in can read the private value of a key.
    [[nodiscard]] bool gives_out(const std::string& label) {
        CK_SESSION_HANDLE session = open_session();
        std::array<unsigned char, 512> value{};
        CK_ATTRIBUTE asked{CKA_VALUE, value.data(), value.size()};
        const CK_RV outcome = functions_->C_GetAttributeValue(
            session, find(session, CKO_PRIVATE_KEY, label), &asked, 1);
        require("close", functions_->C_CloseSession(session));
        if (outcome != CKR_ATTRIBUTE_SENSITIVE) require("read a private value", outcome);
        return outcome == CKR_OK;
    }

    /// As when the token was taken out and put back: every session of the process is closed, and
    /// nobody is logged in.
    void forget_everybody() {
        void* library = ::dlopen(module_path, RTLD_NOW | RTLD_NOLOAD);
        if (library == nullptr) throw std::runtime_error("softhsm2 is not loaded");
        const auto list =
            reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
        CK_FUNCTION_LIST* direct = nullptr;
        require("function list", list(&direct));
        require("close all", direct->C_CloseAllSessions(slot_called(label_)));
        ::dlclose(library);
    }

  private:
    [[noreturn]] static void throw_because(const char* what, CK_RV outcome) {
        throw std::runtime_error(std::string(what) + ": CKR " + std::to_string(outcome));
    }
    static void require(const char* what, CK_RV outcome) {
        if (outcome != CKR_OK) throw_because(what, outcome);
    }
    static unsigned char* bytes_of(std::string& text) {
        return reinterpret_cast<unsigned char*>(text.data());
    }

    [[nodiscard]] std::vector<CK_SLOT_ID> slots() const {
        CK_ULONG count = 0;
        require("slots", functions_->C_GetSlotList(CK_TRUE, nullptr, &count));
        std::vector<CK_SLOT_ID> all(count);
        require("slots", functions_->C_GetSlotList(CK_TRUE, all.data(), &count));
        all.resize(count);
        return all;
    }
    [[nodiscard]] CK_SLOT_ID slot_called(const std::string& label) const {
        for (const CK_SLOT_ID slot : slots()) {
            CK_TOKEN_INFO info{};
            require("token", functions_->C_GetTokenInfo(slot, &info));
            const std::string_view name(reinterpret_cast<const char*>(info.label),
                                        p11_kit_space_strlen(info.label, sizeof info.label));
            if (name == label) return slot;
        }
        throw std::runtime_error("no token " + label);
    }
    void make_token() {
        std::string so_pin = to_hex(crypto::random_bytes(6));
        std::string padded = label_;
        padded.resize(sizeof(CK_TOKEN_INFO::label), ' ');
        // The last slot is the one without a token yet.
        require("make a token",
                functions_->C_InitToken(
                    slots().back(), bytes_of(so_pin), so_pin.size(), bytes_of(padded)));
        CK_SESSION_HANDLE session = 0;
        constexpr CK_FLAGS flags = CKF_SERIAL_SESSION | CKF_RW_SESSION;
        const CK_SLOT_ID slot = slot_called(label_);
        require("open", functions_->C_OpenSession(slot, flags, nullptr, nullptr, &session));
        require("log in", functions_->C_Login(session, CKU_SO, bytes_of(so_pin), so_pin.size()));
        require("PIN", functions_->C_InitPIN(session, bytes_of(pin_), pin_.size()));
        require("close", functions_->C_CloseSession(session));
    }
    [[nodiscard]] CK_SESSION_HANDLE open_session() {
        CK_SESSION_HANDLE session = 0;
        constexpr CK_FLAGS flags = CKF_SERIAL_SESSION | CKF_RW_SESSION;
        require("open",
                functions_->C_OpenSession(slot_called(label_), flags, nullptr, nullptr, &session));
        const CK_RV in = functions_->C_Login(session, CKU_USER, bytes_of(pin_), pin_.size());
        if (in != CKR_USER_ALREADY_LOGGED_IN) require("log in", in);
        return session;
    }
    [[nodiscard]] CK_OBJECT_HANDLE find(CK_SESSION_HANDLE session,
                                        CK_OBJECT_CLASS kind,
                                        std::string label) const {
        std::array wanted{CK_ATTRIBUTE{CKA_CLASS, &kind, sizeof kind},
                          CK_ATTRIBUTE{CKA_LABEL, label.data(), label.size()}};
        CK_OBJECT_HANDLE found = 0;
        CK_ULONG count = 0;
        require("search", functions_->C_FindObjectsInit(session, wanted.data(), wanted.size()));
        require("search", functions_->C_FindObjects(session, &found, 1, &count));
        require("search", functions_->C_FindObjectsFinal(session));
        if (count != 1) throw std::runtime_error("no object " + label);
        return found;
    }
    void put_certificate(CK_SESSION_HANDLE session, CK_ATTRIBUTE id, BytesView certificate) {
        CK_OBJECT_CLASS kind = CKO_CERTIFICATE;
        CK_CERTIFICATE_TYPE type = CKC_X_509;
        CK_BBOOL yes = CK_TRUE;
        CK_BBOOL no = CK_FALSE;
        Bytes der(certificate.begin(), certificate.end());
        std::array parts{CK_ATTRIBUTE{CKA_CLASS, &kind, sizeof kind},
                         CK_ATTRIBUTE{CKA_CERTIFICATE_TYPE, &type, sizeof type},
                         CK_ATTRIBUTE{CKA_TOKEN, &yes, sizeof yes},
                         CK_ATTRIBUTE{CKA_PRIVATE, &no, sizeof no},
                         CK_ATTRIBUTE{CKA_SUBJECT, der.data(), 0},
                         CK_ATTRIBUTE{CKA_VALUE, der.data(), der.size()},
                         id};
        CK_OBJECT_HANDLE object = 0;
        require("put a certificate",
                functions_->C_CreateObject(session, parts.data(), parts.size(), &object));
    }

    ScratchDirectory directory_;
    std::string label_;
    std::string pin_;
    CK_FUNCTION_LIST* functions_ = nullptr;
};

}  // namespace yinxin::test
