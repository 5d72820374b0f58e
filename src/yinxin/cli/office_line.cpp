// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/office_line.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/signed_post.hpp"
#include "yinxin/cli/typed_secret.hpp"
#include "yinxin/crypto/private_file.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace yinxin::cli {
namespace {

namespace json = boost::json;

/// What the arguments of one command say; files are read when it runs.
struct Line {
    std::filesystem::path data;
    std::string url;
    std::string login_name;
    std::filesystem::path key;
    std::filesystem::path pass_phrase;  ///< file; empty: asked at the terminal if there is one
    std::filesystem::path ca;
    bool applies = false;
    bool prints = false;
    std::string verb;
    std::map<std::string, std::string> parameters;
    std::map<std::string, std::string> text_files;  ///< parameter -> file it is in
    std::filesystem::path attachment;
};

int fail(const Error& error) {
    fmt::print(stderr, "yinxin: {}: {}\n", dotted_name(error.code()), error.detail());
    return exit_failed;
}

Result<std::string> url_of(const Line& line) {
    if (!line.url.empty()) return line.url;
    if (line.data.empty()) return Error(ErrorCode::invalid_input, "say --url or --data");
    YX_TRY(const config::Settings settings, load_directory_settings(line.data));
    return settings.public_url;
}

Result<OfficeRequest> request_of(const Line& line) {
    OfficeRequest request;
    YX_TRY(request.url, url_of(line));
    while (request.url.ends_with('/'))
        request.url.pop_back();
    request.login_name = line.login_name;
    request.verb = line.verb;
    request.applies = line.applies;
    for (const auto& [name, value] : line.parameters) {
        if (!value.empty()) request.parameters.emplace(name, value);
    }
    for (const auto& [name, path] : line.text_files) {
        if (path.empty()) continue;
        YX_TRY(request.parameters[name], read_text_argument(path));
    }
    if (!line.attachment.empty()) {
        YX_TRY(request.body, read_file(line.attachment));
        request.file_name = line.attachment.filename().string();
    }
    return request;
}

Result<crypto::PersonalSigner> open_key(const Line& line) {
    return crypto::PersonalSigner::open(line.key, [&line]() -> Result<Secret> {
        if (!line.pass_phrase.empty()) return read_secret_line(line.pass_phrase);
        return ask_secret("Pass phrase of " + line.key.string());
    });
}

/// "office.request_refused: The signed request … (time)" out of a problem document.
std::string words_of(const OfficeAnswer& answer) {
    boost::system::error_code failure;
    const json::value value = json::parse(answer.body, failure);
    if (failure || !value.is_object()) return fmt::format("HTTP {}", answer.status);
    const auto text = [&](std::string_view name) {
        const json::value* found = value.as_object().if_contains(name);
        return found != nullptr && found->is_string() ? std::string(found->as_string())
                                                      : std::string();
    };
    std::string words = text("code") + ": " + text("title");
    for (const std::string_view name : {"reason", "field"}) {
        if (!text(name).empty()) words += fmt::format(" ({}: {})", name, text(name));
    }
    return words;
}

int run(const Line& line) {
    const auto request = request_of(line);
    if (!request) return fail(request.error());
    const auto key = open_key(line);
    if (!key) return fail(key.error());
    const auto jws = sign_request(*request, *key, SystemClock().now());
    if (!jws) return fail(jws.error());
    if (line.prints) {
        fmt::print("{}\n", *jws);
        return exit_ok;
    }
    const auto answer = post_request(*request, *jws, line.ca);
    if (!answer) return fail(answer.error());
    if (answer->status != 200) {
        fmt::print(stderr, "yinxin: {}\n", words_of(*answer));
        return exit_failed;
    }
    fmt::print("{}\n", answer->body);
    return exit_ok;
}

struct KeyWish {
    std::filesystem::path path;
    bool is_ed25519 = false;
    bool is_plain = false;
    std::filesystem::path pass_phrase;
};

Result<Secret> new_pass_phrase(const KeyWish& wish) {
    if (wish.is_plain) return Secret();
    if (!wish.pass_phrase.empty()) return read_secret_line(wish.pass_phrase);
    YX_TRY(const Secret first, ask_secret("Pass phrase for the new key (empty: none)"));
    YX_TRY(const Secret again, ask_secret("Once more"));
    if (first.expose() != again.expose()) {
        return Error(ErrorCode::invalid_input, "the two are not the same");
    }
    return first;
}

Result<std::string> make_key(const KeyWish& wish) {
    YX_TRY(const Secret pass_phrase, new_pass_phrase(wish));
    const auto kind =
        wish.is_ed25519 ? crypto::PersonalKeyKind::ed25519 : crypto::PersonalKeyKind::p256;
    YX_TRY(const Secret pem, crypto::generate_personal_key(kind, pass_phrase));
    YX_CHECK(crypto::create_private_file(wish.path, pem));
    YX_TRY(const crypto::PersonalSigner signer,
           crypto::PersonalSigner::open(wish.path, [&] { return Result<Secret>(pass_phrase); }));
    return public_pem(signer.key());
}

int run_key(const KeyWish& wish) {
    const auto pem = make_key(wish);
    if (!pem) return fail(pem.error());
    fmt::print("{}", *pem);
    fmt::print(stderr,
               "The private key is in {} and stays there. Add the public key above at "
               "/office/account/keys.\n",
               wish.path.string());
    return exit_ok;
}

}  // namespace

