// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Rows of the keys with which people of the office prove themselves: passkeys, and keys of signed
/// requests.
namespace yinxin::storage {

/// Members stand in the order of sql/staff_passkey/find.sql.
struct PasskeyRow {
    Bytes credential_id;
    Bytes public_key;  ///< SubjectPublicKeyInfo
    std::int64_t sign_count = 0;
    std::string label;
    Instant created_at{};
    std::optional<Instant> last_used_at;
};
/// @error conflict  the credential is known already.
Result<void> insert_passkey(Transaction& transaction, domain::StaffId staff, const PasskeyRow& row);
Result<std::optional<PasskeyRow>> find_passkey(Reader& reader,
                                               domain::StaffId staff,
                                               BytesView credential_id);
Result<std::vector<PasskeyRow>> list_passkeys(Reader& reader, domain::StaffId staff);

/// Members stand in the order of sql/staff_key/list.sql.
struct StaffKeyRow {
    std::string key_id;
    Bytes public_key;  ///< SubjectPublicKeyInfo
    std::string label;
    Instant created_at{};
    Instant expires_at{};
    std::optional<Instant> last_used_at;
};
/// @error conflict  the key is known already, here or with somebody else.
Result<void> insert_staff_key(Transaction& transaction,
                              domain::StaffId staff,
                              const StaffKeyRow& row);
Result<std::vector<StaffKeyRow>> list_staff_keys(Reader& reader, domain::StaffId staff);

/// Members stand in the order of sql/staff_key/find.sql.
struct StaffKeyOwner {
    domain::StaffId staff;
    std::string login_name;
    Bytes name_sealed;
    std::string issuer_id;
    Bytes public_key;
};
/// None: unknown, over, or its owner may not come in.
Result<std::optional<StaffKeyOwner>> find_key_owner(Reader& reader,
                                                    std::string_view key_id,
                                                    Instant now);

/// Uses a value up until it is too old to be accepted anyway. @return whether it was new.
Result<bool> use_once(Transaction& transaction, const crypto::Digest32& value_hash, Instant until);

}  // namespace yinxin::storage
