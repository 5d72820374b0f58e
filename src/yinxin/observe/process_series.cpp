// SPDX-License-Identifier: Apache-2.0
#include "yinxin/observe/live_series.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace yinxin::observe {
namespace {

prometheus::MetricFamily one(const char* name,
                             const char* help,
                             prometheus::MetricType type,
                             double value) {
    prometheus::ClientMetric metric;
    metric.counter.value = value;
    metric.gauge.value = value;
    return {name, help, type, {metric}};
}

/// The fields of /proc/self/stat behind the program's name, which may contain spaces: field 3 of
/// proc(5) is the first here.
std::vector<std::string> read_stat() {
    std::ifstream file("/proc/self/stat");
    std::string line;
    std::getline(file, line);
    std::istringstream rest(line.substr(std::min(line.rfind(')') + 1, line.size())));
    return {std::istream_iterator<std::string>(rest), std::istream_iterator<std::string>()};
}

double open_descriptors() {
    std::error_code failure;
    double count = 0;
    for (std::filesystem::directory_iterator entry("/proc/self/fd", failure), end;
         !failure && entry != end;
         entry.increment(failure)) {
        ++count;
    }
    return count - 1;  // without the one that reads them
}

/// Set before main, from the clock: /proc/stat, which has the boot time that the kernel's figure
/// counts from, is hidden from a confined service (ProcSubset=pid of systemd).
const double began =
    std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();

}  // namespace

std::vector<prometheus::MetricFamily> read_process_series() {
    using prometheus::MetricType;
    constexpr std::size_t user_time = 11;  // field 14 of proc(5), and so on
    constexpr std::size_t system_time = 12;
    constexpr std::size_t thread_count = 17;
    constexpr std::size_t resident_pages = 21;
    const std::vector<std::string> fields = read_stat();
    if (fields.size() <= resident_pages) return {};
    const auto number = [&fields](std::size_t at) { return std::stod(fields[at]); };
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
    rlimit descriptors{};
    (void)::getrlimit(RLIMIT_NOFILE, &descriptors);
    return {one("process_cpu_seconds_total",
                "Processor time, of the program and for it",
                MetricType::Counter,
                (number(user_time) + number(system_time)) / ticks),
            one("process_resident_memory_bytes",
                "Memory in use",
                MetricType::Gauge,
                number(resident_pages) * page),
            one("process_threads", "Threads", MetricType::Gauge, number(thread_count)),
            one("process_open_fds", "Descriptors open", MetricType::Gauge, open_descriptors()),
            one("process_max_fds",
                "Descriptors allowed",
                MetricType::Gauge,
                static_cast<double>(descriptors.rlim_cur)),
            one("process_start_time_seconds",
                "When the process began, since the epoch",
                MetricType::Gauge,
                began)};
}

}  // namespace yinxin::observe
