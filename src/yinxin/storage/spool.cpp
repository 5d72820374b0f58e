// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/spool.hpp"

#include "yinxin/base/ids.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/crypto/sealed_column.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace yinxin::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_size = 32;
constexpr std::size_t head_size = 4;
constexpr std::string_view suffix = ".spool";

Error io_error(std::string_view step, std::string_view name) {
    const int number = errno;
    return Error(ErrorCode::file_io,
                 std::string(step) + " " + std::string(name) + ": " + std::strerror(number));
}

enum class Place { inner, last };

std::string context_of(std::string_view name, std::uint64_t chunk, Place place) {
    return "spool:" + std::string(name) + ":" + std::to_string(chunk) +
           (place == Place::last ? ":last" : "");
}

Result<crypto::KeyRing> ring_of(const SpooledFile& file) {
    return crypto::KeyRing::create({{1, file.key, file.suite}});
}

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const noexcept { return fd_; }

  private:
    int fd_;
};

Result<void> write_all(int fd, BytesView bytes, std::string_view name) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return io_error("write", name);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return ok();
}

/// Fills `target`. @return whether there was anything; a part of it is an error.
Result<bool> read_all(int fd, std::span<std::uint8_t> target, std::string_view name) {
    std::size_t have = 0;
    while (have < target.size()) {
        const ssize_t count = ::read(fd, target.data() + have, target.size() - have);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return io_error("read", name);
        if (count == 0 && have == 0) return false;
        if (count == 0) return Error(ErrorCode::unsealing_failed, "a spooled file was cut");
        have += static_cast<std::size_t>(count);
    }
    return true;
}

std::array<std::uint8_t, head_size> head_of(std::size_t size) {
    return {static_cast<std::uint8_t>(size >> 24U),
            static_cast<std::uint8_t>(size >> 16U),
            static_cast<std::uint8_t>(size >> 8U),
            static_cast<std::uint8_t>(size)};
}

/// The next sealed record; empty at the end of the file.
Result<Bytes> read_record(int fd, std::string_view name) {
    constexpr std::size_t longest = spool_piece + crypto::KeyRing::overhead;
    std::array<std::uint8_t, head_size> head{};
    YX_TRY(const bool is_there, read_all(fd, head, name));
    if (!is_there) return Bytes();
    const std::size_t size = static_cast<std::size_t>(head[0]) << 24U |
                             static_cast<std::size_t>(head[1]) << 16U |
                             static_cast<std::size_t>(head[2]) << 8U | head[3];
    if (size == 0 || size > longest) return Error(ErrorCode::unsealing_failed, "spooled record");
    Bytes record(size);
    YX_TRY(const bool is_whole, read_all(fd, record, name));
    if (!is_whole) return Error(ErrorCode::unsealing_failed, "a spooled file was cut");
    return record;
}

}  // namespace

Result<void> make_spool_directory(const fs::path& directory) {
    std::error_code error;
    fs::create_directories(directory, error);
    if (!error) fs::permissions(directory, fs::perms::owner_all, error);
    if (error) return Error(ErrorCode::file_io, "create " + directory.string());
    return ok();
}

struct Spool::State {
    State(fs::path in, int descriptor, SpooledFile as, crypto::KeyRing with)
        : directory(std::move(in)), fd(descriptor), file(std::move(as)), ring(std::move(with)) {
        pending.reserve(spool_piece);
    }

    Result<void> put(Place place) {
        const Bytes record = ring.seal(context_of(file.name, chunks++, place), pending);
        pending.clear();
        YX_CHECK(write_all(fd.get(), head_of(record.size()), file.name));
        return write_all(fd.get(), record, file.name);
    }

    fs::path directory;
    Descriptor fd;
    SpooledFile file;
    crypto::KeyRing ring;
    crypto::Sha256 digest;
    Bytes pending;
    std::uint64_t chunks = 0;
    std::optional<Error> failure;
    bool is_kept = false;
};

Spool::Spool(std::unique_ptr<State> state) : state_(std::move(state)) {}

Spool::~Spool() {
    if (!state_->is_kept) (void)remove_spooled(state_->directory, state_->file.name);
}

Result<std::unique_ptr<Spool>> Spool::create(const SpoolPlace& place) {
    SpooledFile file;
    file.suite = place.suite;
    file.name = std::to_string(new_id()) + "-" + crypto::random_token(8) + std::string(suffix);
    file.key = Secret(BytesView(crypto::random_bytes(key_size)));
    YX_TRY(crypto::KeyRing ring, ring_of(file));
    const int fd = ::open((place.directory / file.name).c_str(),
                          O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                          0600);
    if (fd < 0) return io_error("create", file.name);
    return std::unique_ptr<Spool>(
        new Spool(std::make_unique<State>(place.directory, fd, std::move(file), std::move(ring))));
}

