// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/command.hpp"

#include "yinxin/cli/account_line.hpp"
#include "yinxin/cli/api_clients.hpp"
#include "yinxin/cli/audit.hpp"
#include "yinxin/cli/backup_line.hpp"
#include "yinxin/cli/bench_line.hpp"
#include "yinxin/cli/blobs_line.hpp"
#include "yinxin/cli/catalogue_line.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/erasures.hpp"
#include "yinxin/cli/exchange_line.hpp"
#include "yinxin/cli/fsck_line.hpp"
#include "yinxin/cli/key_line.hpp"
#include "yinxin/cli/making_line.hpp"
#include "yinxin/cli/office_line.hpp"
#include "yinxin/cli/organisations.hpp"
#include "yinxin/cli/production_register.hpp"
#include "yinxin/cli/revocation_line.hpp"
#include "yinxin/cli/seal_line.hpp"
#include "yinxin/cli/settings_choice.hpp"
#include "yinxin/cli/staff_desk.hpp"
#include "yinxin/cli/staff_line.hpp"
#include "yinxin/cli/terminal.hpp"
#include "yinxin/cli/verify_files.hpp"
#include "yinxin/service/confined_reading.hpp"
#include "yinxin/service/gateway_keys.hpp"

#include <memory>

#include <CLI/CLI.hpp>

namespace yinxin::cli {
namespace {

constexpr const char* program_summary =
    "Yinxin issues, endorses, delivers and verifies electronic professional-qualification\n"
    "certificates. Neither personal data nor secrets are taken from arguments.";

Instant now() {
    return SystemClock().now();
}

int run_config_check(const std::filesystem::path& data, bool for_production) {
    const auto settings = load_directory_settings(data);
    if (!settings) return fail(settings.error());
    const config::Kind kind = config::is_demonstration(settings->data_dir)
                                  ? config::Kind::demonstration
                                  : config::Kind::production;
    if (const auto keys = service::read_gateway_keys(settings->messages); !keys) {
        return fail(keys.error());
    }
    if (!for_production) {
        say(kind == config::Kind::demonstration ? "The settings are right, for a demonstration."
                                                : "The settings are right.");
        return exit_ok;
    }
    const auto opened = DataDirectory::open(data, Files::left_alone);
    if (!opened) return fail(opened.error());
    const auto missing = register_findings(*opened, now());
    if (!missing) return fail(missing.error());
    std::vector<config::Finding> findings = config::production_findings(*settings, kind);
    findings.insert(findings.end(), missing->begin(), missing->end());
    bool is_refused = false;
    for (const config::Finding& finding : findings) {
        const bool refuses = finding.weight == config::Weight::refuses;
        is_refused = is_refused || refuses;
        say((refuses ? "refused  " : "advice   ") + finding.key + ": " + finding.text);
    }
    if (!is_refused) say("Fit for production.");
    return is_refused ? exit_failed : exit_ok;
}

int run_serve(const ServeRequest& request, const Commands& commands) {
    const auto options = choose_settings(request, now());
    if (!options) return fail(options.error());
    return commands.serve(*options);
}

/// The arguments of all commands, and which command was chosen.
class CommandLine {
  public:
    explicit CommandLine(const Commands& commands) : commands_(commands) {
        app_.require_subcommand(1);
        const auto choose = [this](std::function<int()> run) { chosen_ = std::move(run); };
        making_ = std::make_unique<MakingLine>(app_, choose);
        catalogue_ = std::make_unique<CatalogueLine>(app_, choose);
        add_checking();
        fsck_ = std::make_unique<FsckLine>(app_, choose);
        backup_ = std::make_unique<BackupLine>(app_, choose);
        add_verifying();
        add_running();
        bench_ = std::make_unique<BenchLine>(app_, choose, commands_.bench);
        add_clients();
        accounts_ = std::make_unique<AccountLine>(app_, choose);
        staff_ = std::make_unique<StaffLine>(app_, choose);
        office_ = std::make_unique<OfficeLine>(app_, choose);
        seal_ = std::make_unique<SealLine>(app_, choose);
        revocation_ = std::make_unique<RevocationLine>(app_, choose);
        exchange_ = std::make_unique<ExchangeLine>(app_, choose, commands_.finding_words);
        key_ = std::make_unique<KeyLine>(app_, choose);
        blobs_ = std::make_unique<BlobsLine>(app_, choose);
        add_organisations();
    }

    int run(int argc, const char* const* argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& wrong) {
            // Help is no error; everything else is the caller's.
            return app_.exit(wrong) == 0 ? exit_ok : exit_usage;
        }
        return chosen_();
    }

  private:
    CLI::App* command(CLI::App& parent, const char* name, const char* summary) {
        return parent.add_subcommand(name, summary);
    }
    void need_data(CLI::App* command) {
        command->add_option("--data", data_, "the data directory")->required();
    }
    void on(CLI::App* command, std::function<int()> action) {
        command->callback([this, action = std::move(action)] { chosen_ = action; });
    }

