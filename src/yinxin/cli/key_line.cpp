// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/key_line.hpp"

#include "yinxin/cli/keys.hpp"

#include <map>

#include <CLI/CLI.hpp>

namespace yinxin::cli {

struct KeyLine::State {
    std::function<void(std::function<int()>)> choose;
    KeyRequest request;

    CLI::App* add(CLI::App& group, const char* name, const char* summary, KeyAction action) {
        CLI::App* made = group.add_subcommand(name, summary);
        made->add_option("--data", request.data, "the data directory")->required();
        made->callback([this, action] {
            request.action = action;
            choose([this] { return run_key(request); });
        });
        return made;
    }
    void add_apply(CLI::App* command) {
        command->add_flag(
            "--apply", request.is_applied, "do it; without, only say what would be done");
    }
};

KeyLine::KeyLine(CLI::App& parent, std::function<void(std::function<int()>)> choose)
    : state_(std::make_unique<State>()) {
    state_->choose = std::move(choose);
    CLI::App* group = parent.add_subcommand("key", "keys in files and on tokens (docs/keys.md)");
    group->require_subcommand(1);
    KeyRequest& request = state_->request;

    CLI::App* list = state_->add(*group, "list", "the register of keys", KeyAction::list);
    list->add_flag("--json", request.is_json, "one JSON object a line");

    CLI::App* show = state_->add(*group, "show", "one key of the register", KeyAction::show);
    show->add_option("NAME", request.name, "in the register")->required();
    show->add_flag("--json", request.is_json, "one JSON object");

    CLI::App* make =
        state_->add(*group, "make", "make a key pair, on a token or in a file", KeyAction::make);
    make->add_option("--key", request.key, "URI: pkcs11:token=…;object=… or file:…")->required();
    const std::map<std::string, crypto::KeyKind> kinds{{"p256", crypto::KeyKind::p256},
                                                       {"rsa3072", crypto::KeyKind::rsa3072},
                                                       {"sm2", crypto::KeyKind::sm2}};
    make->add_option("--kind", request.kind, "p256, rsa3072, or (in a file) sm2")
        ->transform(CLI::CheckedTransformer(kinds));
    state_->add_apply(make);

    CLI::App* ask = state_->add(
        *group, "request", "print a request for a certificate (PKCS #10)", KeyAction::request);
    ask->add_option("--key", request.key, "its URI")->required();
    ask->add_option("--common-name", request.subject.common_name, "CN of the subject")->required();
    ask->add_option("--organization", request.subject.organization, "O of the subject");
    ask->add_option("--unit", request.subject.unit, "OU of the subject");
    ask->add_option("--country", request.subject.country, "C of the subject, two letters");

    CLI::App* enter = state_->add(
        *group, "enter", "enter a key and its certificate in the register", KeyAction::enter);
    enter->add_option("NAME", request.name, "a name that is free")->required();
    enter->add_option("--key", request.key, "its URI")->required();
    enter->add_option("--purpose", request.purpose, "seal, receipts, offline or approval")
        ->check(CLI::IsMember({"seal", "receipts", "offline", "approval"}));
    enter->add_option("--certificates",
                      request.certificates,
                      "PEM: the key's certificate, then its CAs up to the root; not for approval");
    state_->add_apply(enter);

    state_->add(*group, "check", "open every key of the register", KeyAction::check);
}

KeyLine::~KeyLine() = default;

}  // namespace yinxin::cli
