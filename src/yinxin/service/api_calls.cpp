// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/api_calls.hpp"

#include "yinxin/base/networks.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/domain/check_display.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/storage/organisations.hpp"

namespace yinxin::service {
namespace {

using storage::Reader;
using storage::Transaction;
using storage::UsageSpan;

struct KnownClient {
    storage::ApiClientRow client;
    std::string key_prefix;
    std::optional<CallingOrganisation> organisation;
};

Error wrong_key() {
    return Error(ErrorCode::api_key_invalid);
}

Result<std::optional<CallingOrganisation>> find_calling_organisation(
    Reader& reader, const Services& services, const storage::ApiClientRow& client, Instant now) {
    if (!client.organisation) return std::optional<CallingOrganisation>();
    const domain::OrganisationId id{*client.organisation};
    YX_TRY(const auto found, storage::find_organisation(reader, services.keys, id));
    // Nobody acts for a closed organisation, its programs neither.
    const bool is_open = found && found->standing != domain::OrganisationStanding::closed;
    if (!is_open) return wrong_key();
    const domain::CheckOccasion occasion{found->standing, found->organisation_class, std::nullopt};
    return std::optional(
        CallingOrganisation{id.str(),
                            found->name,
                            domain::shown_from(services.reference->check_display, occasion, now)});
}

Result<KnownClient> find_caller(Reader& reader,
                                const Services& services,
                                const Secret& text,
                                Instant now) {
    const auto typed = domain::parse_key_text(text.expose());
    if (!typed) return wrong_key();
    YX_TRY(const auto key, storage::find_client_key(reader, typed->prefix));
    const crypto::Digest32 hash = storage::hash_of_secret(typed->secret);
    const bool is_right = key && equal_constant_time(key->secret_hash, hash) && key->is_live(now);
    if (!is_right) return wrong_key();
    YX_TRY(auto client, storage::find_client(reader, key->client));
    if (!client || client->state != storage::ClientState::active) return wrong_key();
    YX_TRY(auto organisation, find_calling_organisation(reader, services, *client, now));
    return KnownClient{*std::move(client), key->prefix, std::move(organisation)};
}

Result<void> check_address(const storage::ApiClientRow& client, std::string_view address) {
    if (client.networks.empty()) return ok();
    std::vector<std::string> texts;
    for (const std::string_view text : split(client.networks, ' '))
        texts.emplace_back(text);
    // Checked when it was entered; a list that cannot be read lets nobody in.
    const auto networks = NetworkList::create(texts);
    if (networks && networks->contains(address)) return ok();
    return Error(ErrorCode::api_address_refused, "client " + client.id.str());
}

Result<ApiCall> admit(const Knock& knock, const KnownClient& caller, Instant now) {
    const storage::ApiClientRow& client = caller.client;
    YX_CHECK(check_address(client, knock.address));
    ApiCall call{client,
                 domain::read_scopes(client.scopes),
                 make_id<storage::CallId>(),
                 "",
                 now,
                 caller.organisation};
    if (knock.scope && !call.scopes.contains(*knock.scope)) {
        return Error(ErrorCode::api_scope_missing)
            .with("scope", std::string(domain::key(*knock.scope)));
    }
    YX_TRY(call.purpose, domain::parse_purpose(knock.purpose));
    return call;
}

QuotaLeft quota_of(UsageSpan span, std::int64_t limit, std::int64_t used, Instant now) {
    return {limit, std::max<std::int64_t>(limit - used, 0), storage::span_ends(span, now) - now};
}

/// Counts the call in both spans. A call over the quota is not counted.
Result<void> count(Transaction& transaction,
                   const storage::ApiClientRow& client,
                   OpenedCall& opened,
                   Instant now) {
    YX_TRY(const std::int64_t minute,
           storage::count_usage(transaction, client.id, UsageSpan::minute, now));
    YX_TRY(const std::int64_t day,
           storage::count_usage(transaction, client.id, UsageSpan::day, now));
    opened.minute = quota_of(UsageSpan::minute, client.per_minute, minute, now);
    opened.day = quota_of(UsageSpan::day, client.per_day, day, now);
    const Error over(ErrorCode::too_many_requests, "client " + client.id.str());
    if (day > client.per_day) return Error(over).retry_in(opened.day->resets_in);
    if (minute > client.per_minute) return Error(over).retry_in(opened.minute->resets_in);
    return ok();
}

Result<void> keep(Transaction& transaction,
                  const Services& services,
                  const Knock& knock,
                  const KnownClient& caller,
                  const ApiCall& call,
                  OpenedCall& opened) {
    YX_CHECK(count(transaction, caller.client, opened, call.at));
    YX_CHECK(storage::note_key_used(transaction, caller.key_prefix, call.at));
    return storage::insert_call(
        transaction,
        services.keys,
        {caller.client.id, call.id, call.at, knock.operation, call.purpose});
}

crypto::Digest32 hash_of_key(const Repeatable& request) {
    return crypto::sha256(as_bytes(request.key));
}

}  // namespace

storage::Checker ApiCall::checker() const {
    if (organisation) {
        return {storage::CheckerKind::organisation,
                organisation->id,
                organisation->name,
                purpose,
                organisation->shown_from,
                client.id.value};
    }
    return {storage::CheckerKind::client, client.id.str(), client.name, purpose, std::nullopt};
}

Task<OpenedCall> open_call(Services& services, Knock knock) {
    const Instant now = services.clock.now();
    OpenedCall opened{wrong_key(), std::nullopt, std::nullopt};
    const Result<KnownClient> caller = co_await services.store.read(
        [&](Reader& reader) { return find_caller(reader, services, knock.key, now); });
    if (!caller) {
        opened.call = caller.error();
        co_return opened;
    }
    opened.call = admit(knock, *caller, now);
    if (!opened.call) co_return opened;
    const Result<void> kept = co_await services.store.write([&](Transaction& transaction) {
        return keep(transaction, services, knock, *caller, *opened.call, opened);
    });
    if (!kept) opened.call = kept.error();
    co_return opened;
}

Task<Result<std::optional<RepeatedAnswer>>> begin_repeatable(Services& services,
                                                             const ApiCall& call,
                                                             const Repeatable& request) {
    const crypto::Digest32 key = hash_of_key(request);
    std::optional<storage::KeptApiAnswer> kept;
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_TRY(const bool is_ours,
               storage::reserve_api_answer(
                   transaction, call.client.id, key, request.request, call.at));
        if (is_ours) return ok();
        YX_TRY(kept, storage::find_api_answer(transaction, services.keys, call.client.id, key));
        return ok();
    }));
    if (!kept) co_return std::nullopt;
    if (!equal_constant_time(kept->request_hash, request.request)) {
        co_return Error(ErrorCode::api_idempotency_reused);
    }
    if (!kept->status) {
        co_return Error(ErrorCode::api_idempotency_running).retry_in(std::chrono::seconds(1));
    }
    co_return RepeatedAnswer{*kept->status, std::move(kept->answer)};
}

Task<Result<void>> close_call(Services& services,
                              const ApiCall& call,
                              const std::optional<Repeatable>& request,
                              CallEnd end) {
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(
            storage::finish_call(transaction, call.client.id, call.id, end.status, end.outcome));
        if (!request) return ok();
        const crypto::Digest32 key = hash_of_key(*request);
        const bool may_pass = end.status == 429 || end.status >= 500;
        if (may_pass || !end.is_final)
            return storage::drop_api_answer(transaction, call.client.id, key);
        return storage::keep_api_answer(
            transaction, services.keys, call.client.id, key, end.status, end.answer);
    });
}

Task<Result<std::vector<storage::CallRow>>> list_own_calls(Services& services,
                                                           const ApiCall& call,
                                                           storage::CallId before,
                                                           int most) {
    co_return co_await services.store.read([&](Reader& reader) {
        return storage::list_calls(reader, services.keys, call.client.id, before, most);
    });
}

}  // namespace yinxin::service
