// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_accounts.hpp"
#include "yinxin/app/bench_bulk.hpp"
#include "yinxin/app/bench_documents.hpp"
#include "yinxin/app/bench_endorse.hpp"
#include "yinxin/app/bench_import.hpp"
#include "yinxin/app/bench_office.hpp"
#include "yinxin/app/bench_overload.hpp"
#include "yinxin/app/bench_select.hpp"
#include "yinxin/app/bench_storm.hpp"
#include "yinxin/app/bench_verify.hpp"
#include "yinxin/app/route_table.hpp"
#include "yinxin/app/serve.hpp"
#include "yinxin/app/signer.hpp"
#include "yinxin/http/messages.hpp"
#include "yinxin/http/web_tree.hpp"
#include "yinxin/service/confined_reading.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <sys/prctl.h>
#include <sys/resource.h>

namespace yinxin::app {
namespace {

int bench(const cli::BenchOptions& options) {
    if (options.name == "browse" || options.name == "storm") return bench_load(options);
    const BenchFormat format = options.is_json ? BenchFormat::json : BenchFormat::table;
    Result<void> outcome = Error(ErrorCode::invalid_input, "no such benchmark");
    if (options.name == "documents") outcome = bench_documents(format);
    if (options.name == "endorse") outcome = bench_endorse(format);
    if (options.name == "import") outcome = bench_import(format);
    if (options.name == "office") outcome = bench_office(format);
    if (options.name == "select") outcome = bench_select(format);
    if (options.name == "overload") outcome = bench_overload(format, options.length);
    if (options.name == "verify") outcome = bench_verify(format);
    if (options.name == "bulk") outcome = bench_bulk(format);
    if (options.name == "accounts") {
        outcome = make_accounts_file(options.load.data, options.load.users, options.load.accounts);
    }
    if (outcome) return cli::exit_ok;
    std::fprintf(stderr, "yinxin bench: %s\n", outcome.error().describe().c_str());
    return cli::exit_failed;
}

/// Chinese unless the terminal says otherwise: the interface is Chinese first.
http::Language terminal_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        return std::string_view(value).starts_with("zh") ? http::Language::chinese
                                                         : http::Language::english;
    }
    return http::Language::chinese;
}

std::string finding_words(std::string_view code) {
    static const Result<http::Messages> messages = []() -> Result<http::Messages> {
        YX_TRY(const http::WebTree web, http::WebTree::from_environment());
        return http::Messages::load(web.files());
    }();
    const std::string key = "finding." + std::string(code);
    const auto text = messages ? messages->find(terminal_language(), key) : std::nullopt;
    return std::string(text.value_or(code));
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
        return cli::run(argc,
                        argv,
                        {app::serve,
                         app::bench,
                         service::run_reader,
                         app::finding_words,
                         app::print_routes,
                         app::signer});
    } catch (const std::exception& bug) {
        std::fprintf(stderr, "yinxin: %s\n", bug.what());
        return cli::exit_failed;
    }
}
