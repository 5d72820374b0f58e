// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/organisation_clients.hpp"

#include "yinxin/service/organisation_steps.hpp"
#include "yinxin/storage/sql.hpp"

#include <limits>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::OrganisationId;
using storage::Reader;

Result<ClientsView> read_clients(Reader& reader,
                                 AccountId account,
                                 OrganisationId organisation,
                                 Instant now) {
    ClientsView view;
    YX_TRY(view.own, need_member(reader, organisation, account));
    YX_TRY(std::vector<storage::ApiClientRow> rows,
           reader.all<storage::ApiClientRow>(sql::api_client::list_of_organisation, organisation));
    for (storage::ApiClientRow& row : rows) {
        ClientLine& line = view.clients.emplace_back();
        YX_TRY(line.calls_today,
               storage::usage_so_far(reader, row.id, storage::UsageSpan::day, now));
        line.client = std::move(row);
    }
    return view;
}

Result<ClientCallsView> read_calls(Reader& reader,
                                   const Services& services,
                                   AccountId account,
                                   OrganisationId organisation,
                                   domain::ClientId id,
                                   storage::CallId before,
                                   Instant now) {
    ClientCallsView view;
    YX_TRY(view.own, need_member(reader, organisation, account));
    YX_TRY(auto client, storage::find_client(reader, id));
    if (!client || client->organisation != organisation.value) {
        return Error(ErrorCode::not_found, "no client of this organisation");
    }
    view.client = *std::move(client);
    YX_TRY(view.counts,
           reader.all<OperationCount>(sql::api_call::count_since, id, now - calls_summed));
    if (!before.is_set()) before.value = std::numeric_limits<std::int64_t>::max();
    YX_TRY(view.calls, storage::list_calls(reader, services.keys, id, before, calls_page_rows + 1));
    view.has_more = view.calls.size() > calls_page_rows;
    if (view.has_more) view.calls.pop_back();
    return view;
}

}  // namespace

Task<Result<ClientsView>> load_organisation_clients(Services& services,
                                                    AccountId account,
                                                    OrganisationId organisation) {
    const Instant now = services.clock.now();
    auto read = [account, organisation, now](Reader& reader) {
        return read_clients(reader, account, organisation, now);
    };
    co_return co_await services.store.read(read);
}

Task<Result<ClientCallsView>> load_client_calls(Services& services,
                                                AccountId account,
                                                OrganisationId organisation,
                                                domain::ClientId client,
                                                storage::CallId before) {
    const Instant now = services.clock.now();
    auto read = [&services, account, organisation, client, before, now](Reader& reader) {
        return read_calls(reader, services, account, organisation, client, before, now);
    };
    co_return co_await services.store.read(read);
}

}  // namespace yinxin::service
