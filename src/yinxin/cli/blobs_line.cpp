// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/blobs_line.hpp"

#include "yinxin/cli/blobs.hpp"

#include <CLI/CLI.hpp>

namespace yinxin::cli {

struct BlobsLine::State {
    std::function<void(std::function<int()>)> choose;
    BlobsRequest request;

    CLI::App* add(CLI::App& group, const char* name, const char* summary, BlobsAction action) {
        CLI::App* made = group.add_subcommand(name, summary);
        made->add_option("--data", request.data, "the data directory")->required();
        if (action != BlobsAction::check) {
            made->add_flag(
                "--apply", request.is_applied, "do it; without, only say what would be done");
        }
        made->callback([this, action] {
            request.action = action;
            choose([this] { return run_blobs(request); });
        });
        return made;
    }
};

BlobsLine::BlobsLine(CLI::App& parent, std::function<void(std::function<int()>)> choose)
    : state_(std::make_unique<State>()) {
    state_->choose = std::move(choose);
    CLI::App* group =
        parent.add_subcommand("blobs", "where finished copies and photos are kept (docs/blobs.md)");
    group->require_subcommand(1);
    CLI::App* check = state_->add(*group,
                                  "check",
                                  "every file a row names is there and is what its name says",
                                  BlobsAction::check);
    check
        ->add_option("--sample",
                     state_->request.sample,
                     "read one file in so many; the others need only be there")
        ->check(CLI::Range(1, 1'000'000));
    state_->add(*group, "orphans", "remove files that no row names", BlobsAction::orphans);
    CLI::App* copy =
        state_->add(*group, "copy", "copy all files to another store", BlobsAction::copy);
    copy->add_option("--to", state_->request.to, "a settings file whose [blobs] is the other store")
        ->required();
}

BlobsLine::~BlobsLine() = default;

}  // namespace yinxin::cli
