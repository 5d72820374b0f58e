// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/seal_line.hpp"

#include "yinxin/cli/electronic_seals.hpp"

#include <CLI/CLI.hpp>

namespace yinxin::cli {

struct SealLine::State {
    std::function<void(std::function<int()>)> choose;
    ElectronicSealRequest request;

    CLI::App* add(CLI::App& group, const char* name, const char* summary, SealAction action) {
        CLI::App* made = group.add_subcommand(name, summary);
        made->callback([this, action] {
            request.action = action;
            choose([this] { return run_electronic_seal(request); });
        });
        return made;
    }
    /// What make and import have in common.
    void add_register(CLI::App* command) {
        command->add_option("--data", request.data, "the data directory")->required();
        command->add_option("--seal", request.seal_id, "id of a seal in the register")->required();
        command->add_option("--key", request.key, "URI of the SM2 key that will seal")->required();
        command
            ->add_option("--certificates",
                         request.certificates,
                         "PEM: the key's certificate, then its CAs up to the root")
            ->required();
        command->add_flag(
            "--apply", request.is_applied, "do it; without, only say what would be done");
    }
};

SealLine::SealLine(CLI::App& parent, std::function<void(std::function<int()>)> choose)
    : state_(std::make_unique<State>()) {
    state_->choose = std::move(choose);
    CLI::App* group =
        parent.add_subcommand("seal", "electronic seals that OFDs are sealed with (docs/seals.md)");
    group->require_subcommand(1);
    ElectronicSealRequest& request = state_->request;

    CLI::App* make = state_->add(*group, "make", "make one for a seal", SealAction::make);
    state_->add_register(make);
    make->add_option("--maker-key", request.maker_key, "URI of the maker's SM2 key")->required();
    make->add_option("--maker-certificate", request.maker_certificate, "PEM of the maker")
        ->required();
    make->add_option("--output", request.output, "write the seal to this file as well");

    CLI::App* take =
        state_->add(*group, "import", "enter one that a maker of seals made", SealAction::import);
    state_->add_register(take);
    take->add_option("file", request.file, "the seal (.esl)")->required();

    CLI::App* show = state_->add(*group, "show", "what a seal says", SealAction::show);
    show->add_option("file", request.file, "the seal (.esl)")->required();
    show->add_flag("--json", request.is_json, "one JSON object");

    CLI::App* verify =
        state_->add(*group, "verify", "whether its maker made it so", SealAction::verify);
    verify->add_option("file", request.file, "the seal (.esl)")->required();
    verify->add_option("--trust", request.trust, "PEM of whom to believe of the maker");
}

SealLine::~SealLine() = default;

}  // namespace yinxin::cli
