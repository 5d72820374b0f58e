// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace yinxin::load {

/// What a client knows about something it asked for.
enum class Outcome {
    acknowledged,  ///< the service said that it is done: from here on it must not be lost
    refused,       ///< the service said no
    unknown,       ///< no answer: may be done or not
};
[[nodiscard]] std::string_view key_of(Outcome outcome) noexcept;

/// One line of a journal.
struct JournalEntry {
    std::string_view op;  ///< "apply", "download", "withdraw"
    /// Milliseconds since 1970, when the answer came.
    std::chrono::sys_time<std::chrono::milliseconds> at;
    /// Number of the application, of a download that of the copy; empty where no answer named it.
    std::string id;
    Outcome outcome = Outcome::acknowledged;
};

/// Bytes of a line, its end included: a divisor of the kernel's pages, at whose bounds a write may
/// stop when the process is killed.
inline constexpr std::size_t journal_line_size = 128;
/// `{"op":"apply","at":1764384000000,"id":"4711","outcome":"acknowledged"}`, spaces and a line end.
/// An id longer than any of ours is cut.
[[nodiscard]] std::string journal_line(const JournalEntry& entry);

/// What a load client did, one JSON object a line, so that `yinxin fsck --invariants --journal`
/// can hold the register against it. There is nothing in it about a person and nothing that opens a
/// session. A killed client leaves whole lines; what it did in its last tenth of a second may be
/// missing. A thread writes and syncs ten times a second.
class Journal {
  public:
    /// Begins a new file. @error conflict  it exists: two runs are not mixed. @error file.io
    [[nodiscard]] static Result<std::unique_ptr<Journal>> create(const std::filesystem::path& path);
    /// Writes what is left, and syncs.
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// Any thread; never waits for the disk.
    void add(const JournalEntry& entry);
    /// Writes and syncs everything added so far. @error file.io  now or earlier
    [[nodiscard]] Result<void> close();
    [[nodiscard]] std::uint64_t lines() const;

  private:
    explicit Journal(int file);
    void write_batches();
    /// @return false if the disk refused it
    bool write_out(const std::string& batch) const;

    int file_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::string pending_;
    std::uint64_t lines_ = 0;
    bool is_closing_ = false;
    bool has_failed_ = false;
    std::thread writer_;
};

}  // namespace yinxin::load
