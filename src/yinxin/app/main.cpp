// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_documents.hpp"
#include "yinxin/app/bench_endorse.hpp"
#include "yinxin/app/serve.hpp"

#include <csignal>
#include <cstdio>
#include <exception>

#include <sys/prctl.h>
#include <sys/resource.h>

namespace yinxin::app {
namespace {

int bench(const cli::BenchOptions& options) {
    const BenchFormat format = options.is_json ? BenchFormat::json : BenchFormat::table;
    Result<void> outcome = Error(ErrorCode::invalid_input, "bench documents | bench endorse");
    if (options.name == "documents") outcome = bench_documents(format);
    if (options.name == "endorse") outcome = bench_endorse(format);
    if (outcome) return cli::exit_ok;
    std::fprintf(stderr, "yinxin bench: %s\n", outcome.error().describe().c_str());
    return cli::exit_failed;
}

/// Keys live in this process: no core file, and no other process of the user may look inside.
void guard_memory() {
    const rlimit none{0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace
}  // namespace yinxin::app

int main(int argc, char** argv) {
    using namespace yinxin;
    app::guard_memory();
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return cli::run(argc, argv, {app::serve, app::bench});
    } catch (const std::exception& bug) {
        std::fprintf(stderr, "yinxin: %s\n", bug.what());
        return cli::exit_failed;
    }
}
