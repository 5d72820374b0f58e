// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::storage {

/// The key that signs offline codes.
inline constexpr std::string_view offline_key_name = "offline";

/// The key that seals the service's own letters: receipts of verification.
inline constexpr std::string_view receipts_key_name = "receipts";

/// One key of the installation; the private part is never in the database. Members stand in the
/// order of sql/key_register/*.sql.
struct KeyRecord {
    std::string name;       ///< "seal-ministry", "approval"
    std::string purpose;    ///< "seal", "approval", "timestamp", "columns", "tls"
    std::string algorithm;  ///< crypto::name_of, or "aes-256-gcm", "hmac-sha256"
    std::string
        location;  ///< URI; a file is relative to the data directory: "file:keys/approval.key"
    std::string used_by;                         ///< who may use it: "seal desk", "import"
    std::string rotation;                        ///< in words, for the operator
    std::optional<Bytes> public_key;             ///< DER SubjectPublicKeyInfo
    std::optional<std::string> certificate_pem;  ///< of the key
    std::optional<std::string> chain_pem;        ///< its CAs, the nearest first, root last
    std::optional<std::string> crl_pem;          ///< newest lists of the CAs
    Instant created_at{};
};

/// @error storage.conflict  the name is taken.
Result<void> insert_key(Transaction& transaction, const KeyRecord& key);
/// Another key under the same name and for the same purpose; nothing has been signed with the one
/// that stands there. @error not_found
Result<void> replace_key(Transaction& transaction, const KeyRecord& key);
Result<std::optional<KeyRecord>> find_key(Reader& reader, std::string_view name);
/// In the order of their names.
Result<std::vector<KeyRecord>> list_keys(Reader& reader);
/// Puts fresh revocation lists beside a key. @error not_found
Result<void> replace_key_crls(Transaction& transaction,
                              std::string_view name,
                              std::string_view crl_pem);

}  // namespace yinxin::storage
