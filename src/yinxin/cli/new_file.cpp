// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/new_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace yinxin::cli {
namespace {

namespace fs = std::filesystem;

Error io(const fs::path& path, const char* step) {
    return Error(ErrorCode::file_io, path.string() + ": " + step + ": " + std::strerror(errno));
}

Error taken(const fs::path& path) {
    return Error(ErrorCode::conflict, path.string() + " is there already; nothing was changed");
}

fs::path folder_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// A name is durable when its directory is.
Result<void> sync_folder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return io(folder, "open");
    const bool is_synced = ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (!is_synced) return io(folder, "fsync");
    return ok();
}

}  // namespace

Result<NewFile> NewFile::open(fs::path path) {
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(path, ignored))) return taken(path);
    std::string draft = (folder_of(path) / ("." + path.filename().string() + ".XXXXXX")).string();
    const int descriptor = ::mkostemp(draft.data(), O_CLOEXEC);  // mode 0600
    if (descriptor < 0) return io(path, "create");
    return NewFile(std::move(path), draft, descriptor);
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      draft_(std::move(other.draft_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

NewFile::~NewFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(draft_.c_str());
}

Result<void> NewFile::write(BytesView piece) {
    while (!piece.empty()) {
        const ssize_t count = ::write(descriptor_, piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return io(path_, "write");
        piece = piece.subspan(static_cast<std::size_t>(count));
    }
    return ok();
}

Result<void> NewFile::commit() {
    if (::fsync(descriptor_) != 0) return io(path_, "fsync");
    // Unlike a rename, a link refuses a name that is taken.
    if (::link(draft_.c_str(), path_.c_str()) != 0) {
        return errno == EEXIST ? taken(path_) : io(path_, "link");
    }
    ::unlink(draft_.c_str());
    ::close(std::exchange(descriptor_, -1));
    return sync_folder(folder_of(path_));
}

}  // namespace yinxin::cli