Result<void> Spool::write(BytesView bytes) {
    State& state = *state_;
    if (state.failure) return *state.failure;
    state.digest.update(bytes);
    state.file.size += bytes.size();
    while (!bytes.empty()) {
        // A full chunk is written only when more follows: the last one must be known as such.
        if (state.pending.size() == spool_piece) {
            if (auto put = state.put(Place::inner); !put) {
                state.failure = put.error();
                return put;
            }
        }
        const std::size_t count = std::min(bytes.size(), spool_piece - state.pending.size());
        state.pending.insert(
            state.pending.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
        bytes = bytes.subspan(count);
    }
    return ok();
}

Result<void> Spool::finish() {
    State& state = *state_;
    if (state.failure) return *state.failure;
    YX_CHECK(state.put(Place::last));
    state.file.sha256 = state.digest.finish();
    if (::fsync(state.fd.get()) != 0) return io_error("fsync", state.file.name);
    const Descriptor directory(::open(state.directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0 || ::fsync(directory.get()) != 0) {
        return io_error("fsync", state.directory.string());
    }
    return ok();
}

void Spool::keep() noexcept {
    state_->is_kept = true;
}

const SpooledFile& Spool::file() const noexcept {
    return state_->file;
}

Result<void> each_piece(const fs::path& directory,
                        const SpooledFile& file,
                        const std::function<Result<void>(BytesView)>& take) {
    YX_TRY(const crypto::KeyRing ring, ring_of(file));
    const Descriptor fd(::open((directory / file.name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (fd.get() < 0 && errno == ENOENT) return Error(ErrorCode::file_missing, file.name);
    if (fd.get() < 0) return io_error("open", file.name);
    YX_TRY(Bytes record, read_record(fd.get(), file.name));
    if (record.empty()) return Error(ErrorCode::unsealing_failed, "an empty spooled file");
    for (std::uint64_t chunk = 0; !record.empty(); ++chunk) {
        YX_TRY(Bytes next, read_record(fd.get(), file.name));
        const Place place = next.empty() ? Place::last : Place::inner;
        YX_TRY(const Bytes plain, ring.open(context_of(file.name, chunk, place), record));
        YX_CHECK(take(plain));
        record = std::move(next);
    }
    return ok();
}

Result<SpoolMemory> SpoolMemory::open(const fs::path& directory, const SpooledFile& file) {
    // An empty mapping is not possible; an empty file has no bytes to map.
    if (file.size == 0) return SpoolMemory(BytesView());
    const Descriptor fd(::memfd_create("upload", MFD_CLOEXEC));
    if (fd.get() < 0) return io_error("memfd_create", file.name);
    std::uint64_t total = 0;
    YX_CHECK(each_piece(directory, file, [&](BytesView piece) -> Result<void> {
        total += piece.size();
        return write_all(fd.get(), piece, file.name);
    }));
    if (total != file.size) return Error(ErrorCode::unsealing_failed, "size of a spooled file");
    void* memory =
        ::mmap(nullptr, static_cast<std::size_t>(total), PROT_READ, MAP_SHARED, fd.get(), 0);
    if (memory == MAP_FAILED) return io_error("mmap", file.name);
    return SpoolMemory(
        BytesView(static_cast<const std::uint8_t*>(memory), static_cast<std::size_t>(total)));
}

SpoolMemory::SpoolMemory(SpoolMemory&& other) noexcept : view_(std::exchange(other.view_, {})) {}

SpoolMemory::~SpoolMemory() {
    if (!view_.empty()) {
        ::munmap(const_cast<std::uint8_t*>(view_.data()), view_.size());
    }
}

Result<void> remove_spooled(const fs::path& directory, std::string_view name) {
    std::error_code error;
    fs::remove(directory / name, error);
    if (error) return Error(ErrorCode::file_io, "remove " + std::string(name));
    return ok();
}

Result<std::vector<std::string>> list_spooled(const fs::path& directory,
                                              std::chrono::seconds older_than) {
    std::vector<std::string> names;
    std::error_code error;
    const auto now = fs::file_time_type::clock::now();
    for (const auto& entry : fs::directory_iterator(directory, error)) {
        std::string name = entry.path().filename().string();
        if (!name.ends_with(suffix)) continue;
        std::error_code gone;
        const auto written = entry.last_write_time(gone);
        if (!gone && written + older_than < now) names.push_back(std::move(name));
    }
    if (error) return Error(ErrorCode::file_io, "list " + directory.string());
    return names;
}

}  // namespace yinxin::storage
