// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/staff_desk.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/typed_secret.hpp"
#include "yinxin/config/reference.hpp"
#include "yinxin/service/staff_register.hpp"
#include "yinxin/storage/reference_texts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using domain::StaffRole;
using service::Invited;
using storage::Transaction;

/// The first three; they invite everybody else, and each other's successors.
struct First {
    const char* login_name;
    const char* name;
    StaffRole role;
};
constexpr std::array first_three{
    First{"sysadmin", "系统管理员", StaffRole::system_administrator},
    First{"secadmin", "安全管理员", StaffRole::security_administrator},
    First{"auditadmin", "审计管理员", StaffRole::audit_administrator},
};

void print_code(std::string_view login_name, const Invited& invited) {
    fmt::print("{:<14}  {}  until {}\n",
               login_name,
               invited.code.expose(),
               format_civil(invited.expires_at));
}

Result<std::string> enrol_address(const std::filesystem::path& data) {
    YX_TRY(const config::Settings settings, load_directory_settings(data));
    return settings.public_url + "/office/enrol";
}

Result<void> list(storage::Store& store) {
    return store.read_now([&](storage::Reader& reader) -> Result<void> {
        YX_TRY(const auto rows, storage::list_staff(reader));
        for (const storage::StaffRow& row : rows) {
            YX_TRY(const domain::RoleSet roles, storage::list_roles(reader, row.id));
            std::string words;
            for (const StaffRole role : roles.list())
                words += (words.empty() ? "" : ",") + std::string(domain::key(role));
            fmt::print("{}  {}  {}  {}  last login {}\n",
                       row.login_name,
                       domain::key(row.state),
                       words,
                       row.issuer_id.empty() ? "all authorities" : row.issuer_id,
                       row.last_login_at ? format_civil(*row.last_login_at) : "never");
        }
        if (rows.empty()) fmt::print("Nobody. `yinxin staff invite` invites the first.\n");
        return ok();
    });
}

Result<domain::RoleSet> roles_of(const StaffRequest& request) {
    domain::RoleSet roles;
    for (const std::string& word : request.roles) {
        const auto role = domain::parse_key<StaffRole>(word);
        if (!role) return Error(ErrorCode::invalid_input, "no such role: " + word);
        roles.add(*role);
    }
    return roles;
}

Result<void> check_issuer(storage::Store& store, const std::string& issuer_id, Instant now) {
    if (issuer_id.empty()) return ok();
    YX_TRY(const auto text, store.read_now([&](storage::Reader& reader) {
        return storage::load_reference_text(reader, storage::catalogue_text, now);
    }));
    YX_TRY(const config::Reference reference, config::parse_reference(text.body));
    if (reference.find_issuer(issuer_id) != nullptr) return ok();
    return Error(ErrorCode::invalid_input, "no such authority: " + issuer_id);
}

Result<Invited> make(Transaction& transaction,
                     const storage::DataKeys& keys,
                     const StaffRequest& request,
                     const service::NewColleague& colleague,
                     Instant now) {
    if (request.action == StaffAction::recover) {
        return service::recover_as_operator(transaction, keys, request.login_name, now);
    }
    return service::invite_as_operator(transaction, keys, colleague, now);
}

/// Everything is checked and written, and where it is not applied undone again.
Result<std::optional<Invited>> make_or_rehearse(DataDirectory& data,
                                                const StaffRequest& request,
                                                const service::NewColleague& colleague,
                                                Instant now) {
    std::optional<Invited> invited;
    const Result<void> written =
        data.store->write_now([&](Transaction& transaction) -> Result<void> {
            YX_TRY(invited, make(transaction, data.keys, request, colleague, now));
            if (!request.is_applied) return Error(ErrorCode::conflict, "a rehearsal is undone");
            return ok();
        });
    if (!invited && !written) return written.error();
    if (!request.is_applied) return std::optional<Invited>();
    YX_CHECK(written);
    return invited;
}

Result<void> run(const StaffRequest& request) {
    const Instant now = SystemClock().now();
    YX_TRY(DataDirectory data, DataDirectory::open(request.data));
    if (request.action == StaffAction::list) return list(*data.store);
    service::NewColleague colleague;
    if (request.action == StaffAction::invite) {
        colleague.login_name = request.login_name;
        colleague.issuer_id = request.issuer_id;
        YX_TRY(colleague.roles, roles_of(request));
        YX_TRY(colleague.name, read_text_argument(request.name_file));
        YX_CHECK(check_issuer(*data.store, request.issuer_id, now));
    }
    YX_TRY(const std::string address, enrol_address(request.data));
    YX_TRY(const auto invited, make_or_rehearse(data, request, colleague, now));
    if (!invited) {
        fmt::print("Would make an invitation for {}. Nothing was changed; say --apply to do it.\n",
                   request.login_name);
        return ok();
    }
    print_code(request.login_name, *invited);
    fmt::print("To be used once at {}; shown once, only a hash of it is kept.\n", address);
    return ok();
}

}  // namespace

int run_staff(const StaffRequest& request) {
    const Result<void> done = run(request);
    if (done) return exit_ok;
    const Error& error = done.error();
    const auto field = error.params().find("field");
    fmt::print(stderr,
               "yinxin: {}: {}{}\n",
               dotted_name(error.code()),
               error.detail(),
               field == error.params().end() ? "" : " (" + field->second + ")");
    return exit_failed;
}

Result<void> invite_administrators(const std::filesystem::path& data) {
    const Instant now = SystemClock().now();
    YX_TRY(DataDirectory opened, DataDirectory::open(data));
    YX_TRY(
        const auto invited,
        opened.store->write_now([&](Transaction& transaction) -> Result<std::vector<Invited>> {
            std::vector<Invited> all;
            for (const First& one : first_three) {
                YX_TRY(
                    Invited made,
                    service::invite_as_operator(
                        transaction, opened.keys, {one.login_name, one.name, "", {one.role}}, now));
                all.push_back(std::move(made));
            }
            return all;
        }));
    fmt::print("Invitations for the three administrators; shown once, only hashes are kept:\n");
    for (std::size_t i = 0; i < invited.size(); ++i)
        print_code(first_three.at(i).login_name, invited[i]);
    YX_TRY(const std::string address, enrol_address(data));
    fmt::print(
        "Each is for one person, who uses it once at {} (after `yinxin serve`).\n"
        "Lost or over: `yinxin staff recover`.\n",
        address);
    return ok();
}

}  // namespace yinxin::cli
