// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/approval_key.hpp"

#include "yinxin/cli/data_directory.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/keys.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/batches.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/key_register.hpp"

namespace yinxin::cli {
namespace {

storage::KeyRecord record_of(const crypto::Signer& key, const std::string& location, Instant now) {
    storage::KeyRecord record;
    record.name = storage::approval_key_name;
    record.purpose = "approval";
    record.algorithm = crypto::name_of(key.algorithm());
    record.location = location;
    record.used_by = "import";
    record.rotation = "never: it verifies what was issued";
    record.public_key = Bytes(key.public_key_spki().begin(), key.public_key_spki().end());
    record.created_at = now;
    return record;
}

Result<void> check_unused(storage::Reader& reader) {
    YX_TRY(const bool has_batches, storage::has_batches(reader));
    if (!has_batches) return ok();
    return Error(ErrorCode::conflict,
                 "there is a batch already: the approval key verifies what was issued, and stays");
}

Result<void> put(storage::Transaction& transaction, const storage::KeyRecord& record) {
    YX_CHECK(check_unused(transaction));
    YX_TRY(const auto former, storage::find_key(transaction, record.name));
    if (former) YX_CHECK(storage::replace_key(transaction, record));
    if (!former) YX_CHECK(storage::insert_key(transaction, record));
    domain::AuditEvent event{record.created_at,
                             domain::ActorKind::operator_shell,
                             "key",
                             domain::EventKind::configuration_changed,
                             "key:" + to_hex(crypto::sha256(*record.public_key)),
                             {{"change", former ? "replaced" : "entered"},
                              {"name", record.name},
                              {"purpose", record.purpose}}};
    if (former && former->public_key) {
        event.facts["former"] = to_hex(crypto::sha256(*former->public_key));
    }
    return storage::append_audit(transaction, event);
}

}  // namespace

Result<storage::KeyRecord> enter_approval_key(const std::filesystem::path& data,
                                              const std::string& uri,
                                              ApprovalEntry entry,
                                              Instant now) {
    YX_TRY(const auto key, crypto::open_key(uri));
    storage::KeyRecord record = record_of(*key, uri, now);
    YX_TRY(const DataDirectory opened, DataDirectory::open(data, Files::left_alone));
    YX_CHECK(opened.store->read_now(check_unused));
    if (entry == ApprovalEntry::looked_at) return record;
    YX_CHECK(opened.store->write_now(
        [&](storage::Transaction& transaction) { return put(transaction, record); }));
    return record;
}

Result<void> make_approval_key(const std::filesystem::path& data, Instant now) {
    const std::string place =
        std::string(keys_folder) + "/" + std::string(storage::approval_key_name) + ".key";
    YX_CHECK(crypto::generate_key_file(data / place, crypto::KeyKind::p256));
    YX_TRY(const auto key, crypto::open_file_key(data / place));
    const storage::KeyRecord record = record_of(*key, "file:" + place, now);
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
