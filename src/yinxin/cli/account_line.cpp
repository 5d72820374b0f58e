// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/account_line.hpp"

#include "yinxin/cli/account_import.hpp"

#include <CLI/CLI.hpp>

namespace yinxin::cli {

struct AccountLine::State {
    std::function<void(std::function<int()>)> choose;
    AccountImportRequest request;
};

AccountLine::AccountLine(CLI::App& parent, std::function<void(std::function<int()>)> choose)
    : state_(std::make_unique<State>()) {
    state_->choose = std::move(choose);
    CLI::App* group =
        parent.add_subcommand("accounts", "accounts of the exam registration platform");
    group->require_subcommand(1);
    CLI::App* made =
        group->add_subcommand("import", "bring accounts over from a table (docs/login.md)");
    AccountImportRequest& request = state_->request;
    made->add_option("FILE", request.file, "CSV or XLSX")->required();
    made->add_option("--data", request.data, "the data directory")->required();
    made->add_option("--report", request.report, "write the refused rows to this new CSV file");
    made->add_flag("--mobiles-verified",
                   request.mobiles_verified,
                   "the platform proved each mobile: it may be logged in with");
    made->add_flag("--apply", request.is_applied, "do it; without, only say what would be done");
    made->callback([state = state_.get()] {
        state->choose([state] { return run_account_import(state->request); });
    });
}

AccountLine::~AccountLine() = default;

}  // namespace yinxin::cli
