// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/staff_keys.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<void> insert_passkey(Transaction& transaction,
                            domain::StaffId staff,
                            const PasskeyRow& row) {
    YX_TRY(const std::int64_t inserted,
           transaction.execute(sql::staff_passkey::insert,
                               row.credential_id,
                               staff,
                               row.public_key,
                               row.sign_count,
                               row.label,
                               row.created_at));
    if (inserted == 0) return Error(ErrorCode::conflict, "the passkey is known already");
    return ok();
}

Result<std::optional<PasskeyRow>> find_passkey(Reader& reader,
                                               domain::StaffId staff,
                                               BytesView credential_id) {
    return reader.maybe<PasskeyRow>(sql::staff_passkey::find, credential_id, staff);
}

Result<std::vector<PasskeyRow>> list_passkeys(Reader& reader, domain::StaffId staff) {
    return reader.all<PasskeyRow>(sql::staff_passkey::list, staff);
}

Result<void> insert_staff_key(Transaction& transaction,
                              domain::StaffId staff,
                              const StaffKeyRow& row) {
    YX_TRY(const std::int64_t inserted,
           transaction.execute(sql::staff_key::insert,
                               row.key_id,
                               staff,
                               row.public_key,
                               row.label,
                               row.created_at,
                               row.expires_at));
    if (inserted == 0) return Error(ErrorCode::conflict, "the key is known already");
    return ok();
}

Result<std::vector<StaffKeyRow>> list_staff_keys(Reader& reader, domain::StaffId staff) {
    return reader.all<StaffKeyRow>(sql::staff_key::list, staff);
}

Result<std::optional<StaffKeyOwner>> find_key_owner(Reader& reader,
                                                    std::string_view key_id,
                                                    Instant now) {
    return reader.maybe<StaffKeyOwner>(sql::staff_key::find, key_id, now);
}

Result<bool> use_once(Transaction& transaction, const crypto::Digest32& value_hash, Instant until) {
    YX_TRY(const std::int64_t used,
           transaction.execute(sql::staff_factor::use_once, value_hash, until));
    return used == 1;
}

}  // namespace yinxin::storage
