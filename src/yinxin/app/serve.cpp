// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/serve.hpp"

#include "yinxin/app/house.hpp"
#include "yinxin/app/service_manager.hpp"
#include "yinxin/base/log.hpp"

#include <fmt/format.h>

namespace yinxin::app {
namespace {

http::DemoPeople people_of(const cli::ServeOptions& options) {
    http::DemoPeople people;
    for (const cli::DemoAccount& account : options.accounts) {
        people.accounts.push_back({account.login_name,
                                   account.password,
                                   account.name,
                                   account.mobile,
                                   account.shows.zh,
                                   account.shows.en});
    }
    for (const cli::DemoStaff& one : options.staff) {
        people.staff.push_back(
            {one.login_name, one.password, one.name, one.shows.zh, one.shows.en});
    }
    return people;
}

int explain(const Error& error) {
    log::error("serve.failed", {{"error", dotted_name(error.code())}});
    fmt::print(stderr, "yinxin serve: {}\n", error.describe());
    return cli::exit_failed;
}

}  // namespace

int serve(const cli::ServeOptions& options) {
    Result<std::unique_ptr<House>> house =
        House::open(options.settings, people_of(options), options.witness);
    if (!house) return explain(house.error());
    if (const Result<void> started = (*house)->start(); !started) return explain(started.error());
    if (!options.accounts.empty()) fmt::print("{}\n", cli::describe(options.accounts));
    const bool opens_doors = options.settings.opens_doors();
    fmt::print(
        "Yinxin {} {}\n", opens_doors ? "serves at" : "works behind", options.settings.public_url);
    std::fflush(stdout);
    log::info("house.serving",
              {{"port", opens_doors ? static_cast<std::int64_t>((*house)->port()) : 0},
               {"duty", options.settings.duty}});
    tell_service_manager("READY=1");
    (*house)->wait_for_signal();
    tell_service_manager("STOPPING=1");
    (*house)->stop();
    return cli::exit_ok;
}

}  // namespace yinxin::app
