// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/restore_target.hpp"

#include "yinxin/cli/backup_content.hpp"
#include "yinxin/cli/data_directory.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace yinxin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t blobs_at_once = 64;
constexpr std::uint64_t bytes_at_once = std::uint64_t{16} * 1024 * 1024;
constexpr std::uint64_t largest_blob = std::uint64_t{256} * 1024 * 1024;

Error io(const fs::path& path, const char* step) {
    return Error(ErrorCode::file_io, path.string() + ": " + step + ": " + std::strerror(errno));
}

Error wrong(std::string detail) {
    return Error(ErrorCode::malformed, std::move(detail))
        .with("fault", std::string(domain::key(storage::BackupFault::content_wrong)));
}

Result<void> sync(const fs::path& path, int flags) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
    const bool is_synced = file >= 0 && ::fsync(file) == 0;
    const Error failure = io(path, "fsync");
    if (file >= 0) ::close(file);
    return is_synced ? ok() : Result<void>(failure);
}

/// An open file for its owner alone.
class NewOwnFile {
  public:
    explicit NewOwnFile(const fs::path& path)
        : path_(path), file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {}
    NewOwnFile(const NewOwnFile&) = delete;
    NewOwnFile& operator=(const NewOwnFile&) = delete;
    ~NewOwnFile() {
        if (file_ >= 0) ::close(file_);
    }
    [[nodiscard]] bool is_open() const noexcept { return file_ >= 0; }
    Result<void> write(BytesView piece) {
        while (!piece.empty()) {
            const ssize_t count = ::write(file_, piece.data(), piece.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return io(path_, "write");
            piece = piece.subspan(static_cast<std::size_t>(count));
        }
        return ok();
    }
    Result<void> end() {
        if (::fsync(file_) != 0) return io(path_, "fsync");
        ::close(std::exchange(file_, -1));
        return ok();
    }

  private:
    fs::path path_;
    int file_;
};

/// Names of directories last as long as theirs: each up to the top.
Result<void> sync_folders(const fs::path& top) {
    std::error_code failure;
    for (fs::recursive_directory_iterator entry(top, failure), end; entry != end && !failure;
         entry.increment(failure)) {
        if (entry->is_directory(failure)) YX_CHECK(sync(entry->path(), O_DIRECTORY));
    }
    return sync(top, O_DIRECTORY);
}

}  // namespace

Result<void> RestoreTarget::check_free(const fs::path& place) {
    std::error_code failure;
    if (!fs::exists(fs::symlink_status(place, failure))) return ok();
    if (fs::is_directory(place, failure) && fs::is_empty(place, failure)) return ok();
    return Error(ErrorCode::conflict,
                 place.string() + " is there already and not empty; nothing was changed");
}

Result<RestoreTarget> RestoreTarget::prepare(fs::path place) {
    if (!place.has_filename()) place = place.parent_path();
    YX_CHECK(check_free(place));
    std::string draft = place.string() + ".restoring-XXXXXX";
    if (::mkdtemp(draft.data()) == nullptr) return io(draft, "create");
    RestoreTarget target(std::move(place), draft);
    std::error_code failure;
    fs::create_directory(target.draft_ / blobs_folder, failure);
    fs::permissions(target.draft_ / blobs_folder, fs::perms::owner_all, failure);
    if (failure) return Error(ErrorCode::file_io, draft + ": " + failure.message());
    return target;
}

RestoreTarget::RestoreTarget(RestoreTarget&& other) noexcept
    : place_(std::move(other.place_)),
      draft_(std::exchange(other.draft_, {})),
      blobs_(std::move(other.blobs_)),
      waiting_(std::move(other.waiting_)),
      waiting_bytes_(other.waiting_bytes_) {}

RestoreTarget::~RestoreTarget() {
    std::error_code ignored;
    if (!draft_.empty()) fs::remove_all(draft_, ignored);
}

Result<storage::ByteSink> RestoreTarget::open(const storage::BackupEntries::Entry& entry) {
    if (const auto blob = blob_name_of(entry.name)) return open_blob(*blob, entry.size);
    if (entry.name.starts_with(blob_prefix)) return wrong("a blob without a name");
    return open_file(entry);
}

Result<storage::ByteSink> RestoreTarget::open_file(const storage::BackupEntries::Entry& entry) {
    const fs::path path = draft_ / entry.name;
    std::error_code failure;
    for (fs::path folder = draft_; const fs::path& part : fs::path(entry.name).parent_path()) {
        folder /= part;
        if (fs::create_directory(folder, failure)) {
            fs::permissions(folder, fs::perms::owner_all, failure);
        }
        if (failure) return Error(ErrorCode::file_io, folder.string() + ": " + failure.message());
    }
    auto file = std::make_shared<NewOwnFile>(path);
    if (!file->is_open()) return errno == EEXIST ? wrong("a file twice") : io(path, "create");
    return storage::ByteSink([file](BytesView piece) -> Result<void> {
        return piece.empty() ? file->end() : file->write(piece);
    });
}

Result<storage::ByteSink> RestoreTarget::open_blob(const crypto::Digest32& name,
                                                   std::uint64_t size) {
    if (size > largest_blob) return wrong("a blob that is too large");
    if (blobs_ == nullptr) {
        const auto keys = storage::DataKeys::load(draft_ / keys_folder);
        if (!keys) return wrong("a blob before the key of the data");
        YX_TRY(blobs_, storage::open_directory_blobs(draft_ / blobs_folder, keys->columns));
    }
    const bool is_full = waiting_->size() >= blobs_at_once || waiting_bytes_ + size > bytes_at_once;
    if (is_full) YX_CHECK(flush());
    waiting_bytes_ += size;
    waiting_->push_back({name, {}});
    waiting_->back().content.reserve(static_cast<std::size_t>(size));
    return storage::ByteSink([waiting = waiting_](BytesView piece) {
        Bytes& content = waiting->back().content;
        content.insert(content.end(), piece.begin(), piece.end());
        return ok();
    });
}

Result<void> RestoreTarget::flush() {
    std::vector<storage::Blob> blobs;
    for (const Waiting& one : *waiting_)
        blobs.push_back({one.name, one.content});
    if (!blobs.empty()) YX_CHECK(blobs_->put_all(blobs));
    waiting_->clear();
    waiting_bytes_ = 0;
    return ok();
}

Result<void> RestoreTarget::finish() {
    return flush();
}

Result<void> RestoreTarget::put_in_place() {
    YX_CHECK(sync_folders(draft_));
    // Takes the place of an empty directory, and of nothing else.
    if (::rename(draft_.c_str(), place_.c_str()) != 0) {
        if (errno == ENOTEMPTY || errno == EEXIST) {
            return Error(ErrorCode::conflict, place_.string() + " is not empty any more");
        }
        return io(place_, "rename");
    }
    draft_.clear();
    const fs::path above = fs::absolute(place_).parent_path();
    return sync(above, O_DIRECTORY);
}

}  // namespace yinxin::cli
