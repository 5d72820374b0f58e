// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/journal.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace yinxin::load {
namespace {

constexpr std::chrono::milliseconds batch_time{100};
constexpr std::size_t longest_id = 24;  ///< 63 bits have 19 digits

}  // namespace

std::string_view key_of(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::acknowledged:
            return "acknowledged";
        case Outcome::refused:
            return "refused";
        case Outcome::unknown:
            break;
    }
    return "unknown";
}

std::string journal_line(const JournalEntry& entry) {
    // What a foreign service answers in place of a number is none of ours to repeat at length.
    std::string id = entry.id.substr(0, longest_id);
    std::erase_if(id, [](char c) { return c < ' ' || c > '~' || c == '"' || c == '\\'; });
    const std::string object =
        fmt::format("{{\"op\":\"{}\",\"at\":{},\"id\":\"{}\",\"outcome\":\"{}\"}}",
                    entry.op,
                    entry.at.time_since_epoch().count(),
                    id,
                    key_of(entry.outcome));
    return fmt::format("{:<{}}\n", object, journal_line_size - 1);
}

Result<std::unique_ptr<Journal>> Journal::create(const std::filesystem::path& path) {
    const int file =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0 && errno == EEXIST) {
        return Error(ErrorCode::conflict, path.string() + " exists; a journal is of one run");
    }
    if (file < 0) return Error(ErrorCode::file_io, "cannot make " + path.string());
    return std::unique_ptr<Journal>(new Journal(file));
}

Journal::Journal(int file) : file_(file), writer_([this] { write_batches(); }) {}

Journal::~Journal() {
    (void)close();
    ::close(file_);
}

void Journal::add(const JournalEntry& entry) {
    const std::string line = journal_line(entry);
    const std::lock_guard lock(mutex_);
    pending_ += line;
    ++lines_;
}

std::uint64_t Journal::lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
}

Result<void> Journal::close() {
    {
        const std::lock_guard lock(mutex_);
        is_closing_ = true;
    }
    wake_.notify_all();
    if (writer_.joinable()) writer_.join();
    const std::lock_guard lock(mutex_);
    if (has_failed_) return Error(ErrorCode::file_io, "the journal could not be written");
    return ok();
}

void Journal::write_batches() {
    std::unique_lock lock(mutex_);
    for (bool is_last = false; !is_last;) {
        wake_.wait_for(lock, batch_time, [this] { return is_closing_; });
        is_last = is_closing_;
        std::string batch;
        batch.swap(pending_);
        if (batch.empty()) continue;
        lock.unlock();
        const bool is_written = write_out(batch);
        lock.lock();
        has_failed_ = has_failed_ || !is_written;
    }
}

bool Journal::write_out(const std::string& batch) const {
    for (std::string_view rest = batch; !rest.empty();) {
        const ssize_t count = ::write(file_, rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    return ::fdatasync(file_) == 0;
}

}  // namespace yinxin::load
