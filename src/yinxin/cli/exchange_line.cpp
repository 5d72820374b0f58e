// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/exchange_line.hpp"

#include "yinxin/cli/exchange.hpp"

#include <CLI/CLI.hpp>

namespace yinxin::cli {

struct ExchangeLine::State {
    std::function<void(std::function<int()>)> choose;
    service::FindingWords words;
    PackageRequest package;
    DirectoryListRequest directory;
    VerifyRequest check;
    std::filesystem::path check_data;

    void add_package(CLI::App& group) {
        CLI::App* made = group.add_subcommand(
            "package", "an archive package: both faces, evidence, metadata, hashes");
        made->add_option("--data", package.data, "the data directory")->required();
        made->add_option("NUMBER", package.name, "of a certificate or of a copy")->required();
        made->add_option("--output", package.output, "a new file; left out: <证照标识>.zip");
        made->add_option(
            "--at", package.at, "choose and judge copies as of this time (see verify)");
        made->add_option("--reason", package.reason, "why, for the audit; names no person");
        made->add_flag(
            "--apply", package.is_applied, "do it; without, only say what would be done");
        made->callback([this] { choose([this] { return export_package(package, words); }); });
    }
    void add_directory(CLI::App& group) {
        CLI::App* made = group.add_subcommand(
            "directory", "directory records (电子证照目录) with the national status codes");
        made->add_option("--data", directory.data, "the data directory")->required();
        made->add_option(
            "--since", directory.since, "only what changed since YYYY-MM-DD or …Thh:mm:ss+08:00");
        made->add_option("--output", directory.output, "a new file; left out: standard output");
        made->add_option("--format", directory.form, "json, xml or csv")
            ->check(CLI::IsMember({"json", "xml", "csv"}));
        made->callback([this] { choose([this] { return export_directory(directory); }); });
    }
    void add_check(CLI::App& group) {
        CLI::App* made = group.add_subcommand("check", "whether packages are whole and genuine");
        made->add_option("FILE", check.files, "packages")->required();
        made->add_option("--data", check_data, "the data directory whose register is asked");
        made->add_option("--trust", check.trust, "a certificate that is trusted (PEM or DER)")
            ->allow_extra_args(false);
        made->add_option("--signer", check.signers, "the only certificate that may have sealed")
            ->allow_extra_args(false);
        made->add_option("--crl", check.crls, "a revocation list")->allow_extra_args(false);
        made->add_option("--at", check.at, "the moment the question is about (see verify)");
        made->add_flag("--json", check.is_json, "one JSON object a line");
        made->add_flag("-v,--verbose", check.is_long, "every finding, with its clause");
        made->callback([this] {
            if (!check_data.empty()) check.data = check_data;
            choose([this] { return check_packages(check, words); });
        });
    }
};

ExchangeLine::ExchangeLine(CLI::App& parent,
                           std::function<void(std::function<int()>)> choose,
                           service::FindingWords words)
    : state_(std::make_unique<State>()) {
    state_->choose = std::move(choose);
    state_->words = std::move(words);
    CLI::App* group =
        parent.add_subcommand("export", "for archives and directories (docs/exchange.md)");
    group->require_subcommand(1);
    state_->add_package(*group);
    state_->add_directory(*group);
    state_->add_check(*group);
}

ExchangeLine::~ExchangeLine() = default;

}  // namespace yinxin::cli
