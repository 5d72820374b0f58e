// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/blobs.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/terminal.hpp"
#include "yinxin/storage/in_parallel.hpp"
#include "yinxin/storage/needed_blobs.hpp"
#include "yinxin/storage/open_blobs.hpp"
#include "yinxin/storage/orphan_blobs.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <random>
#include <vector>

namespace yinxin::cli {
namespace {

using crypto::Digest32;
using storage::BlobStore;
using storage::ListedBlob;
using storage::NeededBlob;

/// Files handled side by side before the next are looked for.
constexpr std::size_t files_of_a_piece = 256;
constexpr std::size_t threads = 8;
constexpr std::chrono::seconds between_reports{5};

std::string count_of(std::int64_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

/// Says now and then how far it is.
class Progress {
  public:
    explicit Progress(std::string verb) : verb_(std::move(verb)) {}
    void at(std::int64_t done) {
        const auto now = std::chrono::steady_clock::now();
        if (now - said_at_ < between_reports) return;
        said_at_ = now;
        say(verb_ + " " + count_of(done, "file") + " so far");
    }

  private:
    std::string verb_;
    std::chrono::steady_clock::time_point said_at_ = std::chrono::steady_clock::now();
};

/// Names of all files of a store, in their order.
Result<std::vector<Digest32>> names_of(BlobStore& blobs) {
    std::vector<Digest32> names;
    YX_CHECK(blobs.list([&](const ListedBlob& blob) {
        names.push_back(blob.name);
        return ok();
    }));
    std::ranges::sort(names);
    return names;
}

class Checker {
  public:
    Checker(DataDirectory& data, std::int64_t sample) : data_(data), sample_(sample) {
        std::random_device random;
        share_ = std::uniform_int_distribution<std::int64_t>(0, sample - 1)(random);
    }

    Result<int> run() {
        YX_TRY(there_, names_of(*data_.blobs));
        const auto visit = [this](const NeededBlob& needed) -> Result<void> {
            piece_.push_back(needed);
            return piece_.size() < files_of_a_piece ? ok() : work();
        };
        YX_CHECK(storage::visit_needed_blobs(*data_.store, data_.keys, visit));
        YX_CHECK(work());
        say("Looked for " + count_of(named_, "named file") + " and read " + std::to_string(read_) +
            " of them: " + std::to_string(problems_) + " problem(s).");
        return problems_ == 0 ? exit_ok : exit_failed;
    }

  private:
    [[nodiscard]] bool is_read(const Digest32& name) const {
        const std::int64_t number = name[0] << 16 | name[1] << 8 | name[2];
        return number % sample_ == share_;
    }

    Result<void> work() {
        YX_CHECK(storage::in_parallel(
            piece_.size(), threads, [this](std::size_t i) { return look_at(piece_[i]); }));
        named_ += std::ssize(piece_);
        piece_.clear();
        progress_.at(named_);
        return ok();
    }

    Result<void> look_at(const NeededBlob& needed) {
        if (!is_read(needed.name)) {
            const bool is_there = std::ranges::binary_search(there_, needed.name);
            // Put since the store was listed?
            if (is_there) return ok();
            YX_TRY(const bool has, data_.blobs->has(needed.name));
            return has ? ok() : problem(needed, ErrorCode::not_found);
        }
        const auto bytes = data_.blobs->get(needed.name);
        const std::scoped_lock lock(mutex_);
        ++read_;
        if (bytes) return ok();
        const ErrorCode code = bytes.error().code();
        const bool is_about_the_file =
            code == ErrorCode::not_found || code == ErrorCode::blob_corrupt;
        if (!is_about_the_file) return bytes.error();
        return report(needed, code);
    }
    Result<void> problem(const NeededBlob& needed, ErrorCode code) {
        const std::scoped_lock lock(mutex_);
        return report(needed, code);
    }
    Result<void> report(const NeededBlob& needed, ErrorCode code) {
        ++problems_;
        say("problem  " + needed.named_by + ": " + std::string(dotted_name(code)) + " " +
            to_hex(needed.name));
        return ok();
    }

    DataDirectory& data_;
    std::int64_t sample_;
    std::int64_t share_ = 0;
    std::vector<Digest32> there_;
    std::vector<NeededBlob> piece_;
    Progress progress_{"Looked at"};
    std::mutex mutex_;
    std::int64_t named_ = 0;
    std::int64_t read_ = 0;
    std::int64_t problems_ = 0;
};

Result<int> run_orphans(DataDirectory& data, const config::Blobs& settings, bool is_applied) {
    storage::OrphanSweep sweep;
    sweep.put_before = SystemClock().now() - settings.orphans_after;
    sweep.is_applied = is_applied;
    sweep.tell = [](const ListedBlob& orphan) {
        say("orphan   " + to_hex(orphan.name) + "  " + std::to_string(orphan.size) +
            " bytes, put " + format_civil(orphan.put_at));
    };
    YX_TRY(const storage::OrphanReport report,
           storage::sweep_orphans(*data.store, data.keys, *data.blobs, sweep));
    say("Of " + count_of(report.files, "file") + " " + std::to_string(report.young) +
        " are too young to judge; " + count_of(report.orphans, "orphan") + " with " +
        std::to_string(report.orphan_bytes) + " bytes" +
        (is_applied ? ", " + std::to_string(report.removed) + " removed."
                    : "; nothing was changed, add --apply to remove them."));
    return exit_ok;
}

/// Copies pieces of files from one store to another.
class Copier {
  public:
    Copier(BlobStore& from, BlobStore& to, bool is_applied)
        : from_(from), to_(to), is_applied_(is_applied) {}

    Result<int> run() {
        YX_TRY(there_, names_of(to_));
        YX_CHECK(from_.list([this](const ListedBlob& blob) -> Result<void> {
            ++files_;
            if (std::ranges::binary_search(there_, blob.name)) return ok();
            missing_bytes_ += blob.size;
            piece_.push_back(blob.name);
            return piece_.size() < files_of_a_piece ? ok() : work();
        }));
        YX_CHECK(work());
        const std::string there = std::to_string(files_ - missing_) + " of " +
                                  count_of(files_, "file") + " were there already; ";
        if (!is_applied_) {
            say(there + count_of(missing_, "file") + " with " + std::to_string(missing_bytes_) +
                " bytes would be copied; nothing was changed, add --apply to copy them.");
            return exit_ok;
        }
        say(there + count_of(missing_ - gone_, "file") + " copied and read back.");
        return exit_ok;
    }

  private:
    Result<void> work() {
        missing_ += std::ssize(piece_);
        if (is_applied_) {
            YX_CHECK(storage::in_parallel(
                piece_.size(), threads, [this](std::size_t i) { return copy(piece_[i]); }));
            progress_.at(missing_);
        }
        piece_.clear();
        return ok();
    }

    Result<void> copy(const Digest32& name) {
        const Result<Bytes> plain = from_.get(name);
        if (!plain && plain.error().code() == ErrorCode::not_found) {
            // Expired since it was listed.
            const std::scoped_lock lock(mutex_);
            ++gone_;
            return ok();
        }
        if (!plain) return plain.error();
        YX_CHECK(to_.put(name, *plain));
        // Reading back proves that it opens there and is what its name says.
        YX_CHECK(to_.get(name));
        return ok();
    }

    BlobStore& from_;
    BlobStore& to_;
    bool is_applied_;
    std::vector<Digest32> there_;
    std::vector<Digest32> piece_;
    Progress progress_{"Copied"};
    std::mutex mutex_;
    std::int64_t files_ = 0;
    std::int64_t missing_ = 0;
    std::int64_t gone_ = 0;
    std::uint64_t missing_bytes_ = 0;
};

Result<int> run_copy(DataDirectory& data, const config::Blobs& from, const BlobsRequest& request) {
    YX_TRY(const config::Settings target, config::load_settings(request.to));
    const config::Blobs& to = target.blobs;
    const bool is_same = from.kind == to.kind && from.endpoint == to.endpoint &&
                         from.bucket == to.bucket && from.prefix == to.prefix;
    if (is_same) {
        return Error(ErrorCode::invalid_input,
                     "the section [blobs] of " + request.to.string() + " is the store in use");
    }
    YX_TRY(const auto other, storage::open_blobs(to, request.data / blobs_folder, data.keys));
    return Copier(*data.blobs, *other, request.is_applied).run();
}

Result<int> run(const BlobsRequest& request) {
    YX_TRY(const config::Settings settings, load_directory_settings(request.data));
    YX_TRY(DataDirectory data, DataDirectory::open(request.data));
    switch (request.action) {
        case BlobsAction::check:
            return Checker(data, request.sample).run();
        case BlobsAction::orphans:
            return run_orphans(data, settings.blobs, request.is_applied);
        case BlobsAction::copy:
            return run_copy(data, settings.blobs, request);
    }
    return Error(ErrorCode::internal, "unknown action");
}

}  // namespace

int run_blobs(const BlobsRequest& request) {
    const Result<int> code = run(request);
    return code ? *code : fail(code.error());
}

}  // namespace yinxin::cli
