// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/files.hpp"

#include "yinxin/base/ids.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace yinxin {
namespace {

class FileDescriptor {
  public:
    explicit FileDescriptor(int fd) : fd_(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&&) = delete;
    ~FileDescriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const noexcept { return fd_; }
    [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }

  private:
    int fd_;
};

Error io_error(std::string_view step, const std::filesystem::path& path) {
    const int number = errno;
    return Error(ErrorCode::file_io,
                 std::string(step) + " " + path.string() + ": " + std::strerror(number));
}

Result<FileDescriptor> open_to_read(const std::filesystem::path& path, int more = 0) {
    FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | more));
    if (fd.is_open()) return fd;
    if (errno == ENOENT) return Error(ErrorCode::file_missing, "no file " + path.string());
    return io_error("open", path);
}

Result<Bytes> read_open(const FileDescriptor& fd,
                        const std::filesystem::path& path,
                        std::size_t size) {
    Bytes content(size);
    std::size_t have = 0;
    while (have < content.size()) {
        const ssize_t count = ::read(fd.get(), content.data() + have, content.size() - have);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return io_error("read", path);
        if (count == 0) break;
        have += static_cast<std::size_t>(count);
    }
    content.resize(have);
    return content;
}

Result<void> write_all(int fd, BytesView content, const std::filesystem::path& path) {
    while (!content.empty()) {
        const ssize_t count = ::write(fd, content.data(), content.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return io_error("write", path);
        content = content.subspan(static_cast<std::size_t>(count));
    }
    return ok();
}

Result<void> sync_directory(const std::filesystem::path& directory) {
    const FileDescriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.is_open() || ::fsync(fd.get()) != 0) return io_error("fsync", directory);
    return ok();
}

std::filesystem::path directory_of(const std::filesystem::path& path) {
    return path.has_parent_path() ? path.parent_path() : ".";
}

/// A file under a temporary name until it is whole; taken away again if it never gets there.
class PendingFile {
  public:
    static Result<PendingFile> write(const std::filesystem::path& path,
                                     BytesView content,
                                     FileMode mode) {
        std::filesystem::path temporary = path;
        temporary += ".tmp" + std::to_string(new_id());
        const mode_t bits = mode == FileMode::owner_only ? 0600 : 0644;
        FileDescriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, bits));
        if (!fd.is_open()) return io_error("create", temporary);
        PendingFile file(std::move(fd), path, std::move(temporary));
        YX_CHECK(write_all(file.fd_.get(), content, file.temporary_));
        return file;
    }
    PendingFile(PendingFile&& other) noexcept
        : fd_(std::move(other.fd_)),
          path_(std::move(other.path_)),
          temporary_(std::exchange(other.temporary_, {})) {}
    PendingFile& operator=(PendingFile&&) = delete;
    ~PendingFile() {
        if (!temporary_.empty()) ::unlink(temporary_.c_str());
    }

    Result<void> sync() {
        if (::fsync(fd_.get()) != 0) return io_error("fsync", temporary_);
        return ok();
    }
    Result<void> put_in_place() {
        if (::rename(temporary_.c_str(), path_.c_str()) != 0) return io_error("rename", path_);
        temporary_.clear();
        return ok();
    }

  private:
    PendingFile(FileDescriptor fd, std::filesystem::path path, std::filesystem::path temporary)
        : fd_(std::move(fd)), path_(std::move(path)), temporary_(std::move(temporary)) {}

    FileDescriptor fd_;
    std::filesystem::path path_;
    std::filesystem::path temporary_;  ///< empty once in place
};

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path) {
    YX_TRY(const FileDescriptor fd, open_to_read(path));
    struct stat status{};
    if (::fstat(fd.get(), &status) != 0) return io_error("stat", path);
    return read_open(fd, path, static_cast<std::size_t>(status.st_size));
}

Result<Bytes> read_file_start(const std::filesystem::path& path, std::size_t most) {
    // Without waiting: a pipe that nobody writes to would never open.
    YX_TRY(const FileDescriptor fd, open_to_read(path, O_NONBLOCK));
    struct stat status{};
    if (::fstat(fd.get(), &status) != 0) return io_error("stat", path);
    if (!S_ISREG(status.st_mode)) {
        return Error(ErrorCode::file_io, path.string() + " is no regular file");
    }
    return read_open(fd, path, std::min(most, static_cast<std::size_t>(status.st_size)));
}

Result<std::string> read_text_file(const std::filesystem::path& path) {
    YX_TRY(const Bytes content, read_file(path));
    return std::string(as_text(content));
}

Result<void> write_file_durably(const std::filesystem::path& path,
                                BytesView content,
                                FileMode mode) {
    YX_TRY(PendingFile file, PendingFile::write(path, content, mode));
    YX_CHECK(file.sync());
    YX_CHECK(file.put_in_place());
    return sync_directory(directory_of(path));
}

Result<void> write_files_durably(std::span<const FileToWrite> files) {
    std::vector<PendingFile> pending;
    std::set<std::filesystem::path> directories;
    for (const FileToWrite& file : files) {
        YX_TRY(PendingFile written,
               PendingFile::write(file.path, file.content, FileMode::owner_only));
        pending.push_back(std::move(written));
        directories.insert(directory_of(file.path));
    }
    for (PendingFile& file : pending) {
        YX_CHECK(file.sync());
    }
    for (PendingFile& file : pending) {
        YX_CHECK(file.put_in_place());
    }
    for (const auto& directory : directories) {
        YX_CHECK(sync_directory(directory));
    }
    return ok();
}

}  // namespace yinxin
