// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/account_overview.hpp"

#include "yinxin/service/messages.hpp"
#include "yinxin/storage/account_mail.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/persons.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

struct BoundRow {
    HolderId holder;
    Instant bound_at;
};

Result<std::vector<BoundPerson>> read_persons(storage::Reader& reader,
                                              const storage::DataKeys& keys,
                                              AccountId account) {
    YX_TRY(const std::vector<BoundRow> rows,
           reader.all<BoundRow>(storage::sql::binding::list_holders, account));
    std::vector<BoundPerson> persons;
    for (const BoundRow& row : rows) {
        YX_TRY(storage::MaskedPerson person, storage::find_masked_person(reader, keys, row.holder));
        persons.push_back(
            {std::move(person.name), person.document_type, std::move(person.number), row.bound_at});
    }
    return persons;
}

}  // namespace

Task<Result<AccountOverview>> account_overview(Services& services,
                                               AccountId account,
                                               Secret token) {
    const Instant now = services.clock.now();
    auto read =
        [&services, account, token, now](storage::Reader& reader) -> Result<AccountOverview> {
        YX_TRY(storage::AccountRow row, storage::find_account(reader, account));
        AccountOverview overview;
        overview.login_name = std::move(row.login_name);
        overview.masked_mobile = std::move(row.mobile_masked);
        YX_TRY(const auto mail, storage::find_account_mail(reader, services.keys, account));
        if (mail) overview.masked_mail = mail->masked;
        overview.is_mail_offered = has_channel(services, domain::MessageChannel::mail);
        YX_TRY(overview.persons, read_persons(reader, services.keys, account));
        YX_TRY(overview.organisations, storage::list_memberships(reader, account));
        YX_TRY(overview.consents, list_consents(reader, account));
        YX_TRY(
            overview.sessions,
            list_sessions(reader, services.keys, services.settings.session, account, token, now));
        return overview;
    };
    co_return co_await services.store.read(read);
}

}  // namespace yinxin::service
