// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/files.hpp"
#include "yinxin/storage/blob_store.hpp"
#include "yinxin/storage/sealed_blob.hpp"

#include <algorithm>
#include <cerrno>
#include <ctime>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace yinxin::storage {
namespace {

namespace fs = std::filesystem;

/// Behind the name of a file that is being judged by its age.
constexpr std::string_view aside_suffix = ".aside";
/// In the name of a file that write_files_durably has not put in place.
constexpr std::string_view half_written = ".tmp";
/// Seconds after which nobody is at work on such a file any more.
constexpr std::time_t surely_left = 3600;

Error io_error(std::string_view step, const crypto::Digest32& name) {
    return Error(ErrorCode::file_io, std::string(step) + " blob " + to_hex(name));
}

/// Names of a directory in their order. A directory that is not there has none.
Result<std::vector<std::string>> names_in(const fs::path& directory) {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error)) {
        names.push_back(at->path().filename().string());
    }
    if (error && error != std::errc::no_such_file_or_directory &&
        error != std::errc::not_a_directory) {
        return Error(ErrorCode::file_io, "list " + directory.string());
    }
    std::ranges::sort(names);
    return names;
}

class DirectoryBlobs final : public BlobStore {
  public:
    DirectoryBlobs(fs::path root, crypto::KeyRing keys)
        : root_(std::move(root)), keys_(std::move(keys)) {}

    Result<void> put_all(std::span<const Blob> blobs) override {
        std::vector<FileToWrite> files;
        bool is_any_directory_new = false;
        for (const Blob& blob : blobs) {
            fs::path path = path_of(blob.name);
            std::error_code error;
            // One call that finds it and makes it young: nobody can collect it in between.
            if (::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0) continue;
            is_any_directory_new |= fs::create_directories(path.parent_path(), error);
            if (error) return Error(ErrorCode::file_io, "create " + path.parent_path().string());
            files.push_back({std::move(path), seal_blob(keys_, blob.name, blob.content)});
        }
        // A new directory is itself an entry that a power cut can take away, with the file in it.
        if (is_any_directory_new) YX_CHECK(sync_root());
        return write_files_durably(files);
    }

    Result<Bytes> get(const crypto::Digest32& name) override {
        Result<Bytes> sealed = read_file(path_of(name));
        if (!sealed) {
            if (sealed.error().code() == ErrorCode::file_missing) {
                return Error(ErrorCode::not_found, "blob " + to_hex(name));
            }
            return sealed;
        }
        return open_blob(keys_, name, *sealed);
    }

    Result<bool> has(const crypto::Digest32& name) override {
        std::error_code error;
        const bool is_there = fs::exists(path_of(name), error);
        if (error) return io_error("look for", name);
        return is_there;
    }

    Result<void> remove(const crypto::Digest32& name) override {
        std::error_code error;
        fs::remove(path_of(name), error);
        if (error) return io_error("remove", name);
        return ok();
    }

    Result<void> list(const BlobVisitor& visit) override {
        YX_TRY(const auto folders, names_in(root_));
        for (const std::string& folder : folders) {
            YX_TRY(const auto names, names_in(root_ / folder));
            for (const std::string& name : names) {
                const auto parsed = parse_blob_path(folder + "/" + name);
                if (!parsed) {
                    YX_CHECK(clear_leftover(root_ / folder / name));
                    continue;
                }
                struct stat status{};
                if (::stat((root_ / folder / name).c_str(), &status) != 0) continue;
                YX_CHECK(visit({*parsed,
                                instant_of(status.st_mtim.tv_sec),
                                static_cast<std::uint64_t>(status.st_size)}));
            }
        }
        return ok();
    }

    /// Set aside first, judged then: a put that comes before the renaming has made the file young,
    /// one that comes after it finds none and writes it anew.
    Result<bool> remove_unless_put_since(const crypto::Digest32& name, Instant since) override {
        const fs::path path = path_of(name);
        const fs::path aside = path.string() + std::string(aside_suffix);
        struct stat status{};
        if (::stat(path.c_str(), &status) != 0) {
            if (errno == ENOENT) return true;
            return io_error("look at", name);
        }
        if (instant_of(status.st_mtim.tv_sec) >= since) return false;
        if (::rename(path.c_str(), aside.c_str()) != 0) {
            if (errno == ENOENT) return true;
            return io_error("set aside", name);
        }
        if (::stat(aside.c_str(), &status) != 0) return io_error("look at", name);
        if (instant_of(status.st_mtim.tv_sec) >= since) {
            if (::rename(aside.c_str(), path.c_str()) != 0) return io_error("put back", name);
            return false;
        }
        if (::unlink(aside.c_str()) != 0) return io_error("remove", name);
        return true;
    }

  private:
    [[nodiscard]] fs::path path_of(const crypto::Digest32& name) const {
        return root_ / blob_path(name);
    }
    /// What a power cut leaves: a half-written file goes, one that was set aside comes back, and
    /// whether it may go is judged anew. Strangers' files stay.
    static Result<void> clear_leftover(const fs::path& file) {
        const std::string text = file.string();
        const bool is_half = file.filename().string().contains(half_written);
        if (!is_half && !text.ends_with(aside_suffix)) return ok();
        struct stat status{};
        if (::stat(file.c_str(), &status) != 0) return ok();
        if (status.st_ctim.tv_sec + surely_left > std::time(nullptr)) return ok();
        if (is_half) {
            if (::unlink(file.c_str()) == 0 || errno == ENOENT) return ok();
            return Error(ErrorCode::file_io, "remove " + text);
        }
        const std::string back = text.substr(0, text.size() - aside_suffix.size());
        if (::rename(file.c_str(), back.c_str()) == 0 || errno == ENOENT) return ok();
        return Error(ErrorCode::file_io, "put back " + back);
    }
    [[nodiscard]] Result<void> sync_root() const {
        const int directory = ::open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        const bool is_synced = directory >= 0 && ::fsync(directory) == 0;
        if (directory >= 0) ::close(directory);
        if (!is_synced) return Error(ErrorCode::file_io, "fsync " + root_.string());
        return ok();
    }

    fs::path root_;
    crypto::KeyRing keys_;
};

}  // namespace

Result<std::unique_ptr<BlobStore>> open_directory_blobs(const fs::path& root,
                                                        crypto::KeyRing keys) {
    std::error_code error;
    if (!fs::is_directory(root, error)) {
        return Error(ErrorCode::file_missing, "no blob directory " + root.string());
    }
    return std::unique_ptr<BlobStore>(std::make_unique<DirectoryBlobs>(root, std::move(keys)));
}

}  // namespace yinxin::storage
