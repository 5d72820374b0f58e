// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/revocation_line.hpp"

#include "yinxin/cli/revocation.hpp"

#include <CLI/CLI.hpp>

namespace yinxin::cli {

struct RevocationLine::State {
    std::function<void(std::function<int()>)> choose;
    RevocationRequest request;

    CLI::App* add(CLI::App& group, const char* name, const char* summary, RevocationAction action) {
        CLI::App* made = group.add_subcommand(name, summary);
        made->add_option("--data", request.data, "the data directory")->required();
        made->add_flag("--json", request.is_json, "one JSON object a line");
        made->callback([this, action] {
            request.action = action;
            choose([this] { return run_revocation(request); });
        });
        return made;
    }
};

RevocationLine::RevocationLine(CLI::App& parent, std::function<void(std::function<int()>)> choose)
    : state_(std::make_unique<State>()) {
    state_->choose = std::move(choose);
    CLI::App* group = parent.add_subcommand(
        "revocation", "lists and responders about our own certificates (docs/revocation.md)");
    group->require_subcommand(1);
    state_->add(
        *group, "status", "what is held, how old it is, what is next", RevocationAction::status);
    CLI::App* fetch =
        state_->add(*group, "fetch", "ask every address now", RevocationAction::fetch);
    fetch->add_flag(
        "--apply", state_->request.is_applied, "keep it; without, only say what would be kept");
}

RevocationLine::~RevocationLine() = default;

}  // namespace yinxin::cli
