// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_cores.hpp"

namespace yinxin::app {

SplitCores split_cores() {
    SplitCores cores{};
    cpu_set_t all;
    CPU_ZERO(&all);
    if (::sched_getaffinity(0, sizeof all, &all) != 0 || CPU_COUNT(&all) < 2) {
        cores.program = cores.client = all;
        return cores;
    }
    const int half = CPU_COUNT(&all) / 2;
    int seen = 0;
    for (int core = 0; core < CPU_SETSIZE; ++core) {
        if (!CPU_ISSET(core, &all)) continue;
        CPU_SET(core, seen++ < half ? &cores.program : &cores.client);
    }
    cores.is_split = true;
    return cores;
}

void run_on(const cpu_set_t& cores) {
    // A process that may not choose stays where it is; the figures say how it went.
    (void)::sched_setaffinity(0, sizeof cores, &cores);
}

}  // namespace yinxin::app
