// SPDX-License-Identifier: Apache-2.0
// A worker that does what it is told, bad things included: see confined_workers_test.cpp.
#include "yinxin/flow/confined_workers.hpp"

#include <cstdlib>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace {

yinxin::Bytes obey(yinxin::BytesView order) {
    const std::string_view word = yinxin::as_text(order);
    if (word == "crash") std::abort();
    if (word == "spin") {
        for (volatile unsigned i = 0;; i = i + 1) {
        }
    }
    if (word == "eat") {
        std::vector<yinxin::Bytes> eaten;
        for (;;) {
            eaten.emplace_back(std::size_t{64} * 1024 * 1024, std::uint8_t{1});
        }
    }
    if (word == "open")
        return yinxin::to_bytes(::open("/etc/hostname", O_RDONLY) < 0 ? "no" : "yes");
    if (word == "connect")
        return yinxin::to_bytes(::socket(AF_INET, SOCK_STREAM, 0) < 0 ? "no" : "yes");
    if (word == "silence") return {};
    return {order.begin(), order.end()};
}

}  // namespace

/// "gone": ends before it serves anybody. "alone": where no more processes can be made.
int main(int argc, char** argv) {
    const std::string_view wish = argc > 1 ? argv[1] : "";
    if (wish == "gone") return 1;
    if (wish == "alone") {
        const rlimit none{0, 0};
        if (::setrlimit(RLIMIT_NPROC, &none) != 0) return 1;
    }
    yinxin::flow::Confinement confinement;
    confinement.time = std::chrono::seconds(1);
    return yinxin::flow::run_confined(confinement, obey, [] {});
}
