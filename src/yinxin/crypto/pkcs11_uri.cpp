// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/pkcs11_uri.hpp"

#include <p11-kit/p11-kit.h>

namespace yinxin::crypto {
namespace {

Error refuse(std::string why) {
    return Error(ErrorCode::key_unavailable, "pkcs11 URI: " + std::move(why));
}

std::string attribute(P11KitUri& uri, CK_ATTRIBUTE_TYPE type) {
    const CK_ATTRIBUTE* found = p11_kit_uri_get_attribute(&uri, type);
    if (found == nullptr || found->pValue == nullptr) return {};
    return {static_cast<const char*>(found->pValue), found->ulValueLen};
}

std::string token_label(P11KitUri& uri) {
    const CK_TOKEN_INFO& token = *p11_kit_uri_get_token_info(&uri);
    // Attributes that the URI does not name are filled with zero bytes.
    if (token.label[0] == 0) return {};
    return {reinterpret_cast<const char*>(token.label),
            p11_kit_space_strlen(token.label, sizeof token.label)};
}

/// RFC 7512 section 2.4: a `pin-source` is a `file:` URI, or "|" with a command that prints the
/// PIN. We run nothing.
Result<std::filesystem::path> pin_file_of(const P11KitUri& uri) {
    constexpr std::string_view file_scheme = "file:";
    const char* source = p11_kit_uri_get_pin_source(&uri);
    if (source == nullptr) return std::filesystem::path();
    std::string_view text(source);
    if (text.starts_with(file_scheme)) text.remove_prefix(file_scheme.size());
    if (text.starts_with("///")) text.remove_prefix(2);
    if (!text.starts_with('/')) {
        return refuse("pin-source names no file by its absolute path (file:/…)");
    }
    return std::filesystem::path(text);
}

/// What a URI may not say.
Result<void> check_attributes(P11KitUri& uri) {
    if (p11_kit_uri_get_pin_value(&uri) != nullptr) {
        return refuse("holds a PIN (pin-value); put it into a file and name that (pin-source)");
    }
    if (p11_kit_uri_any_unrecognized(&uri) != 0) return refuse("an attribute is not understood");
    if (p11_kit_uri_get_module_name(&uri) != nullptr) {
        return refuse("module-name is not supported; name the file (module-path)");
    }
    const CK_ATTRIBUTE* kind = p11_kit_uri_get_attribute(&uri, CKA_CLASS);
    if (kind != nullptr &&
        (kind->ulValueLen != sizeof(CK_OBJECT_CLASS) ||
         *static_cast<const CK_OBJECT_CLASS*>(kind->pValue) != CKO_PRIVATE_KEY)) {
        return refuse("names something else than a private key (type)");
    }
    return ok();
}

}  // namespace

Result<Pkcs11Uri> parse_pkcs11_uri(std::string_view uri) {
    Pkcs11Uri parsed{Pkcs11UriHandle(p11_kit_uri_new()), {}, {}, {}, {}, {}};
    const std::string text(uri);
    const int outcome = parsed.handle == nullptr || text.find('\0') != std::string::npos
                            ? static_cast<int>(P11_KIT_URI_UNEXPECTED)
                            : p11_kit_uri_parse(text.c_str(), P11_KIT_URI_FOR_ANY, &*parsed.handle);
    if (outcome != P11_KIT_URI_OK) return refuse(p11_kit_uri_message(outcome));
    P11KitUri& handle = *parsed.handle;
    YX_CHECK(check_attributes(handle));
    YX_TRY(parsed.pin_file, pin_file_of(handle));
    parsed.token = token_label(handle);
    if (parsed.token.empty()) return refuse("no token is named");
    parsed.object = attribute(handle, CKA_LABEL);
    parsed.id = attribute(handle, CKA_ID);
    if (parsed.object.empty() && parsed.id.empty()) return refuse("no object and no id is named");
    if (const char* path = p11_kit_uri_get_module_path(&handle)) parsed.module_path = path;
    if (!parsed.module_path.empty() && !parsed.module_path.starts_with('/')) {
        return refuse("module-path is not absolute");
    }
    return parsed;
}

}  // namespace yinxin::crypto