struct OfficeLine::State {
    std::function<void(std::function<int()>)> choose;
    Line line;
    KeyWish key;
    bool is_approved = false;
    bool is_refused = false;

    CLI::App* verb(CLI::App& group, const char* name, const char* summary);
    /// One that changes something, and says what it would do without --apply.
    CLI::App* changing_verb(CLI::App& group, const char* name, const char* summary);
    CLI::Option* text(CLI::App* command, const char* flag, const char* name, const char* help);
    void text_file(CLI::App* command, const char* flag, const char* name, const char* help);

    void add_proposals(CLI::App& group);
    void add_imports(CLI::App& group);
    void add_staff(CLI::App& group);
    void add_key(CLI::App& group);
};

CLI::App* OfficeLine::State::verb(CLI::App& group, const char* name, const char* summary) {
    CLI::App* command = group.add_subcommand(name, summary);
    command->add_option("--key", line.key, "your private key (PEM, mode 0600)")->required();
    command->add_option("--as", line.login_name, "your user name at the office")->required();
    command->add_option("--url", line.url, "public address of the service");
    command->add_option("--data", line.data, "data directory whose settings name the address");
    command->add_option("--ca", line.ca, "certificates to trust instead of the system's (PEM)");
    command->add_option(
        "--pass-phrase-file", line.pass_phrase, "first line: pass phrase of the key (mode 0600)");
    command->add_flag("--print-request", line.prints, "print the signed request, send nothing");
    command->callback([this, name = std::string(name)] {
        line.verb = name;
        choose([this] { return run(line); });
    });
    return command;
}

CLI::App* OfficeLine::State::changing_verb(CLI::App& group, const char* name, const char* summary) {
    CLI::App* command = verb(group, name, summary);
    command->add_flag("--apply", line.applies, "do it; without, only say what would be done");
    return command;
}

CLI::Option* OfficeLine::State::text(CLI::App* command,
                                     const char* flag,
                                     const char* name,
                                     const char* help) {
    return command->add_option(flag, line.parameters[name], help);
}

void OfficeLine::State::text_file(CLI::App* command,
                                  const char* flag,
                                  const char* name,
                                  const char* help) {
    command->add_option(flag, line.text_files[name], help);
}

