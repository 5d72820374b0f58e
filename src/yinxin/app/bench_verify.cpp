// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_verify.hpp"

#include "yinxin/app/bench_doors.hpp"
#include "yinxin/app/bench_house.hpp"
#include "yinxin/app/bench_nginx.hpp"
#include "yinxin/base/files.hpp"
#include "yinxin/service/confined_reading.hpp"
#include "yinxin/service/registered_copies.hpp"
#include "yinxin/verify/read.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

#include <sys/resource.h>

namespace yinxin::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int files_read = 400;
constexpr int programs_run = 40;
constexpr int askers = 20;
constexpr double upload_budget_ms = 3;

constexpr storage::Statement find_any_copy{
    "bench.find_any_copy",
    "SELECT c.holder_id, c.copy_id, c.token, c.copy_no, f.sha256 FROM copy c "
    "JOIN copy_file f ON f.holder_id = c.holder_id AND f.copy_id = c.copy_id "
    "WHERE c.state = 'released' AND f.has_blob = 1 ORDER BY c.created_at DESC LIMIT 1"};

struct CopyRow {
    HolderId holder;
    CopyId copy;
    std::string token;
    std::string copy_no;
    Bytes sha256;
};

struct FreshCopy {
    std::string token;
    std::string copy_no;
    Bytes file;
};

/// A copy like everybody's, pressed by the house.
Result<FreshCopy> press_one(House& house) {
    YX_TRY(const std::vector<Subject> subjects, open_subjects(house));
    BenchClient client(house.port());
    YX_CHECK(apply_for(client, subjects.front()));
    service::Services& services = house.services();
    YX_CHECK(wait_until_pressed(services));
    YX_TRY(const CopyRow row, services.store.read_now([](storage::Reader& reader) {
        return reader.one<CopyRow>(find_any_copy);
    }));
    crypto::Digest32 name{};
    std::ranges::copy(row.sha256, name.begin());
    YX_TRY(Bytes file, services.blobs.get(name));
    return FreshCopy{row.token, row.copy_no, std::move(file)};
}

double children_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

/// Processor time of one run of pdfsig on the file; 0 where it is not installed.
double pdfsig_ms(const std::filesystem::path& file) {
    const std::string command = "pdfsig " + file.string() + " >/dev/null 2>&1";
    if (std::system(command.c_str()) != 0) return 0;
    const double before = children_seconds();
    for (int i = 0; i < programs_run; ++i) {
        if (std::system(command.c_str()) != 0) return 0;
    }
    return (children_seconds() - before) * 1000 / programs_run;
}

/// Read, ask the register, judge: what one upload costs this process, without HTTP.
Result<double> judged_ms(House& house, const FreshCopy& copy) {
    service::Services& services = house.services();
    const Instant now = services.clock.now();
    const double before = processor_seconds();
    for (int i = 0; i < files_read; ++i) {
        const verify::Claims claims = verify::read(copy.file);
        YX_TRY(const auto consulted, services.store.read_now([&](storage::Reader& reader) {
            return service::consult_register(
                reader, services.keys, services.settings.public_url, claims);
        }));
        const verify::Report report =
            verify::judge(claims, *services.trust, &consulted.answer, {std::nullopt, now}, now);
        if (report.verdict != verify::Verdict::valid) {
            return Error(ErrorCode::internal, std::string(verify::deciding_code(report)));
        }
    }
    return (processor_seconds() - before) * 1000 / files_read;
}

/// Waits of `askers` threads that have files read in reading processes, all at once.
Result<std::vector<double>> confined_waits(const FreshCopy& copy) {
    YX_TRY(const auto readers, service::start_readers());
    std::vector<std::vector<double>> waits(askers);
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < askers; ++i) {
        threads.emplace_back([&, i] {
            for (int k = 0; k < programs_run; ++k) {
                const auto started = Clock::now();
                const auto claims = service::read_confined(*readers, copy.file);
                if (!claims || claims->is_hostile) ++wrong;
                const std::chrono::duration<double, std::milli> took = Clock::now() - started;
                waits[static_cast<std::size_t>(i)].push_back(took.count());
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    if (wrong != 0) return Error(ErrorCode::internal, "a reading process died");
    std::vector<double> all;
    for (const auto& one : waits) {
        all.insert(all.end(), one.begin(), one.end());
    }
    std::ranges::sort(all);
    return all;
}

Result<void> measure_files(House& house,
                           const FreshCopy& copy,
                           const std::filesystem::path& directory,
                           BenchFormat format) {
    const std::filesystem::path path = directory / "copy.pdf";
    YX_CHECK(write_file_durably(path, copy.file));
    YX_TRY(const double judged, judged_ms(house, copy));
    print_figure({"verify one of our PDFs, processor time", judged, upload_budget_ms, "ms", 1},
                 format);
    print_figure({"the same, files per second on one core", 1000 / judged, 0, "1/s", 0}, format);
    const double pdfsig = pdfsig_ms(path);
    if (pdfsig > 0) {
        print_figure({"the same beside pdfsig on the same file", judged, pdfsig, "ms", 0}, format);
    }
    YX_TRY(const std::vector<double> waits, confined_waits(copy));
    print_figure(
        {"read in a process of its own, 20 at once, p50", waits[waits.size() / 2], 1000, "ms", 0},
        format);
    print_figure({"read in a process of its own, 20 at once, p99",
                  waits[waits.size() * 99 / 100],
                  1000,
                  "ms",
                  0},
                 format);
    return ok();
}

Result<void> measure_page(House& house,
                          const FreshCopy& copy,
                          const std::filesystem::path& directory,
                          BenchFormat format) {
    const std::string page = "/v/" + copy.token;
    BenchClient client(house.port());
    YX_TRY(const auto answer, client.get(page, ""));
    YX_TRY(const double ours, requests_per_second(house.port(), page));
    YX_TRY(const auto nginx, Nginx::start(directory, answer.body_size));
    if (!nginx) return ok();
    YX_TRY(const double theirs, requests_per_second(nginx->port(), "/page.html"));
    print_figure({"page of a copy, /v/<token>, beside nginx static of its size",
                  ours,
                  theirs,
                  "1/s",
                  0.25,
                  Better::higher_ratio},
                 format);
    return ok();
}

}  // namespace

Result<void> bench_verify(BenchFormat format) {
    const Scratch scratch;
    YX_TRY(const std::unique_ptr<House> house,
           open_bench_house(scratch.path() / "demo", crypto::KeyKind::p256));
    YX_TRY(const FreshCopy copy, press_one(*house));
    YX_CHECK(measure_files(*house, copy, scratch.path(), format));
    YX_CHECK(measure_doors(*house, copy.file, copy.copy_no, format));
    return measure_page(*house, copy, scratch.path(), format);
}

}  // namespace yinxin::app
