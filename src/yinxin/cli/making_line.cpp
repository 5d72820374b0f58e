// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/making_line.hpp"

#include "yinxin/cli/approval_key.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/demo.hpp"
#include "yinxin/cli/moving.hpp"
#include "yinxin/cli/staff_desk.hpp"
#include "yinxin/cli/terminal.hpp"
#include "yinxin/storage/distribution.hpp"

#include <CLI/CLI.hpp>

namespace yinxin::cli {
namespace {

Instant now() {
    return SystemClock().now();
}

int run_init(const std::filesystem::path& data,
             const config::Database& database,
             crypto::Suite suite) {
    config::Settings settings;
    settings.database = database;
    const auto made = create_data_directory(data, settings, suite, now());
    if (!made) return fail(made.error());
    say("Made an empty installation in " + data.string() + ".");
    if (const auto key = make_approval_key(data, now()); !key) return fail(key.error());
    if (const auto invited = invite_administrators(data); !invited) return fail(invited.error());
    say("Next: edit " + (data / settings_file).string() +
        ", then `yinxin config check --production --data " + data.string() + "`.");
    return exit_ok;
}

int run_migrate(const std::filesystem::path& data, bool for_citus) {
    const auto settings = load_directory_settings(data);
    if (!settings) return fail(settings.error());
    const storage::Location location = database_location(data, *settings);
    if (for_citus && !location.postgres) {
        return fail(Error(ErrorCode::invalid_input,
                          "--citus is for a PostgreSQL database (docs/distribution.md)"));
    }
    const auto steps = storage::migrate(location, storage::Create::no, now());
    if (!steps) return fail(steps.error());
    for (const std::string& step : *steps) {
        say("ran " + step);
    }
    if (steps->empty()) say("The database is up to date.");
    if (!for_citus) return exit_ok;
    const auto store = storage::open_store(location);
    if (!store) return fail(store.error());
    const auto declared = storage::declare_distribution(**store);
    if (!declared) return fail(declared.error());
    for (const std::string& table : *declared) {
        say("declared " + table);
    }
    if (declared->empty()) say("Every table is declared to Citus.");
    return exit_ok;
}

struct DemoRequest {
    std::filesystem::path data;
    std::string public_url;
    bool is_small = false;
    std::uint32_t seed = DemoPlan().seed;
    crypto::Suite suite = crypto::Suite::international;
    config::Database database;
};

int run_demo(const DemoRequest& request) {
    DemoPlan plan;
    plan.directory = request.data;
    plan.size = request.is_small ? DemoSize::small : DemoSize::full;
    plan.public_url = request.public_url;
    plan.seed = request.seed;
    plan.suite = request.suite;
    plan.database = request.database;
    plan.now = now();
    const auto made = make_demo(plan);
    if (!made) return fail(made.error());
    say("Made a demonstration in " + request.data.string() + ": " + std::to_string(made->holders) +
        " invented holders, " + std::to_string(made->certificates) +
        " certificates. Printed accounts:");
    say(describe(made->accounts));
    say("The office is at /office; its people are in " + (request.data / demo_staff_file).string() +
        ".");
    say("Sandbox key of the API (docs/api.md): " + made->api_key.expose());
    say("Serve it with `yinxin serve --data " + request.data.string() + "`.");
    return exit_ok;
}

}  // namespace

struct MakingLine::State {
    std::function<void(std::function<int()>)> choose;
    DemoRequest request;
    bool is_national = false;
    bool for_citus = false;

    CLI::App* add(CLI::App& parent, const char* name, const char* summary) {
        CLI::App* made = parent.add_subcommand(name, summary);
        made->add_option("--data", request.data, "the data directory")->required();
        return made;
    }
    void on(CLI::App* command, std::function<int()> action) {
        command->callback([this, action = std::move(action)] {
            if (!request.database.url.empty()) request.database.kind = "postgresql";
            std::filesystem::path& secret = request.database.password_file;
            if (!secret.empty()) secret = std::filesystem::absolute(secret);
            request.suite = is_national ? crypto::Suite::national : crypto::Suite::international;
            choose(action);
        });
    }
    void add_database(CLI::App* command) {
        command->add_option(
            "--database",
            request.database.url,
            "postgresql://HOST/DATABASE, an empty one, without a password; default: "
            "the embedded database in the data directory (docs/postgresql.md)");
        command->add_option("--database-password-file",
                            request.database.password_file,
                            "file whose first line is that database's password");
    }
    void add_suite(CLI::App* command) {
        command->add_flag("--gm",
                          is_national,
                          "keep secrets with SM4 and SM3 instead of AES and SHA-256 (docs/gm.md); "
                          "cannot be changed later");
    }
};

MakingLine::MakingLine(CLI::App& parent, std::function<void(std::function<int()>)> choose)
    : state_(std::make_unique<State>()) {
    State& state = *state_;
    state.choose = std::move(choose);
    CLI::App* init = state.add(parent, "init", "make an empty installation");
    state.add_suite(init);
    state.add_database(init);
    state.on(init, [&state] {
        return run_init(state.request.data, state.request.database, state.request.suite);
    });

    CLI::App* demo = state.add(parent, "demo", "make a demonstration with invented people");
    demo->add_flag("--small", state.request.is_small, "some sixty holders, for tests");
    demo->add_option(
        "--public-url", state.request.public_url, "what people type; goes into every QR code");
    demo->add_option("--seed", state.request.seed, "another number invents other people");
    state.add_suite(demo);
    state.add_database(demo);
    state.on(demo, [&state] { return run_demo(state.request); });

    CLI::App* migrate = state.add(parent, "migrate", "bring the database to this version");
    migrate->add_flag("--citus",
                      state.for_citus,
                      "then declare the tables to Citus, by holder (docs/distribution.md)");
    migrate
        ->add_option("--to",
                     state.request.database.url,
                     "postgresql://HOST/DATABASE, an empty one, without a password: copies an "
                     "embedded database there, which nobody serves meanwhile (docs/postgresql.md)")
        ->excludes("--citus");
    migrate->add_option("--to-password-file",
                        state.request.database.password_file,
                        "file whose first line is that database's password");
    state.on(migrate, [&state] {
        const config::Database& target = state.request.database;
        if (!target.is_embedded()) return run_move(state.request.data, target);
        return run_migrate(state.request.data, state.for_citus);
    });
}

MakingLine::~MakingLine() = default;

}  // namespace yinxin::cli
