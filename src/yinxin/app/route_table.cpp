// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/route_table.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/http/api/routes.hpp"
#include "yinxin/http/office/routes.hpp"
#include "yinxin/http/pages/routes.hpp"
#include "yinxin/http/static_files.hpp"
#include "yinxin/http/web_tree.hpp"

#include <fmt/format.h>

namespace yinxin::app {

int print_routes() {
    const config::Settings settings;
    const auto web = http::WebTree::from_environment();
    const auto statics = web ? http::StaticFiles::load(web->files()) : web.error();
    if (!statics) {
        fmt::print(stderr, "yinxin routes: {}\n", statics.error().describe());
        return cli::exit_failed;
    }
    http::Router router;
    http::add_pages(router, settings);
    http::add_api(router, settings);
    http::add_office(router, settings.limits);
    statics->add_routes(router);
    for (const http::Route& route : router.routes()) {
        const bool is_staff = route.access == http::Access::staff;
        fmt::print(
            R"({{"method":"{}","pattern":{},"name":{},"access":"{}","act":"{}","confirms":{}}})"
            "\n",
            http::name_of(route.method),
            log::json_quote(route.pattern),
            log::json_quote(route.name),
            http::name_of(route.access),
            is_staff ? domain::key(route.act) : "",
            route.confirms);
    }
    return cli::exit_ok;
}

}  // namespace yinxin::app
