// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/ids.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>

namespace yinxin {
namespace {

constexpr int counter_bits = 12;
constexpr int node_bits = 10;

std::int64_t node_part() {
    static const std::int64_t node = std::random_device{}() & ((1U << node_bits) - 1);
    return node;
}

/// Milliseconds since 2020-01-01 with the counter below it: one number that only grows.
std::int64_t tick() {
    static std::atomic<std::int64_t> last{0};
    using namespace std::chrono;
    constexpr auto epoch = sys_days(year(2020) / January / 1);
    const auto ms = duration_cast<milliseconds>(system_clock::now() - epoch).count();
    std::int64_t before = last.load();
    std::int64_t next = 0;
    do {
        next = std::max(ms << counter_bits, before + 1);
    } while (!last.compare_exchange_weak(before, next));
    return next;
}

}  // namespace

std::int64_t new_id() {
    const std::int64_t now = tick();
    const std::int64_t counter = now & ((1 << counter_bits) - 1);
    return ((now >> counter_bits) << (counter_bits + node_bits)) | (node_part() << counter_bits) |
           counter;
}

}  // namespace yinxin
