// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/redeeming.hpp"

#include "yinxin/domain/person_name.hpp"
#include "yinxin/service/holder_notices.hpp"
#include "yinxin/storage/api_clients.hpp"
#include "yinxin/storage/audit_log.hpp"

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::UseState;
using storage::AuthorisedUse;
using storage::Reader;
using storage::Transaction;

Result<void> audit(Transaction& transaction,
                   const Redeemer& redeemer,
                   EventKind what,
                   const AuthorisedUse& use,
                   Instant now) {
    return storage::append_audit(
        transaction,
        {now,
         redeemer.kind,
         redeemer.id,
         what,
         "authorised_use:" + use.id.str(),
         {{"organisation", redeemer.organisation.str()}, {"copy", use.copy.str()}}});
}

/// Whether the copy behind a use may be handed out now.
Result<void> check_copy(Reader& reader,
                        const Services& services,
                        storage::CopyKey key,
                        Instant now) {
    YX_TRY(const auto copy, storage::find_copy(reader, key));
    if (!copy) return Error(ErrorCode::not_found, "copy " + key.copy.str());
    YX_TRY(
        const auto certificate,
        storage::find_certificate(reader, services.keys, copy->holder, copy->line, std::nullopt));
    if (!certificate || !storage::is_released(*certificate)) {
        return Error(ErrorCode::certificate_not_valid);
    }
    // It will not come: not to be waited for, but a matter for the holder.
    if (copy->state == domain::CopyState::failed) return Error(ErrorCode::authorised_use_over);
    return check_open(*copy, *certificate, now);
}

/// The right code at the wrong time or in the wrong hands: the holder sees that it happened, and
/// who tried learns no more than of a code that never was.
Result<Redeemed> refuse(Transaction& transaction,
                        const Redeemer& redeemer,
                        const AuthorisedUse& use,
                        Instant now) {
    YX_CHECK(storage::count_wrong_use(transaction, use, now));
    YX_CHECK(audit(transaction, redeemer, EventKind::use_refused, use, now));
    return Redeemed{use.id, Error(ErrorCode::authorised_use_over)};
}

/// Whether this is the request that has fetched it already, come again.
Result<bool> is_repetition(Reader& reader, const Redeemer& redeemer, const AuthorisedUse& use) {
    const storage::UseTaker& taker = redeemer.taker;
    if (!taker.client || !taker.request_hash) return false;
    YX_TRY(const auto fetched, storage::find_fetched_copy(reader, redeemer.organisation, use.id));
    return fetched && fetched->client == taker.client && fetched->request_hash &&
           equal_constant_time(*fetched->request_hash, *taker.request_hash);
}

}  // namespace

Result<Redeemed> redeem_code(Transaction& transaction,
                             const Services& services,
                             const Redeemer& redeemer,
                             std::string_view code,
                             Instant now) {
    const auto typed = domain::parse_use_code(code);
    if (!typed) return Redeemed{{}, typed.error()};
    YX_TRY(const auto use,
           storage::find_authorised_use_by_code(transaction, services.keys, *typed));
    if (!use) return Redeemed{{}, Error(ErrorCode::authorised_use_over)};
    const UseState state = use->state_at(now);
    if (use->organisation == redeemer.organisation && state != UseState::open) {
        YX_TRY(const bool is_again, is_repetition(transaction, redeemer, *use));
        if (is_again && state == UseState::fetched) return Redeemed{use->id, std::nullopt};
        // Its own fetch, withdrawn meanwhile: nobody tried anything in vain.
        if (is_again) return Redeemed{use->id, Error(ErrorCode::authorised_use_over)};
    }
    if (use->organisation != redeemer.organisation || state != UseState::open) {
        return refuse(transaction, redeemer, *use, now);
    }
    // A copy that is not there yet, or no longer good, leaves the code as it is.
    const auto open = check_copy(transaction, services, {use->holder, use->copy}, now);
    if (!open) return Redeemed{use->id, open.error()};
    YX_TRY(const bool is_done,
           storage::redeem_authorised_use(transaction, *use, redeemer.taker, now));
    if (!is_done) return refuse(transaction, redeemer, *use, now);
    YX_CHECK(audit(transaction, redeemer, EventKind::use_fetched, *use, now));
    YX_CHECK(tell_holder_always(transaction, services, use->holder, "authorised_use_fetched", now));
    return Redeemed{use->id, std::nullopt};
}

Result<std::optional<FetchedUse>> dress_fetched(Reader& reader,
                                                const Services& services,
                                                const storage::FetchedCopy& fetched,
                                                Instant now) {
    const storage::CopyKey key{fetched.holder, fetched.copy};
    YX_TRY(const auto use,
           storage::find_authorised_use(reader, services.keys, fetched.holder, fetched.use));
    YX_TRY(const auto copy, storage::find_copy(reader, key));
    if (!use || !copy) return std::optional<FetchedUse>();
    YX_TRY(
        const auto certificate,
        storage::find_certificate(reader, services.keys, copy->holder, copy->line, copy->version));
    if (!certificate) return std::optional<FetchedUse>();
    FetchedUse shown;
    shown.fetched = fetched;
    shown.state = use->state_at(now);
    shown.copy_no = copy->copy_no;
    shown.code = copy->code;
    shown.token = copy->token;
    shown.qualification = certificate->face.qualification;
    shown.masked_name = domain::masked_name({certificate->face.name});
    shown.purpose = use->purpose;
    if (fetched.client) {
        YX_TRY(const auto client, storage::find_client(reader, *fetched.client));
        if (client) shown.client_name = client->name;
    }
    if (shown.state != UseState::fetched) {
        shown.closed = Error(ErrorCode::authorised_use_over);
        return std::optional(std::move(shown));
    }
    const auto open = check_copy(reader, services, key, now);
    if (!open) {
        shown.closed = open.error();
        return std::optional(std::move(shown));
    }
    YX_TRY(shown.files, storage::list_copy_files(reader, key));
    return std::optional(std::move(shown));
}

Result<storage::CopyKey> find_open_fetch(Reader& reader,
                                         const Services& services,
                                         const std::optional<storage::FetchedCopy>& fetched,
                                         Instant now) {
    if (!fetched) return Error(ErrorCode::not_found, "fetched copy");
    YX_TRY(const auto row,
           storage::find_authorised_use(reader, services.keys, fetched->holder, fetched->use));
    if (!row) return Error(ErrorCode::not_found, "authorised use");
    if (row->state_at(now) != UseState::fetched) return Error(ErrorCode::authorised_use_over);
    return storage::CopyKey{fetched->holder, fetched->copy};
}

}  // namespace yinxin::service
