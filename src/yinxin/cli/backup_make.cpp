// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/backup.hpp"
#include "yinxin/cli/new_file.hpp"
#include "yinxin/cli/progress_line.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/installation.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/restorations.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/sqlite_snapshot.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

namespace fs = std::filesystem;
using storage::BackupWriter;
using storage::Reader;

/// What is transient: uploads on their way, which are asked for again.
constexpr std::string_view uploads_folder = "uploads";
constexpr std::size_t piece_size = std::size_t{256} * 1024;

/// A folder beside the backup for the copy of the database; gone with the object.
class Workspace {
  public:
    static Result<Workspace> beside(const fs::path& output) {
        const fs::path folder = output.has_parent_path() ? output.parent_path() : fs::path(".");
        std::string name = (folder / ("." + output.filename().string() + ".work-XXXXXX")).string();
        if (::mkdtemp(name.data()) == nullptr) {
            return Error(ErrorCode::file_io, "make a folder in " + folder.string());
        }
        return Workspace(name);
    }
    Workspace(Workspace&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Workspace& operator=(Workspace&&) = delete;
    ~Workspace() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    [[nodiscard]] fs::path database() const { return path_ / database_file; }

  private:
    explicit Workspace(fs::path path) : path_(std::move(path)) {}
    fs::path path_;
};

/// What the copy says of itself, after all of it was looked at.
Result<BackupManifest> look_at_copy(const fs::path& database, Instant now) {
    BackupManifest manifest;
    manifest.made_at = now;
    YX_TRY(manifest.rows, storage::check_sqlite(database));
    YX_TRY(const auto store, storage::open_sqlite(database.string()));
    YX_CHECK(store->read_now([&](Reader& reader) -> Result<void> {
        YX_TRY(const storage::AuditCheck audit, storage::check_audit(reader));
        if (audit.first_broken != 0) {
            return Error(ErrorCode::storage_unavailable,
                         "the audit is broken at place " + std::to_string(audit.first_broken) +
                             ": run `yinxin audit verify`");
        }
        YX_TRY(const storage::AuditHead head, storage::audit_head(reader));
        manifest.audit_seq = head.seq;
        manifest.audit_chain = to_hex(head.chain);
        YX_TRY(const crypto::Suite suite, storage::suite_of(reader));
        manifest.suite = domain::key(suite);
        YX_TRY(manifest.schema_steps, reader.all<std::string>(storage::sql::backup::list_steps));
        YX_TRY(manifest.generation, storage::generation_of(reader));
        return ok();
    }));
    return manifest;
}

/// Files of the data directory that are neither the database nor blobs, relative to it; also those
/// in a folder that lies elsewhere and is linked to: a backup without its keys opens nothing.
Result<std::vector<std::string>> list_files(const fs::path& directory) {
    std::vector<std::string> names;
    std::error_code failure;
    constexpr auto links_too = fs::directory_options::follow_directory_symlink;
    for (fs::recursive_directory_iterator entry(directory, links_too, failure), end;
         entry != end && !failure;
         entry.increment(failure)) {
        const std::string name = entry->path().lexically_relative(directory).string();
        if (entry.depth() == 0 && (name == blobs_folder || name == uploads_folder)) {
            entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file(failure)) continue;
        if (entry.depth() == 0 && name.starts_with(database_file)) continue;
        if (!storage::is_backup_name(name)) {
            return Error(ErrorCode::invalid_input,
                         "a file with a name no backup can have: " + name);
        }
        names.push_back(name);
    }
    if (failure) return Error(ErrorCode::file_io, directory.string() + ": " + failure.message());
    std::ranges::sort(names);
    return names;
}

/// Writes the parts of one backup, and keeps what was written.
class Saving {
  public:
    Saving(BackupWriter& writer, ProgressLine& progress) : writer_(writer), progress_(progress) {}

