// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/files.hpp"
#include "yinxin/storage/blob_store.hpp"

#include <algorithm>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace yinxin::storage {
namespace {

class DirectoryBlobs final : public BlobStore {
  public:
    DirectoryBlobs(std::filesystem::path root, crypto::KeyRing keys)
        : root_(std::move(root)), keys_(std::move(keys)) {}

    Result<void> put_all(std::span<const Blob> blobs) override {
        std::vector<FileToWrite> files;
        bool is_any_directory_new = false;
        for (const Blob& blob : blobs) {
            std::filesystem::path path = path_of(blob.name);
            std::error_code error;
            if (std::filesystem::exists(path, error)) continue;
            is_any_directory_new |= std::filesystem::create_directories(path.parent_path(), error);
            if (error) return Error(ErrorCode::file_io, "create " + path.parent_path().string());
            files.push_back({std::move(path), keys_.seal(context_of(blob.name), blob.content)});
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
        Result<Bytes> plain = keys_.open(context_of(name), *sealed);
        if (!plain || crypto::sha256(*plain) != name) {
            return Error(ErrorCode::blob_corrupt, "blob " + to_hex(name));
        }
        return plain;
    }

    Result<bool> has(const crypto::Digest32& name) override {
        std::error_code error;
        const bool is_there = std::filesystem::exists(path_of(name), error);
        if (error) return Error(ErrorCode::file_io, "look for blob " + to_hex(name));
        return is_there;
    }

    Result<void> remove(const crypto::Digest32& name) override {
        std::error_code error;
        std::filesystem::remove(path_of(name), error);
        if (error) return Error(ErrorCode::file_io, "remove blob " + to_hex(name));
        return ok();
    }

    Result<void> list(const BlobVisitor& visit) override {
        YX_TRY(const auto folders, names_in(root_));
        for (const std::string& folder : folders) {
            YX_TRY(const auto names, names_in(root_ / folder));
            for (const std::string& name : names) {
                ListedBlob listed;
                const auto digest = parse_hex(folder + name);
                // Half-written files have other names.
                if (!digest || digest->size() != listed.name.size()) continue;
                std::ranges::copy(*digest, listed.name.begin());
                struct stat status{};
                if (::stat((root_ / folder / name).c_str(), &status) != 0) continue;
                listed.put_at = instant_of(status.st_mtim.tv_sec);
                listed.size = static_cast<std::uint64_t>(status.st_size);
                YX_CHECK(visit(listed));
            }
        }
        return ok();
    }

  private:
    /// In order; of a folder that went meanwhile none.
    static Result<std::vector<std::string>> names_in(const std::filesystem::path& folder) {
        std::vector<std::string> names;
        std::error_code error;
        for (std::filesystem::directory_iterator entry(folder, error), end; entry != end && !error;
             entry.increment(error)) {
            names.push_back(entry->path().filename().string());
        }
        if (error && error != std::errc::no_such_file_or_directory &&
            error != std::errc::not_a_directory) {
            return Error(ErrorCode::file_io, "list " + folder.string());
        }
        std::ranges::sort(names);
        return names;
    }
    [[nodiscard]] std::filesystem::path path_of(const crypto::Digest32& name) const {
        const std::string hex = to_hex(name);
        return root_ / hex.substr(0, 2) / hex.substr(2);
    }
    [[nodiscard]] Result<void> sync_root() const {
        const int directory = ::open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        const bool is_synced = directory >= 0 && ::fsync(directory) == 0;
        if (directory >= 0) ::close(directory);
        if (!is_synced) return Error(ErrorCode::file_io, "fsync " + root_.string());
        return ok();
    }
    static std::string context_of(const crypto::Digest32& name) { return "blob." + to_hex(name); }

    std::filesystem::path root_;
    crypto::KeyRing keys_;
};

}  // namespace

Result<std::unique_ptr<BlobStore>> open_directory_blobs(const std::filesystem::path& root,
                                                        crypto::KeyRing keys) {
    std::error_code error;
    if (!std::filesystem::is_directory(root, error)) {
        return Error(ErrorCode::file_missing, "no blob directory " + root.string());
    }
    return std::unique_ptr<BlobStore>(std::make_unique<DirectoryBlobs>(root, std::move(keys)));
}

}  // namespace yinxin::storage