    void add_checking();
    void add_verifying();
    void add_running();
    void add_clients();
    void add_organisations();
    void organisation_command(CLI::App& parent,
                              const char* name,
                              const char* summary,
                              OrganisationAction action);
    CLI::App* client_command(CLI::App& parent,
                             const char* name,
                             const char* summary,
                             ClientAction action);

    const Commands& commands_;
    CLI::App app_{program_summary, "yinxin"};
    std::function<int()> chosen_;
    std::filesystem::path data_;
    ServeRequest serve_;
    VerifyRequest verify_;
    ClientRequest client_;
    AuditRequest audit_;
    std::unique_ptr<MakingLine> making_;
    std::unique_ptr<CatalogueLine> catalogue_;
    std::unique_ptr<FsckLine> fsck_;
    std::unique_ptr<BackupLine> backup_;
    std::unique_ptr<BenchLine> bench_;
    std::unique_ptr<AccountLine> accounts_;
    std::unique_ptr<StaffLine> staff_;
    std::unique_ptr<OfficeLine> office_;
    std::unique_ptr<SealLine> seal_;
    std::unique_ptr<RevocationLine> revocation_;
    std::unique_ptr<ExchangeLine> exchange_;
    std::unique_ptr<KeyLine> key_;
    std::unique_ptr<BlobsLine> blobs_;
    OrganisationRequest organisation_;
    bool for_production_ = false;
};

void CommandLine::add_checking() {
    CLI::App* config = command(app_, "config", "look at settings");
    config->require_subcommand(1);
    CLI::App* check = command(*config, "check", "read the settings strictly");
    need_data(check);
    check->add_flag("--production", for_production_, "list what is still demonstration or unsafe");
    on(check, [this] { return run_config_check(data_, for_production_); });
    CLI::App* example = command(*config, "example", "print every setting with its default");
    on(example, [] {
        say(config::describe());
        return exit_ok;
    });

    CLI::App* audit = command(app_, "audit", "whether the audit is as it was written");
    audit->require_subcommand(1);
    CLI::App* verify = command(*audit, "verify", "recompute the whole chain");
    need_data(verify);
    verify->add_option(
        "--witness", audit_.witness, "lines of `audit head`, kept where this machine cannot write");
    on(verify, [this] {
        audit_.data = data_;
        return verify_audit(audit_);
    });
    CLI::App* head = command(*audit, "head", "print the newest link, to be kept elsewhere");
    need_data(head);
    on(head, [this] {
        audit_.data = data_;
        return print_audit_head(audit_);
    });
}

void CommandLine::add_verifying() {
    CLI::App* verify =
        command(app_, "verify", "say whether files are genuine, unchanged and current");
    verify->add_option("FILE", verify_.files, "PDF, OFD, or a picture of a copy");
    // One value each: without this the files after an option would be taken for more of its values.
    verify->add_option("--qr", verify_.codes, "the text of an offline code (\"YX1:…\")")
        ->allow_extra_args(false);
    verify->add_option("--data", data_, "the data directory whose register is asked");
    verify->add_flag("--no-register", verify_.is_alone, "judge the files alone, by --trust");
    verify->add_option("--trust", verify_.trust, "a certificate that is trusted (PEM or DER)")
        ->allow_extra_args(false);
    verify->add_option("--signer", verify_.signers, "the only certificate that may have sealed")
        ->allow_extra_args(false);
    verify->add_option("--crl", verify_.crls, "a revocation list")->allow_extra_args(false);
    verify->add_option(
        "--at", verify_.at, "YYYY-MM-DD (its end; today: now) or YYYY-MM-DDThh:mm:ss+08:00");
    verify->add_option(
        "--recipient", verify_.recipient, "your organisation, as printed on the copy");
    verify->add_flag("--json", verify_.is_json, "one JSON object a line");
    verify->add_flag("-v,--verbose", verify_.is_long, "every finding, with its clause");
    on(verify, [this] {
        if (!data_.empty()) verify_.data = data_;
        return verify_files(verify_, commands_.finding_words);
    });

    CLI::App* routes = command(app_, "routes", "print every address of the service, as JSON lines");
    on(routes, [this] { return commands_.print_routes(); });

    // Not for people: reads strangers' files for this program, see flow/confined_workers.hpp.
    CLI::App* reader = command(app_, service::reader_command, "");
    reader->group("");
    on(reader, [this] { return commands_.read_confined(); });
}

void CommandLine::add_running() {
    CLI::App* signer =
        command(app_, "signer", "hold the seals' keys for `serve`, in a process of its own");
    need_data(signer);
    on(signer, [this] { return commands_.signer(data_); });

    CLI::App* serve = command(app_, "serve", "serve a data directory");
    need_data(serve);
    serve->add_option("--public-url", serve_.public_url, "what people type, for this run");
    serve->add_option("--listen", serve_.listen, "ADDRESS:PORT, for this run");
    serve->add_option("--metrics", serve_.metrics, "ADDRESS:PORT of the operations pages");
    serve->add_option("--duty", serve_.duty, "all, web or work, for this run (docs/postgresql.md)");
    serve->add_option(
        "--witness",
        serve_.witness,
        "a file outside the data directory that keeps the head of the audit: an older "
        "database put in place is refused");
    on(serve, [this] {
        serve_.data = data_;
        return run_serve(serve_, commands_);
    });
}

CLI::App* CommandLine::client_command(CLI::App& parent,
                                      const char* name,
                                      const char* summary,
                                      ClientAction action) {
    CLI::App* made = command(parent, name, summary);
    need_data(made);
    if (action != ClientAction::list) {
        made->add_flag(
            "--apply", client_.is_applied, "do it; without, only say what would be done");
    }
    const bool is_of_one = action != ClientAction::list && action != ClientAction::add;
    if (is_of_one) made->add_option("CLIENT", client_.id, "its number")->required();
    on(made, [this, action] {
        client_.data = data_;
        client_.action = action;
        return run_client(client_);
    });
    return made;
}

void CommandLine::add_clients() {
    CLI::App* group = command(app_, "api-client", "programs that may use the API, and their keys");
    group->require_subcommand(1);
    client_command(*group, "list", "all clients and their keys", ClientAction::list);
    CLI::App* add = client_command(*group, "add", "enter a client", ClientAction::add);
    add->add_option("--name", client_.name, "who asks; holders read it")->required();
    add->add_option("--organisation", client_.organisation, "whose it is; holders read its name");
    add->add_flag("--live", client_.is_live, "asks the register; without, the sandbox");
    add->add_option("--scopes",
                    client_.scopes,
                    "of status,verify,changes,bulk,redeem; all but the last if left out");
    add->add_option("--network", client_.networks, "where it may call from, e.g. 192.0.2.0/24");
    add->add_option("--per-minute", client_.quota.per_minute, "calls a minute");
    add->add_option("--per-day", client_.quota.per_day, "calls a day");
    add->add_option("--misses", client_.quota.misses_per_day, "questions a day that find nothing");
    CLI::App* rotate =
        client_command(*group, "rotate", "give a new key beside the old", ClientAction::rotate);
    rotate->add_option("--overlap-days", client_.overlap_days, "how long the old key still works")
        ->check(CLI::Range(0, 90));
    CLI::App* end = client_command(*group, "end-key", "end one key at once", ClientAction::end_key);
    end->add_option("--key", client_.key_prefix, "the part between yx_…_ and the next _")
        ->required();
    client_command(*group, "disable", "shut a client out", ClientAction::disable);
    client_command(*group, "enable", "let it in again", ClientAction::enable);
}

void CommandLine::organisation_command(CLI::App& parent,
                                       const char* name,
                                       const char* summary,
                                       OrganisationAction action) {
    CLI::App* made = command(parent, name, summary);
    need_data(made);
    const bool is_read = action == OrganisationAction::list || action == OrganisationAction::show;
    if (!is_read) {
        made->add_flag(
            "--apply", organisation_.is_applied, "do it; without, only say what would be done");
    }
    if (action != OrganisationAction::list) {
        made->add_option("ORGANISATION", organisation_.id, "its number")->required();
    }
    if (action == OrganisationAction::make_owner) {
        made->add_option("ACCOUNT", organisation_.account, "a member's number")->required();
    }
    on(made, [this, action] {
        organisation_.data = data_;
        organisation_.action = action;
        return run_organisation(organisation_);
    });
}

void CommandLine::add_organisations() {
    using enum OrganisationAction;
    CLI::App* group = command(app_, "organisation", "organisations that check certificates");
    group->require_subcommand(1);
    organisation_command(
        *group, "list", "all organisations, the newest first", OrganisationAction::list);
    organisation_command(*group, "show", "one of them: contact, members, same code", show);
    organisation_command(*group, "confirm", "its papers were looked at", confirm);
    organisation_command(*group, "unconfirm", "take the confirmation back", unconfirm);
    organisation_command(*group, "close", "shut it for good", close);
    organisation_command(
        *group, "make-authority", "its checks are shown to holders later", make_authority);
    organisation_command(*group, "make-ordinary", "they are shown at once", make_ordinary);
    organisation_command(*group, "make-owner", "where no owner is left who could", make_owner);
    CLI::App* erasures = command(app_, "erasures", "what was erased when its time was over");
    need_data(erasures);
    on(erasures, [this] { return run_erasures(data_); });
}

}  // namespace

int run(int argc, const char* const* argv, const Commands& commands) {
    return CommandLine(commands).run(argc, argv);
}

}  // namespace yinxin::cli
