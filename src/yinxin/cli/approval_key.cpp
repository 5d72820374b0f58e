// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/approval_key.hpp"

#include "yinxin/cli/data_directory.hpp"
#include "yinxin/crypto/keys.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/key_register.hpp"

namespace yinxin::cli {

Result<void> make_approval_key(const std::filesystem::path& data, Instant now) {
    storage::KeyRecord record;
    record.name = storage::approval_key_name;
    const std::string place = std::string(keys_folder) + "/" + record.name + ".key";
    YX_CHECK(crypto::generate_key_file(data / place, crypto::KeyKind::p256));
    YX_TRY(const auto key, crypto::open_file_key(data / place));
    record.purpose = "approval";
    record.algorithm = crypto::name_of(key->algorithm());
    record.location = "file:" + place;
    record.used_by = "import";
    record.rotation = "never: it verifies what was issued";
    record.public_key = Bytes(key->public_key_spki().begin(), key->public_key_spki().end());
    record.created_at = now;
    YX_TRY(const DataDirectory opened, DataDirectory::open(data));
    return opened.store->write_now([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::insert_key(transaction, record));
        return storage::append_audit(
            transaction,
            {now,
             domain::ActorKind::operator_shell,
             "init",
             domain::EventKind::configuration_changed,
             "key:" + crypto::key_id(*key),
             {{"change", "entered"}, {"name", record.name}, {"purpose", record.purpose}}});
    });
}

}  // namespace yinxin::cli