// One function for each noun; docs/office-cli.md says what belongs into it.
void OfficeLine::State::add_proposals(CLI::App& group) {
    verb(group, "proposals", "what waits for a second person, or for its time");

    CLI::App* propose = changing_verb(group, "propose", "prepare a change for a second person");
    text(propose, "KIND", "kind", "release, recall, restore, suspend, revoke or cancel")
        ->required()
        ->check(CLI::IsMember({"release", "recall", "restore", "suspend", "revoke", "cancel"}));
    text(propose, "OBJECT", "object", "batch:ID, or line:HOLDER-LINE")->required();
    text_file(propose, "--reason-file", "reason", "the reason; - is standard input");
    text(propose, "--decision-no", "decision_no", "number of the decision");
    text(propose, "--effective-at", "effective_at", "YYYY-MM-DDThh:mm:ss+08:00; else at once");
    propose->add_option("--attachment", line.attachment, "PDF, PNG or JPEG of the decision");

    CLI::App* stop =
        changing_verb(group, "stop", "stop at once; a colleague confirms within a day");
    text(stop, "OBJECT", "object", "batch:ID, or line:HOLDER-LINE")->required();
    text_file(stop, "--reason-file", "reason", "the reason; - is standard input");

    CLI::App* decide = changing_verb(group, "decide", "approve or refuse a colleague's proposal");
    text(decide, "PROPOSAL", "proposal", "its number")->required();
    CLI::App* choice = decide->add_option_group("decision");
    choice->add_flag("--approve", is_approved, "let it take effect");
    choice->add_flag("--refuse", is_refused, "send it back; needs a note");
    choice->require_option(1);
    text_file(decide, "--note-file", "note", "a note; - is standard input");
    decide->callback([this] {
        line.verb = "decide";
        line.parameters["decision"] = is_approved ? "approve" : "refuse";
        choose([this] { return run(line); });
    });

    CLI::App* withdraw = changing_verb(group, "withdraw", "take your own proposal back");
    text(withdraw, "PROPOSAL", "proposal", "its number")->required();
}

void OfficeLine::State::add_imports(CLI::App& group) {
    CLI::App* import = changing_verb(group, "import", "import a table of results");
    import->add_option("TABLE", line.attachment, "CSV or XLSX")->required();
    text(import, "--qualification", "qualification", "which one, as in the catalogue")->required();
    text(import, "--year", "year", "of the examination")->required();
    text(import, "--issuer", "issuer", "whose certificates, for who works for several");

    CLI::App* photos = changing_verb(group, "photos", "add photos to an import");
    text(photos, "IMPORT", "import", "its number")->required();
    photos->add_option("ZIP", line.attachment, "photos named by ID or management number")
        ->required();

    CLI::App* imports = verb(group, "imports", "imports and what is wrong in them");
    text(imports, "IMPORT", "import", "its number; left out, lists the latest");

    CLI::App* submit = changing_verb(group, "submit", "submit an import for a second person");
    text(submit, "IMPORT", "import", "its number")->required();
    text(submit, "--release-at", "release_at", "YYYY-MM-DDThh:mm:ss+08:00; else once made");
    text_file(submit, "--reason-file", "reason", "the reason; - is standard input");
    text(submit, "--decision-no", "decision_no", "number of the decision");
    submit->add_flag_callback(
        "--leave-faulty",
        [this] { line.parameters["leave_faulty"] = "yes"; },
        "go on without faulty rows and rows without a photo");

    CLI::App* discard = changing_verb(group, "discard", "give an import up");
    text(discard, "IMPORT", "import", "its number")->required();
}

void OfficeLine::State::add_staff(CLI::App& group) {
    verb(group, "staff", "who works here (for security administrators)");
}

void OfficeLine::State::add_key(CLI::App& group) {
    CLI::App* command = group.add_subcommand("key", "make a key for signed requests");
    command->add_option("FILE", key.path, "where the private key goes")->required();
    command->add_flag("--ed25519", key.is_ed25519, "Ed25519 instead of P-256");
    CLI::Option* plain =
        command->add_flag("--no-pass-phrase", key.is_plain, "for programs that nobody attends");
    command->add_option("--pass-phrase-file", key.pass_phrase, "its first line (mode 0600)")
        ->excludes(plain);
    command->callback([this] { choose([this] { return run_key(key); }); });
}

OfficeLine::OfficeLine(CLI::App& parent, std::function<void(std::function<int()>)> choose)
    : state_(std::make_unique<State>()) {
    state_->choose = std::move(choose);
    CLI::App* group = parent.add_subcommand("office", "work at the office by signed requests");
    group->require_subcommand(1);
    state_->add_key(*group);
    state_->add_proposals(*group);
    state_->add_imports(*group);
    state_->add_staff(*group);
}

OfficeLine::~OfficeLine() = default;

}  // namespace yinxin::cli
