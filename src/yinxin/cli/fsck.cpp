// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/fsck.hpp"

#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::cli {
namespace {

using storage::Reader;

struct StoredFile {
    HolderId holder;
    CopyId copy;
    std::string format;
    Bytes sha256;
    std::optional<Bytes> sm3;
};

struct VersionKey {
    HolderId holder;
    LineId line;
    int version = 0;
};

struct OverQuota {
    HolderId holder;
    EndorsementId endorsement;
    int slot = 0;
    int quota = 0;
};

struct Miscounted {
    BatchId batch;
    std::int64_t issued = 0;
    std::int64_t found = 0;
};

std::string copy_name(const StoredFile& file) {
    return "copy " + file.copy.str() + " (" + file.format + ")";
}

Result<void> check_audit_chain(Reader& reader, FsckReport& report) {
    YX_TRY(const storage::AuditCheck check, storage::check_audit(reader));
    report.audit_events = check.events;
    if (check.first_broken != 0) {
        report.problems.push_back("audit: the chain is broken at number " +
                                  std::to_string(check.first_broken));
    }
    return ok();
}

Result<void> check_certificates(Reader& reader, const storage::DataKeys& keys, FsckReport& report) {
    YX_TRY(const auto key, storage::find_key(reader, storage::approval_key_name));
    std::optional<crypto::PublicKey> approval;
    if (key && key->public_key) {
        YX_TRY(approval, crypto::PublicKey::parse(*key->public_key));
    }
    YX_TRY(const auto versions, reader.all<VersionKey>(storage::sql::certificate::list_keys));
    for (const VersionKey& version : versions) {
        ++report.certificates;
        const std::string name =
            "certificate " + version.line.str() + " version " + std::to_string(version.version);
        const auto record =
            storage::find_certificate(reader, keys, version.holder, version.line, version.version);
        if (!record || !*record) {
            report.problems.push_back(name + ": cannot be read");
        } else if (!approval || !storage::check_approval(**record, *approval)) {
            report.problems.push_back(name + ": is not what was approved");
        }
    }
    return ok();
}

Result<void> check_quota(Reader& reader, FsckReport& report) {
    YX_TRY(const auto rows, reader.all<OverQuota>(storage::sql::endorsement::list_over_quota));
    for (const OverQuota& row : rows) {
        report.problems.push_back("endorsement " + row.endorsement.str() + ": slot " +
                                  std::to_string(row.slot) + " is over the quota of " +
                                  std::to_string(row.quota));
    }
    return ok();
}

Result<void> check_batches(Reader& reader, FsckReport& report) {
    YX_TRY(const auto rows, reader.all<Miscounted>(storage::sql::batch::list_miscounted));
    for (const Miscounted& row : rows) {
        report.problems.push_back("batch " + row.batch.str() + ": has " +
                                  std::to_string(row.found) + " certificates instead of " +
                                  std::to_string(row.issued));
    }
    return ok();
}

Result<void> enter_sm3(storage::Store& store, const StoredFile& file, const crypto::Digest32& sm3) {
    return store.write_now([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(transaction.execute(
            storage::sql::copy::set_sm3, file.holder, file.copy, file.format, sm3));
        YX_CHECK(transaction.execute(storage::sql::lookup::set_sm3, file.sha256, sm3));
        YX_CHECK(transaction.execute(
            storage::sql::lookup::insert_sm3, sm3, file.holder, file.copy, file.format));
        return ok();
    });
}

Result<void> check_file(DataDirectory& data, const StoredFile& file, FsckReport& report) {
    const auto problem = [&](std::string_view what) {
        report.problems.push_back(copy_name(file).append(": ").append(what));
        return ok();
    };
    crypto::Digest32 name{};
    if (file.sha256.size() != name.size()) return problem("its hash is none");
    std::ranges::copy(file.sha256, name.begin());
    const auto bytes = data.blobs->get(name);
    if (!bytes) return problem(dotted_name(bytes.error().code()));
    const crypto::Digest32 sm3 = crypto::sm3(*bytes);
    if (!file.sm3) {
        ++report.sm3_entered;
        return enter_sm3(*data.store, file, sm3);
    }
    return std::ranges::equal(*file.sm3, sm3) ? ok() : problem("its SM3 is another file's");
}

/// Outside the snapshot: reading every file may take long.
Result<void> check_files(DataDirectory& data, FsckReport& report) {
    YX_TRY(const auto files, data.store->read_now([](Reader& reader) {
        return reader.all<StoredFile>(storage::sql::copy::list_stored_files);
    }));
    for (const StoredFile& file : files) {
        ++report.files;
        YX_CHECK(check_file(data, file, report));
    }
    YX_TRY(report.without_sm3, data.store->read_now([](Reader& reader) {
        return reader.one<std::int64_t>(storage::sql::copy::count_without_sm3);
    }));
    return ok();
}

}  // namespace

Result<FsckReport> check_data(DataDirectory& data) {
    FsckReport report;
    YX_CHECK(data.store->read_now([&](Reader& reader) -> Result<void> {
        YX_CHECK(check_audit_chain(reader, report));
        YX_CHECK(check_certificates(reader, data.keys, report));
        YX_CHECK(check_batches(reader, report));
        return check_quota(reader, report);
    }));
    YX_CHECK(check_files(data, report));
    return report;
}

}  // namespace yinxin::cli
