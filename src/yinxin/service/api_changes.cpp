// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/api_changes.hpp"

#include "yinxin/service/sandbox_register.hpp"
#include "yinxin/storage/api_changes.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

using storage::ChangeRow;
using storage::DeliveryId;
using storage::Reader;
using storage::Transaction;

Error wrong_member(std::string member) {
    return Error(ErrorCode::invalid_input, member).with("member", member);
}

/// @error as read_changes
Result<void> check_cursor(Reader& reader, const ApiCall& call, std::int64_t since) {
    // The row in the call is as old as the call; the feed may have grown since.
    YX_TRY(const auto client, storage::find_client(reader, call.client.id));
    const std::int64_t newest = client ? client->last_change : 0;
    if (since > newest) return wrong_member("since");
    YX_TRY(const auto oldest, storage::oldest_change(reader, call.client.id));
    const std::int64_t first = oldest.value_or(newest + 1);
    if (since > 0 && since + 1 < first) return Error(ErrorCode::api_cursor_gone);
    return ok();
}

Result<DeliveryStory> tell(Reader& reader, const ApiCall& call, DeliveryId id) {
    YX_TRY(auto row, storage::find_delivery(reader, call.client.id, id));
    if (!row) return Error(ErrorCode::not_found, "delivery " + id.str());
    YX_TRY(auto attempts, storage::list_attempts(reader, call.client.id, id));
    return DeliveryStory{*std::move(row), std::move(attempts)};
}

/// What a played change is called in the queue; nothing for a word that is no status.
std::optional<storage::ChangeKind> kind_of(std::string_view status) {
    using domain::EndorsementState;
    for (const auto state : {EndorsementState::withdrawn, EndorsementState::ended_by_office}) {
        if (status == domain::key(state)) return storage::ChangeKind::endorsement;
    }
    const bool is_of_certificate =
        status == "recalled" || domain::parse_key<domain::CertificateStatus>(status);
    if (is_of_certificate) return storage::ChangeKind::certificate;
    return std::nullopt;
}

}  // namespace

Task<Result<ChangePage>> read_changes(Services& services,
                                      const ApiCall& call,
                                      std::int64_t since,
                                      int most) {
    YX_CO_TRY(std::vector<ChangeRow> rows,
              co_await services.store.read([&](Reader& reader) -> Result<std::vector<ChangeRow>> {
                  YX_CHECK(check_cursor(reader, call, since));
                  return storage::list_changes(reader, call.client.id, since, most + 1);
              }));
    ChangePage page;
    page.has_more = rows.size() > static_cast<std::size_t>(most);
    if (page.has_more) rows.pop_back();
    page.next = rows.empty() ? since : rows.back().number;
    for (ChangeRow& row : rows)
        page.changes.push_back(std::move(row.body));
    co_return page;
}

Task<Result<void>> play_change(Services& services,
                               const ApiCall& call,
                               std::string certificate,
                               std::string status) {
    if (!call.is_sandbox()) co_return Error(ErrorCode::api_sandbox_only);
    const auto all = sandbox_certificates(call.at);
    const auto found = std::ranges::find(all, certificate, &SandboxCertificate::name);
    if (found == all.end()) co_return wrong_member("certificate");
    const auto kind = kind_of(status);
    if (!kind) co_return wrong_member("status");
    const bool is_copy = *kind == storage::ChangeKind::endorsement;
    storage::PendingChange change;
    change.kind = *kind;
    change.at = call.at;
    change.holder = storage::sandbox_holder(call.client.id);
    change.line = found->line;
    change.copy = CopyId{is_copy ? found->line.value : 0};
    change.state = status;
    change.former =
        is_copy ? domain::key(found->copy.endorsement) : domain::key(found->copy.status);
    co_return co_await services.store.write(
        [&](Transaction& transaction) { return storage::queue_change(transaction, change); });
}

Task<Result<storage::DeliveryRow>> ping_webhook(Services& services, const ApiCall& call) {
    if (call.client.webhook_url.empty()) co_return Error(ErrorCode::conflict, "no webhook");
    const std::string body =
        boost::json::serialize(boost::json::object{{"type", "ping"},
                                                   {"environment", domain::key(call.client.mode)},
                                                   {"at", format_civil(call.at)}});
    const storage::NewDelivery delivery{call.client.id, make_id<DeliveryId>(), "ping", 0, body};
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
        return storage::insert_delivery(transaction, delivery, call.at);
    }));
    co_return storage::DeliveryRow{delivery.id,
                                   delivery.event,
                                   0,
                                   storage::DeliveryState::waiting,
                                   0,
                                   call.at,
                                   call.at,
                                   std::nullopt};
}

Task<Result<std::vector<DeliveryStory>>> list_own_deliveries(Services& services,
                                                             const ApiCall& call,
                                                             DeliveryId before,
                                                             int most) {
    co_return co_await services.store.read(
        [&](Reader& reader) -> Result<std::vector<DeliveryStory>> {
            YX_TRY(auto rows, storage::list_deliveries(reader, call.client.id, before, most));
            std::vector<DeliveryStory> stories;
            for (storage::DeliveryRow& row : rows) {
                YX_TRY(auto attempts, storage::list_attempts(reader, call.client.id, row.id));
                stories.push_back({std::move(row), std::move(attempts)});
            }
            return stories;
        });
}

Task<Result<DeliveryStory>> find_own_delivery(Services& services,
                                              const ApiCall& call,
                                              DeliveryId id) {
    co_return co_await services.store.read([&](Reader& reader) { return tell(reader, call, id); });
}

Task<Result<DeliveryStory>> replay_own_delivery(Services& services,
                                                const ApiCall& call,
                                                DeliveryId id) {
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<DeliveryStory> {
        YX_CHECK(storage::replay_delivery(transaction, call.client.id, id, call.at));
        return tell(transaction, call, id);
    });
}

}  // namespace yinxin::service
