// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_nginx.hpp"

#include "yinxin/app/bench_client.hpp"
#include "yinxin/base/files.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <signal.h>
#include <spawn.h>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace yinxin::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* program = "/usr/sbin/nginx";
constexpr int connections = 16;
constexpr std::chrono::seconds length{2};

/// A port nobody listens on; the next to ask may get it too, which a benchmark survives by failing.
std::uint16_t free_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    (void)::bind(fd, reinterpret_cast<const sockaddr*>(&address), size);
    (void)::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(fd);
    return ntohs(address.sin_port);
}

std::string configuration(const std::filesystem::path& directory, std::uint16_t port) {
    return fmt::format(
        "daemon off; worker_processes 2; pid {0}/nginx.pid; error_log {0}/error.log;\n"
        "events {{ worker_connections 256; }}\n"
        "http {{ access_log off; sendfile on; keepalive_requests 1000000;\n"
        "client_body_temp_path {0}/a; proxy_temp_path {0}/b; fastcgi_temp_path {0}/c;\n"
        "uwsgi_temp_path {0}/d; scgi_temp_path {0}/e;\n"
        "server {{ listen 127.0.0.1:{1}; root {0}; }} }}\n",
        directory.string(),
        port);
}

bool answers(std::uint16_t port) {
    BenchClient client(port);
    const auto answer = client.get("/page.html", "");
    return answer && answer->status == 200;
}

}  // namespace

Result<std::unique_ptr<Nginx>> Nginx::start(const std::filesystem::path& directory,
                                            std::size_t size) {
    if (!std::filesystem::exists(program)) return std::unique_ptr<Nginx>();
    // Its workers run as another user and must reach the file.
    const std::filesystem::path root = directory / "nginx";
    std::filesystem::create_directories(root);
    std::filesystem::permissions(
        directory, std::filesystem::perms::others_exec, std::filesystem::perm_options::add);
    const std::uint16_t port = free_port();
    const std::string page(size, 'x');
    YX_CHECK(write_file_durably(root / "page.html", as_bytes(page), FileMode::everybody_reads));
    YX_CHECK(write_file_durably(root / "nginx.conf", as_bytes(configuration(root, port))));
    const std::string configuration_path = (root / "nginx.conf").string();
    std::array<const char*, 4> arguments{program, "-c", configuration_path.c_str(), nullptr};
    pid_t process = -1;
    if (::posix_spawn(&process,
                      program,
                      nullptr,
                      nullptr,
                      const_cast<char* const*>(arguments.data()),
                      environ) != 0) {
        return Error(ErrorCode::unavailable, "nginx does not start");
    }
    auto nginx = std::unique_ptr<Nginx>(new Nginx(process, port));
    const auto deadline = Clock::now() + std::chrono::seconds(5);
    while (!answers(port)) {
        if (Clock::now() > deadline) return Error(ErrorCode::unavailable, "nginx does not answer");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return nginx;
}

Nginx::~Nginx() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
}

Result<double> requests_per_second(std::uint16_t port, const std::string& path) {
    std::atomic<std::int64_t> answered{0};
    std::atomic<int> failed{0};  ///< status of a wrong answer
    const auto started = Clock::now();
    std::vector<std::thread> threads;
    for (int i = 0; i < connections; ++i) {
        threads.emplace_back([&] {
            BenchClient client(port);
            while (Clock::now() - started < length && failed == 0) {
                const auto answer = client.get(path, "");
                if (!answer || answer->status != 200) failed = answer ? answer->status : -1;
                ++answered;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const std::chrono::duration<double> took = Clock::now() - started;
    if (failed != 0) {
        return Error(ErrorCode::unavailable, fmt::format("{} answered {}", path, failed.load()));
    }
    return static_cast<double>(answered) / took.count();
}

}  // namespace yinxin::app
