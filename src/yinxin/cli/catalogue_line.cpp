// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/catalogue_line.hpp"

#include "yinxin/cli/catalogue.hpp"

#include <CLI/CLI.hpp>

namespace yinxin::cli {

struct CatalogueLine::State {
    std::function<void(std::function<int()>)> choose;
    CatalogueRequest request;
};

CatalogueLine::CatalogueLine(CLI::App& parent, std::function<void(std::function<int()>)> choose)
    : state_(std::make_unique<State>()) {
    State& state = *state_;
    state.choose = std::move(choose);
    CLI::App* group = parent.add_subcommand(
        "catalogue", "qualifications, authorities, policies, seals: what the office issues");
    group->require_subcommand(1);
    CLI::App* enter =
        group->add_subcommand("enter", "enter the first one, or one with additions, from a file");
    enter->add_option("--data", state.request.data, "the data directory")->required();
    enter->add_option("FILE", state.request.file, "TOML, as demo/catalogue.toml explains")
        ->required();
    enter->add_flag(
        "--apply", state.request.is_applied, "do it; without, only say what would be done");
    enter->callback(
        [&state] { state.choose([&state] { return enter_catalogue(state.request); }); });
    CLI::App* show = group->add_subcommand("show", "print the version in force");
    show->add_option("--data", state.request.data, "the data directory")->required();
    show->callback([&state] { state.choose([&state] { return show_catalogue(state.request); }); });
}

CatalogueLine::~CatalogueLine() = default;

}  // namespace yinxin::cli
