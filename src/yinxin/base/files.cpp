// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/files.hpp"

#include "yinxin/base/ids.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace yinxin {
namespace {

class FileDescriptor {
  public:
    explicit FileDescriptor(int fd) : fd_(fd) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
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

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path) {
    const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.is_open()) {
        if (errno == ENOENT) return Error(ErrorCode::file_missing, "no file " + path.string());
        return io_error("open", path);
    }
    struct stat status{};
    if (::fstat(fd.get(), &status) != 0) return io_error("stat", path);
    Bytes content(static_cast<std::size_t>(status.st_size));
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

Result<std::string> read_text_file(const std::filesystem::path& path) {
    YX_TRY(const Bytes content, read_file(path));
    return std::string(as_text(content));
}

Result<void> write_file_durably(const std::filesystem::path& path,
                                BytesView content,
                                FileMode mode) {
    std::filesystem::path temporary = path;
    temporary += ".tmp" + std::to_string(new_id());
    const mode_t bits = mode == FileMode::owner_only ? 0600 : 0644;
    Result<void> written = ok();
    {
        const FileDescriptor fd(
            ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, bits));
        if (!fd.is_open()) return io_error("create", temporary);
        written = write_all(fd.get(), content, temporary);
        if (written && ::fsync(fd.get()) != 0) written = io_error("fsync", temporary);
    }
    if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
        written = io_error("rename", path);
    }
    if (!written) {
        ::unlink(temporary.c_str());
        return written;
    }
    return sync_directory(path.has_parent_path() ? path.parent_path() : ".");
}

}  // namespace yinxin
