// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/staff_line.hpp"

#include "yinxin/cli/staff_desk.hpp"

#include <CLI/CLI.hpp>

namespace yinxin::cli {

struct StaffLine::State {
    std::function<void(std::function<int()>)> choose;
    StaffRequest request;

    CLI::App* add(CLI::App& group, const char* name, const char* summary, StaffAction action);
};

CLI::App* StaffLine::State::add(CLI::App& group,
                                const char* name,
                                const char* summary,
                                StaffAction action) {
    CLI::App* made = group.add_subcommand(name, summary);
    made->add_option("--data", request.data, "the data directory")->required();
    if (action != StaffAction::list) {
        made->add_option("--login", request.login_name, "user name at the office")->required();
        made->add_flag(
            "--apply", request.is_applied, "do it; without, only say what would be done");
    }
    made->callback([this, action] {
        request.action = action;
        choose([this] { return run_staff(request); });
    });
    return made;
}

StaffLine::StaffLine(CLI::App& parent, std::function<void(std::function<int()>)> choose)
    : state_(std::make_unique<State>()) {
    state_->choose = std::move(choose);
    CLI::App* group =
        parent.add_subcommand("staff", "people of the office, while nobody there can");
    group->require_subcommand(1);
    state_->add(*group, "list", "everybody with roles and state", StaffAction::list);
    CLI::App* invite = state_->add(*group, "invite", "invite somebody new", StaffAction::invite);
    StaffRequest& request = state_->request;
    invite->add_option("--roles", request.roles, "clerk,approver,security_administrator,…")
        ->delimiter(',')
        ->required();
    invite->add_option("--issuer", request.issuer_id, "id of the authority; without, all of them");
    invite->add_option("--name-file", request.name_file, "the name; - is standard input")
        ->required();
    state_->add(*group, "recover", "a new invitation for somebody", StaffAction::recover);
}

StaffLine::~StaffLine() = default;

}  // namespace yinxin::cli