    Result<void> add_text(std::string_view name, const std::string& text) {
        YX_CHECK(writer_.begin(name, text.size()));
        YX_CHECK(writer_.write(as_bytes(text)));
        if (name != sums_entry) {
            sums_.sha256[std::string(name)] = to_hex(crypto::sha256(as_bytes(text)));
        }
        return ok();
    }

    Result<void> add_file(std::string_view name, const fs::path& path) {
        std::error_code failure;
        const std::uintmax_t size = fs::file_size(path, failure);
        if (failure) return Error(ErrorCode::file_io, path.string() + ": " + failure.message());
        YX_TRY(const storage::ByteSource source, open_source(path));
        YX_CHECK(writer_.begin(name, size));
        crypto::Sha256 digest;
        Bytes piece(piece_size);
        for (std::uintmax_t left = size; left > 0;) {
            const auto most = static_cast<std::size_t>(std::min<std::uintmax_t>(left, piece_size));
            YX_TRY(const std::size_t got, source(std::span(piece).first(most)));
            if (got == 0) return Error(ErrorCode::file_io, path.string() + " became shorter");
            const BytesView read = BytesView(piece).first(got);
            digest.update(read);
            YX_CHECK(writer_.write(read));
            left -= got;
            progress_.show(std::string(name),
                           static_cast<std::int64_t>(size - left),
                           static_cast<std::int64_t>(size));
        }
        sums_.sha256[std::string(name)] = to_hex(digest.finish());
        return ok();
    }

    /// Every blob there is: none that a row names may be left out, whatever kind of row it is.
    Result<void> add_blobs(storage::BlobStore& blobs) {
        return blobs.list([&](const storage::ListedBlob& blob) -> Result<void> {
            auto content = blobs.get(blob.name);
            // It ended between the listing and now.
            if (!content && content.error().code() == ErrorCode::not_found) return ok();
            if (!content) return content.error();
            const std::string hex = to_hex(blob.name);
            YX_CHECK(writer_.begin(std::string(blob_prefix) + hex, content->size()));
            YX_CHECK(writer_.write(*content));
            ++sums_.blobs;
            saved_.insert(blob.name);
            progress_.show(fmt::format("{} blobs", sums_.blobs));
            return ok();
        });
    }

    [[nodiscard]] bool has(const crypto::Digest32& blob) const { return saved_.contains(blob); }
    [[nodiscard]] BackupSums& sums() noexcept { return sums_; }

