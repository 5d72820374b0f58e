// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/key_register.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<void> insert_key(Transaction& transaction, const KeyRecord& key) {
    YX_CHECK(transaction.execute(sql::key_register::insert,
                                 key.name,
                                 key.purpose,
                                 key.algorithm,
                                 key.location,
                                 key.used_by,
                                 key.rotation,
                                 key.public_key,
                                 key.certificate_pem,
                                 key.chain_pem,
                                 key.crl_pem,
                                 key.created_at));
    return ok();
}

Result<void> replace_key(Transaction& transaction, const KeyRecord& key) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::key_register::replace,
                               key.name,
                               key.algorithm,
                               key.location,
                               key.public_key,
                               key.created_at));
    if (changed == 0) return Error(ErrorCode::not_found, "key " + key.name);
    return ok();
}

Result<std::optional<KeyRecord>> find_key(Reader& reader, std::string_view name) {
    return reader.maybe<KeyRecord>(sql::key_register::find, name);
}

Result<std::vector<KeyRecord>> list_keys(Reader& reader) {
    return reader.all<KeyRecord>(sql::key_register::list);
}

Result<void> replace_key_crls(Transaction& transaction,
                              std::string_view name,
                              std::string_view crl_pem) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::key_register::replace_crls, name, crl_pem));
    if (changed == 0) return Error(ErrorCode::not_found, "key " + std::string(name));
    return ok();
}

}  // namespace yinxin::storage
