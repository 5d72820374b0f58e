// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/files.hpp"
#include "yinxin/storage/blob_store.hpp"

#include <fcntl.h>
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

  private:
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