  private:
    BackupWriter& writer_;
    ProgressLine& progress_;
    BackupSums sums_;
    std::set<crypto::Digest32> saved_;
};

/// Files of copies that a database says are there.
Result<std::vector<crypto::Digest32>> named_blobs(storage::Store& store) {
    YX_TRY(const auto rows, store.read_now([](Reader& reader) {
        return reader.all<Bytes>(storage::sql::backup::list_copy_blobs);
    }));
    std::vector<crypto::Digest32> names;
    for (const Bytes& row : rows) {
        if (row.size() != crypto::Digest32().size()) continue;
        std::ranges::copy(row, names.emplace_back().begin());
    }
    return names;
}

/// A blob the copy names and that was not there: it ended meanwhile, or is lost.
Result<std::vector<std::string>> sort_out_missing(const fs::path& copy,
                                                  DataDirectory& data,
                                                  Saving& saving) {
    std::vector<std::string> missing;
    YX_TRY(const auto store, storage::open_sqlite(copy.string()));
    YX_TRY(const auto named, named_blobs(*store));
    YX_TRY(const auto still_named, named_blobs(*data.store));
    const std::set<crypto::Digest32> live(still_named.begin(), still_named.end());
    for (const crypto::Digest32& name : named) {
        if (saving.has(name)) continue;
        (live.contains(name) ? missing : saving.sums().ended).push_back(to_hex(name));
    }
    return missing;
}

/// A backup inside what it saves would be saved by the next one, and lost with it.
Result<void> check_place(const fs::path& directory, const fs::path& output) {
    std::error_code ignored;
    const fs::path inside = fs::weakly_canonical(fs::absolute(output), ignored);
    const fs::path root = fs::weakly_canonical(fs::absolute(directory), ignored);
    const auto [end, at] = std::mismatch(root.begin(), root.end(), inside.begin(), inside.end());
    if (end != root.end()) return ok();
    return Error(ErrorCode::invalid_input, "a backup belongs outside of the data directory");
}

Result<crypto::BackupRecipient> recipient_of(DataDirectory& data) {
    YX_TRY(const auto key, data.store->read_now([](Reader& reader) {
        return storage::find_key(reader, backup_key_name);
    }));
    if (!key || !key->public_key) {
        return Error(ErrorCode::not_found, "there is no backup key; make one: `yinxin backup key`");
    }
    return crypto::BackupRecipient::parse(*key->public_key);
}

/// Opens the draft as whoever restores it will, but for the private key.
Result<void> look_again(const fs::path& draft, const Secret& file_key, const BackupSums& sums) {
    YX_TRY(storage::ByteSource file, open_source(draft));
    YX_TRY(storage::SealedSource source, storage::SealedSource::open(file_key, std::move(file)));
    ProgressLine progress;
    YX_TRY(const BackupFacts facts, look_through(std::move(source), [&](std::int64_t bytes) {
               progress.show(fmt::format("reading again: {} MiB", bytes >> 20));
           }));
    if (facts.sums.text() == sums.text()) return ok();
    return Error(ErrorCode::file_io, "what was written is not what was read again");
}

Result<void> audit_backup(DataDirectory& data, const MadeBackup& made, Instant now) {
    return data.store->write_now([&](storage::Transaction& transaction) {
        return storage::append_audit(
            transaction,
            {now,
             domain::ActorKind::operator_shell,
             "backup",
             domain::EventKind::backup_made,
             "backup",
             {{"audit_seq", std::to_string(made.manifest.audit_seq)},
              {"audit_chain", made.manifest.audit_chain},
              {"bytes", std::to_string(made.size)},
              {"database", made.sums.sha256.at(std::string(database_file))}}});
    });
}

}  // namespace

Result<MadeBackup> make_backup(DataDirectory& data,
                               const fs::path& directory,
                               const fs::path& output,
                               Instant now) {
    YX_CHECK(check_place(directory, output));
    YX_CHECK(check_embedded(directory));
    YX_TRY(const crypto::BackupRecipient recipient, recipient_of(data));
    YX_TRY(NewFile file, NewFile::open(output));
    YX_TRY(const Workspace work, Workspace::beside(output));
    ProgressLine progress;
    YX_CHECK(storage::copy_sqlite(
        directory / database_file, work.database(), [&](std::int64_t done, std::int64_t total) {
            progress.show("database", done, total);
        }));
    MadeBackup made;
    YX_TRY(made.manifest, look_at_copy(work.database(), now));
    YX_TRY(const auto files, list_files(directory));
    YX_TRY(BackupWriter writer,
           BackupWriter::start(recipient, [&](BytesView piece) -> Result<void> {
               made.size += static_cast<std::int64_t>(piece.size());
               return file.write(piece);
           }));
    Saving saving(writer, progress);
    YX_CHECK(saving.add_text(manifest_entry, made.manifest.text()));
    YX_CHECK(saving.add_file(database_file, work.database()));
    for (const std::string& name : files)
        YX_CHECK(saving.add_file(name, directory / name));
    YX_CHECK(saving.add_blobs(*data.blobs));
    YX_TRY(made.missing, sort_out_missing(work.database(), data, saving));
    YX_CHECK(saving.add_text(sums_entry, saving.sums().text()));
    YX_CHECK(writer.finish());
    made.sums = saving.sums();
    YX_CHECK(look_again(file.draft(), writer.file_key(), made.sums));
    // The audit knows it before it has its name: there is no backup it does not know.
    YX_CHECK(audit_backup(data, made, now));
    YX_CHECK(file.commit());
    return made;
}

}  // namespace yinxin::cli
