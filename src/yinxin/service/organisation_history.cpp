// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/organisation_history.hpp"

#include "yinxin/domain/person_name.hpp"
#include "yinxin/service/organisation_steps.hpp"
#include "yinxin/storage/api_clients.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>
#include <map>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::OrganisationId;
using storage::Reader;

/// Members now, and its clients.
Result<std::vector<HistoryMaker>> list_makers(Reader& reader, OrganisationId organisation) {
    std::vector<HistoryMaker> makers;
    YX_TRY(const auto members, storage::list_members(reader, organisation));
    for (const storage::MemberRow& member : members) {
        makers.push_back({member.account.value, member.login_name, false});
    }
    YX_TRY(const auto clients,
           reader.all<storage::ApiClientRow>(sql::api_client::list_of_organisation, organisation));
    for (const storage::ApiClientRow& client : clients) {
        makers.push_back({client.id.value, client.name, true});
    }
    return makers;
}

/// The names of whoever made the checks, members who have left as well.
class Makers {
  public:
    Makers(Reader& reader, const std::vector<HistoryMaker>& known) : reader_(reader) {
        for (const HistoryMaker& maker : known) {
            names_.emplace(maker.id, maker.name);
        }
    }
    Result<std::string> name_of(std::int64_t id) {
        const auto known = names_.find(id);
        if (known != names_.end()) return known->second;
        YX_TRY(auto login, reader_.maybe<std::string>(sql::account::find_login_name, id));
        std::string name = login.value_or("");
        names_.emplace(id, name);
        return name;
    }

  private:
    Reader& reader_;
    std::map<std::int64_t, std::string> names_;
};

/// Whether the answer showed the certificate's data, by what is kept of it.
bool has_shown_certificate(const storage::CheckRow& row) {
    using enum storage::Door;
    if (row.door == page || row.door == code || row.door == match || row.door == query) return true;
    // Only of a file that is ours byte for byte; other verdicts also stand for files that are not.
    return row.outcome == "VALID" || row.outcome == "EXPIRED";
}

Result<std::vector<OrganisationCheck>> dress(Reader& reader,
                                             const Services& services,
                                             Makers& makers,
                                             std::vector<storage::CheckRow> rows) {
    std::vector<OrganisationCheck> checks;
    checks.reserve(rows.size());
    for (storage::CheckRow& row : rows) {
        OrganisationCheck& one = checks.emplace_back();
        YX_TRY(one.made_by, makers.name_of(row.made_by.value_or(0)));
        if (has_shown_certificate(row)) {
            YX_TRY(const auto certificate,
                   storage::find_certificate(reader, services.keys, row.holder, row.line));
            if (certificate) {
                one.qualification = certificate->face.qualification;
                one.masked_name = domain::masked_name({certificate->face.name});
            }
        }
        one.check = std::move(row);
    }
    return checks;
}

Result<OrganisationHistory> read_page(Reader& reader,
                                      const Services& services,
                                      AccountId account,
                                      OrganisationId organisation,
                                      const storage::CheckFilter& filter) {
    OrganisationHistory history;
    YX_TRY(history.own, need_member(reader, organisation, account));
    YX_TRY(history.makers, list_makers(reader, organisation));
    YX_TRY(std::vector<storage::CheckRow> rows,
           storage::list_checks_of_organisation(
               reader, services.keys, organisation, filter, history_page_rows + 1));
    if (rows.size() > history_page_rows) {
        rows.pop_back();
        history.next = storage::CheckPlace{rows.back().at, rows.back().id};
    }
    Makers makers(reader, history.makers);
    YX_TRY(history.checks, dress(reader, services, makers, std::move(rows)));
    const bool is_listed = filter.made_by == 0 ||
                           std::ranges::find(history.makers, filter.made_by, &HistoryMaker::id) !=
                               history.makers.end();
    // Somebody who has left can be asked for only as long as something of his is there.
    if (!is_listed && !history.checks.empty()) {
        history.makers.push_back({filter.made_by, history.checks.front().made_by, false});
    }
    return history;
}

Result<std::vector<OrganisationCheck>> read_all(Reader& reader,
                                                const Services& services,
                                                AccountId account,
                                                OrganisationId organisation,
                                                const storage::CheckFilter& filter) {
    YX_CHECK(need_member(reader, organisation, account));
    YX_TRY(const std::vector<HistoryMaker> known, list_makers(reader, organisation));
    YX_TRY(std::vector<storage::CheckRow> rows,
           storage::list_checks_of_organisation(
               reader, services.keys, organisation, filter, most_exported_rows));
    Makers makers(reader, known);
    return dress(reader, services, makers, std::move(rows));
}

}  // namespace

Task<Result<OrganisationHistory>> load_organisation_history(Services& services,
                                                            AccountId account,
                                                            OrganisationId organisation,
                                                            storage::CheckFilter filter) {
    auto read = [&services, account, organisation, filter](Reader& reader) {
        return read_page(reader, services, account, organisation, filter);
    };
    co_return co_await services.store.read(read);
}

Task<Result<std::vector<OrganisationCheck>>> export_organisation_history(
    Services& services,
    AccountId account,
    OrganisationId organisation,
    storage::CheckFilter filter) {
    auto read = [&services, account, organisation, filter](Reader& reader) {
        return read_all(reader, services, account, organisation, filter);
    };
    auto on_pool = [&services, read] { return services.store.read_now(read); };
    co_return co_await flow::on_pool(services.cpu, on_pool);
}

}  // namespace yinxin::service
