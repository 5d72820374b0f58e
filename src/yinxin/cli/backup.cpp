// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/backup.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/progress_line.hpp"
#include "yinxin/crypto/private_file.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/key_register.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace yinxin::cli {
namespace {

namespace json = boost::json;

Result<void> enter_recipient(const DataDirectory& data,
                             const crypto::BackupRecipient& recipient,
                             Instant now) {
    storage::KeyRecord record;
    record.name = backup_key_name;
    record.purpose = backup_key_name;
    record.algorithm =
        recipient.suite() == crypto::Suite::national ? "sm2" : "x25519-xsalsa20-poly1305";
    record.location = "offline";
    record.used_by = "yinxin backup";
    record.rotation = "when those who keep it change";
    record.public_key = recipient.spki();
    record.created_at = now;
    return data.store->write_now([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::insert_key(transaction, record));
        return storage::append_audit(
            transaction,
            {now,
             domain::ActorKind::operator_shell,
             "backup",
             domain::EventKind::configuration_changed,
             "key:" + to_hex(crypto::sha256(recipient.spki())),
             {{"change", "entered"}, {"name", record.name}, {"purpose", record.purpose}}});
    });
}

Result<void> make_key(const BackupKeyRequest& request) {
    YX_CHECK(check_embedded(request.data));
    YX_TRY(const DataDirectory data, DataDirectory::open(request.data));
    YX_TRY(const auto there, data.store->read_now([](storage::Reader& reader) {
        return storage::find_key(reader, backup_key_name);
    }));
    if (there) return Error(ErrorCode::conflict, "there is a backup key already");
    if (!request.is_applied) {
        fmt::print(
            "Would make a backup key and write its private part to {}. Nothing was changed: add "
            "--apply.\n",
            request.private_file.string());
        return ok();
    }
    YX_TRY(const Secret pem, crypto::BackupKey::generate(data.keys.suite));
    YX_TRY(const crypto::BackupKey key, crypto::BackupKey::parse(pem));
    YX_TRY(const crypto::BackupRecipient recipient, key.recipient());
    // The file first: a recipient whose private part nobody has would make backups for nobody.
    YX_CHECK(crypto::create_private_file(request.private_file, pem));
    YX_CHECK(enter_recipient(data, recipient, SystemClock().now()));
    fmt::print(
        "Made backup key {}.\nThe private part is in {}: take it to where this machine cannot read "
        "it, twice, and delete it here. Without it no backup can be opened.\n",
        to_hex(crypto::sha256(recipient.spki())).substr(0, 16),
        request.private_file.string());
    return ok();
}

json::object told(const MadeBackup& made, const std::filesystem::path& output) {
    json::array missing;
    for (const std::string& name : made.missing)
        missing.emplace_back(name);
    return {{"file", output.string()},
            {"bytes", made.size},
            {"made_at", format_utc(made.manifest.made_at)},
            {"audit_seq", made.manifest.audit_seq},
            {"audit_chain", made.manifest.audit_chain},
            {"generation", made.manifest.generation},
            {"files", made.sums.sha256.size()},
            {"blobs", made.sums.blobs},
            {"missing", std::move(missing)}};
}

void say_made(const MadeBackup& made, const std::filesystem::path& output) {
    say_manifest(made.manifest, made.sums);
    fmt::print("Made {}, {} bytes, and read it through once more.\n", output.string(), made.size);
    for (const std::string& name : made.missing) {
        fmt::print(stderr, "missing  blob {}, which the register names\n", name);
    }
    if (made.missing.empty()) return;
    fmt::print(stderr,
               "yinxin backup: made, but {} file(s) were not there to be saved: run `yinxin "
               "fsck`.\n",
               made.missing.size());
}

}  // namespace

int fail_backup(const Error& error) {
    const auto fault = error.params().find("fault");
    const std::string code =
        fault != error.params().end() ? fault->second : std::string(dotted_name(error.code()));
    fmt::print(stderr, "yinxin: {}: {}\n", code, error.detail());
    return exit_failed;
}

void say_manifest(const BackupManifest& manifest, const BackupSums& sums) {
    const auto rows = [&](const char* table) {
        const auto found = manifest.rows.find(table);
        return found == manifest.rows.end() ? 0 : found->second;
    };
    fmt::print("Backup of {}, generation {}, audit at place {}.\n",
               format_civil(manifest.made_at),
               manifest.generation,
               manifest.audit_seq);
    fmt::print("{} certificates, {} copies, {} accounts; {} files, {} blobs; schema {}.\n",
               rows("certificate"),
               rows("copy"),
               rows("account"),
               sums.sha256.size(),
               sums.blobs,
               manifest.schema_steps.empty() ? "?" : manifest.schema_steps.back());
}

Result<storage::SealedSource> open_backup(const std::filesystem::path& archive,
                                          const std::filesystem::path& key) {
    YX_TRY(const Secret pem, crypto::read_private_file(key));
    YX_TRY(const crypto::BackupKey opened, crypto::BackupKey::parse(pem));
    YX_TRY(storage::ByteSource file, open_source(archive));
    return storage::SealedSource::open(opened, std::move(file));
}

Result<BackupFacts> look_through(const std::filesystem::path& archive,
                                 const std::filesystem::path& key) {
    YX_TRY(storage::SealedSource source, open_backup(archive, key));
    ProgressLine progress;
    return look_through(std::move(source), [&](std::int64_t bytes) {
        progress.show(fmt::format("{} MiB", bytes >> 20));
    });
}

Result<void> check_embedded(const std::filesystem::path& data) {
    YX_TRY(const config::Settings settings, load_directory_settings(data));
    if (settings.database.is_embedded()) return ok();
    return Error(ErrorCode::unsupported,
                 "this installation is on PostgreSQL, which is saved by its own means "
                 "(pg_basebackup and WAL archive, pgBackRest), beside it keys, settings and blobs: "
                 "docs/backup.md, section PostgreSQL");
}

int make_backup_key(const BackupKeyRequest& request) {
    const auto made = make_key(request);
    return made ? exit_ok : fail_backup(made.error());
}

int run_backup(const BackupRequest& request) {
    // Before the database is asked for anything: it need not be there to be told.
    if (const auto checked = check_embedded(request.data); !checked) {
        return fail_backup(checked.error());
    }
    auto data = DataDirectory::open(request.data);
    if (!data) return fail_backup(data.error());
    const auto made = make_backup(*data, request.data, request.output, SystemClock().now());
    if (!made) return fail_backup(made.error());
    if (request.is_json) {
        fmt::print("{}\n", json::serialize(told(*made, request.output)));
    } else {
        say_made(*made, request.output);
    }
    return made->missing.empty() ? exit_ok : exit_with_faults;
}

int check_backup(const BackupCheckRequest& request) {
    const auto facts = look_through(request.archive, request.key);
    if (!facts) return fail_backup(facts.error());
    if (request.is_json) {
        fmt::print("{}\n",
                   json::serialize(json::object{{"manifest", json::parse(facts->manifest.text())},
                                                {"sums", json::parse(facts->sums.text())},
                                                {"bytes", facts->bytes}}));
        return exit_ok;
    }
    say_manifest(facts->manifest, facts->sums);
    fmt::print("Whole: everything is as it was written.\n");
    return exit_ok;
}

}  // namespace yinxin::cli
