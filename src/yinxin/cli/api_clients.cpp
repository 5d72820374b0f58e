// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/api_clients.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/service/api_clients.hpp"
#include "yinxin/storage/organisations.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using storage::Transaction;

const service::ClientDeskActor at_the_shell{domain::ActorKind::operator_shell, "api-client"};

service::ClientWish wish_of(const ClientRequest& request, domain::ClientScopes scopes) {
    return {request.name,
            request.is_live ? domain::ClientMode::live : domain::ClientMode::sandbox,
            std::move(scopes),
            request.networks,
            request.quota,
            request.organisation == 0 ? std::nullopt : std::optional(request.organisation)};
}

/// The organisation whose name holders will read, if the client is to be one's.
Result<std::optional<storage::OrganisationRow>> find_owner(storage::Reader& reader,
                                                           const storage::DataKeys& keys,
                                                           std::int64_t organisation) {
    if (organisation == 0) return std::optional<storage::OrganisationRow>();
    YX_TRY(auto row,
           storage::find_organisation(reader, keys, domain::OrganisationId{organisation}));
    if (!row || row->standing == domain::OrganisationStanding::closed) {
        return Error(ErrorCode::not_found, "no such organisation, or it is closed");
    }
    return row;
}

void print_key(const service::GivenKey& given) {
    fmt::print("client  {}\nkey     {}\nThis key is shown once; only a hash of it is kept.\n",
               given.client.str(),
               given.text.expose());
}

Result<void> list(storage::Store& store, Instant now) {
    return store.read_now([&](storage::Reader& reader) -> Result<void> {
        YX_TRY(const auto clients, storage::list_clients(reader));
        for (const storage::ApiClientRow& client : clients) {
            fmt::print("{}  {}  {}  {}  [{}]{}\n",
                       client.id.str(),
                       domain::key(client.mode),
                       domain::key(client.state),
                       client.name,
                       client.scopes,
                       client.organisation
                           ? "  organisation " + std::to_string(*client.organisation)
                           : "");
            YX_TRY(const auto keys, storage::list_client_keys(reader, client.id));
            for (const storage::ApiKeyRow& key : keys) {
                fmt::print("    {}  {}{}\n",
                           key.prefix,
                           key.is_live(now) ? "live" : "ended",
                           key.ends_at ? ", ends " + format_civil(*key.ends_at) : "");
            }
        }
        return ok();
    });
}

/// What would be done, in one line.
Result<std::string> plan(DataDirectory& data, const ClientRequest& request) {
    storage::Store& store = *data.store;
    if (request.action == ClientAction::add) {
        YX_TRY(domain::ClientScopes scopes, domain::parse_scopes(request.scopes));
        YX_TRY(const auto wish, service::check_client(wish_of(request, std::move(scopes))));
        YX_TRY(const auto owner, store.read_now([&](storage::Reader& reader) {
            return find_owner(reader, data.keys, request.organisation);
        }));
        return fmt::format("enter the {} client \"{}\"{} with the scopes {}",
                           domain::key(wish.mode),
                           wish.name,
                           owner ? " of \"" + owner->name + "\"" : "",
                           domain::format_scopes(wish.scopes));
    }
    YX_TRY(const auto client, store.read_now([&](storage::Reader& reader) {
        return storage::find_client(reader, domain::ClientId{request.id});
    }));
    if (!client) return Error(ErrorCode::not_found, "no such client");
    const auto about = [&](std::string_view what) {
        return fmt::format("{} \"{}\"", what, client->name);
    };
    switch (request.action) {
        case ClientAction::rotate:
            return fmt::format("{}; its present key ends after {} days",
                               about("give a new key to"),
                               request.overlap_days);
        case ClientAction::end_key:
            return about("end the key " + request.key_prefix + " of");
        case ClientAction::disable:
            return about("shut out");
        default:
            return about("let in again");
    }
}

Result<void> apply(Transaction& transaction, const ClientRequest& request, Instant now) {
    const domain::ClientId id{request.id};
    switch (request.action) {
        case ClientAction::add: {
            YX_TRY(domain::ClientScopes scopes, domain::parse_scopes(request.scopes));
            YX_TRY(const auto given,
                   service::add_client(
                       transaction, wish_of(request, std::move(scopes)), at_the_shell, now));
            print_key(given);
            return ok();
        }
        case ClientAction::rotate: {
            const Days overlap{request.overlap_days};
            YX_TRY(const auto given,
                   service::rotate_key(transaction, id, overlap, at_the_shell, now));
            print_key(given);
            return ok();
        }
        case ClientAction::end_key:
            return service::end_key(transaction, id, request.key_prefix, at_the_shell, now);
        case ClientAction::disable:
            return service::set_client_state(
                transaction, id, storage::ClientState::disabled, at_the_shell, now);
        case ClientAction::enable:
            return service::set_client_state(
                transaction, id, storage::ClientState::active, at_the_shell, now);
        case ClientAction::list:
            break;
    }
    return ok();
}

Result<void> run(const ClientRequest& request) {
    const Instant now = SystemClock().now();
    YX_TRY(DataDirectory data, DataDirectory::open(request.data));
    if (request.action == ClientAction::list) return list(*data.store, now);
    YX_TRY(const std::string words, plan(data, request));
    if (!request.is_applied) {
        fmt::print("Would {}. Nothing was changed; say --apply to do it.\n", words);
        return ok();
    }
    return data.store->write_now(
        [&](Transaction& transaction) { return apply(transaction, request, now); });
}

}  // namespace

int run_client(const ClientRequest& request) {
    const Result<void> done = run(request);
    if (done) return exit_ok;
    const Error& error = done.error();
    fmt::print(stderr, "yinxin: {}: {}\n", dotted_name(error.code()), error.detail());
    return exit_failed;
}

}  // namespace yinxin::cli
