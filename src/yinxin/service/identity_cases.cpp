// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/identity_cases.hpp"

#include "yinxin/domain/attachment.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/storage/binding_attempts.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::IdentityCaseId;
using domain::IdentityCaseState;
using domain::IdentityFileId;
using domain::IdentityMessageKind;
using storage::IdentityFile;
using storage::Reader;
using storage::Transaction;

constexpr std::int64_t most_unsent_files = 12;
constexpr std::chrono::hours unsent_files_stay{24};
constexpr int forgotten_at_once = 50;

crypto::Digest32 index_of(const Services& services, const IdentityOwner& owner) {
    return storage::personal_columns::identity_owner_index(services.keys.index, owner.name);
}

Result<void> send_files(Transaction& transaction,
                        const Services& services,
                        const IdentityOwner& owner,
                        const std::vector<IdentityFileId>& files,
                        const storage::IdentityFileUse& use) {
    if (files.size() > domain::most_doubt_files) {
        return Error(ErrorCode::invalid_input, "too much evidence");
    }
    for (const IdentityFileId file : files) {
        YX_CHECK(storage::send_identity_file(transaction, index_of(services, owner), file, use));
    }
    return ok();
}

/// The account's own words about its owner. @error account.binding_required
Result<IdentityApplicant> applicant_of(Reader& reader,
                                       const Services& services,
                                       AccountId account) {
    YX_TRY(const storage::AccountRow row, storage::find_account(reader, account));
    YX_TRY(const storage::AccountIdentity identity, storage::open_identity(services.keys, row));
    if (!identity.person) return Error(ErrorCode::binding_required, "nobody is stated");
    return IdentityApplicant{*identity.person, identity.mobile};
}

Result<IdentityCaseId> enter_request(Transaction& transaction,
                                     const Services& services,
                                     AccountId account,
                                     const IdentityForm& form,
                                     Instant now) {
    YX_TRY(const auto holders, storage::list_bound_holders(transaction, account));
    if (!holders.empty()) return Error(ErrorCode::already_bound);
    YX_TRY(const IdentityApplicant applicant, applicant_of(transaction, services, account));
    // The account's own row says that a request is open; the office's says what it is about. A
    // request made before there was a queue keeps its number.
    YX_CHECK(transaction.execute(
        storage::sql::binding::insert_request, account, new_id(), "holder_asked", now));
    YX_TRY(const auto id,
           transaction.one<IdentityCaseId>(storage::sql::binding::find_open_request, account));
    YX_CHECK(storage::insert_identity_case(transaction,
                                           services.keys,
                                           {id,
                                            domain::IdentityCaseKind::binding,
                                            account,
                                            form.issuer_id,
                                            pack_applicant(applicant),
                                            form.text,
                                            now}));
    YX_CHECK(send_files(transaction, services, identity_owner(account), form.files, {id, 0, now}));
    YX_CHECK(storage::record_binding_attempt(
        transaction, account, storage::BindingOutcome::office_asked, now));
    YX_CHECK(audit_account(
        transaction, EventKind::identity_requested, account, now, {{"request", id.str()}}));
    return id;
}

/// Of somebody without an account nothing is known but the request.
Result<void> audit_addition(Transaction& transaction,
                            const storage::IdentityCase& request,
                            const char* step,
                            Instant now) {
    if (request.account.is_set()) {
        return audit_account(transaction,
                             EventKind::identity_requested,
                             request.account,
                             now,
                             {{"request", request.id.str()}, {"step", step}});
    }
    domain::AuditEvent event;
    event.at = now;
    event.actor_kind = domain::ActorKind::anonymous;
    event.kind = EventKind::identity_requested;
    event.object = "identity:" + request.id.str();
    event.facts = {{"step", step}};
    return storage::append_audit(transaction, event);
}

Result<std::string> parse_text(const std::string& typed) {
    auto text = domain::parse_doubt_text(typed);
    if (!text) return std::move(text).error().with("field", "text");
    return text;
}

}  // namespace

IdentityOwner identity_owner(AccountId account) {
    return {"account:" + account.str()};
}

IdentityOwner identity_owner(const Secret& ticket) {
    return {"ticket:" + to_hex(crypto::sha256(ticket.expose_bytes()))};
}

Task<Result<IdentityFile>> keep_identity_file(Services& services,
                                              IdentityOwner owner,
                                              IdentityUpload upload) {
    const std::string_view media = domain::attachment_media(upload.content);
    if (media.empty() || upload.content.size() > domain::largest_attachment) {
        co_return Error(ErrorCode::office_attachment_refused);
    }
    const crypto::Digest32 index = index_of(services, owner);
    auto count = [index](Reader& reader) {
        return storage::count_unsent_identity_files(reader, index);
    };
    YX_CO_TRY(const std::int64_t unsent, co_await services.store.read(count));
    if (unsent >= most_unsent_files) co_return Error(ErrorCode::too_many_requests, "evidence");
    const auto sealed = storage::seal_identity_file(services.keys, upload.content);
    // The blob first: a row without one would be shown and could not be opened.
    YX_CO_CHECK(co_await flow::on_pool(pool_of_files(services), [&services, &sealed] {
        return services.blobs.put(sealed.blob, sealed.content);
    }));
    IdentityFile kept;
    kept.id = sealed.id;
    kept.name = domain::plain_file_name(upload.name);
    kept.media = media;
    kept.size = static_cast<std::int64_t>(upload.content.size());
    kept.blob = sealed.blob;
    const Instant now = services.clock.now();
    auto insert = [&services, &sealed, index, kept, now](Transaction& transaction) {
        return storage::insert_identity_file(
            transaction,
            services.keys,
            {index, kept.name, kept.media, kept.size, now, now + unsent_files_stay},
            sealed);
    };
    YX_CO_CHECK(co_await services.store.write(insert));
    co_return kept;
}

Task<Result<std::vector<IdentityFile>>> find_kept_identity_files(Services& services,
                                                                 IdentityOwner owner,
                                                                 std::vector<IdentityFileId> ids) {
    const Instant now = services.clock.now();
    auto read = [&services, index = index_of(services, owner), ids, now](
                    Reader& reader) -> Result<std::vector<IdentityFile>> {
        std::vector<IdentityFile> files;
        for (const IdentityFileId id : ids) {
            YX_TRY(auto file,
                   storage::find_unsent_identity_file(reader, services.keys, index, id, now));
            if (file) files.push_back(*std::move(file));
        }
        return files;
    };
    co_return co_await services.store.read(read);
}

Result<IdentityForm> check_identity_form(const Services& services, IdentityForm form) {
    if (services.reference->find_issuer(form.issuer_id) == nullptr) {
        return Error(ErrorCode::invalid_input, "issuer").with("field", "issuer");
    }
    YX_TRY(form.text, parse_text(form.text));
    return form;
}

Task<Result<IdentityCaseId>> request_office_confirmation(Services& services,
                                                         AccountId account,
                                                         IdentityForm form) {
    auto checked = check_identity_form(services, std::move(form));
    if (!checked) co_return std::move(checked).error();
    const Instant now = services.clock.now();
    auto enter = [&services, account, form = *checked, now](Transaction& transaction) {
        return enter_request(transaction, services, account, form, now);
    };
    co_return co_await services.store.write(enter);
}

Result<IdentityCaseId> request_office_recovery(Transaction& transaction,
                                               const Services& services,
                                               const RecoveryApplicant& applicant,
                                               const IdentityForm& form,
                                               Instant now) {
    return request_of_nobody(
        transaction, services, domain::IdentityCaseKind::recovery, applicant, form, now);
}

Result<IdentityCaseId> request_of_nobody(Transaction& transaction,
                                         const Services& services,
                                         domain::IdentityCaseKind kind,
                                         const RecoveryApplicant& applicant,
                                         const IdentityForm& form,
                                         Instant now) {
    const auto id = make_id<IdentityCaseId>();
    YX_CHECK(storage::insert_identity_case(transaction,
                                           services.keys,
                                           {id,
                                            kind,
                                            std::nullopt,
                                            form.issuer_id,
                                            pack_applicant(applicant.applicant),
                                            form.text,
                                            now}));
    YX_CHECK(send_files(transaction, services, applicant.owner, form.files, {id, 0, now}));
    domain::AuditEvent event;
    event.at = now;
    event.actor_kind = domain::ActorKind::anonymous;
    event.kind = EventKind::identity_requested;
    event.object = "identity:" + id.str();
    YX_CHECK(storage::append_audit(transaction, event));
    return id;
}

Result<void> add_to_request(Transaction& transaction,
                            const Services& services,
                            const storage::IdentityCase& request,
                            const IdentityOwner& owner,
                            const IdentityForm& form,
                            Instant now) {
    if (request.settled_at) return Error(ErrorCode::doubt_closed);
    const bool is_reply = request.state == IdentityCaseState::asked;
    storage::IdentityMessage message;
    message.kind = is_reply ? IdentityMessageKind::reply : IdentityMessageKind::addition;
    message.author = request.account.value;
    message.text = form.text;
    message.written_at = now;
    YX_TRY(const int seq,
           storage::add_identity_message(transaction, services.keys, request.id, message));
    YX_CHECK(send_files(transaction, services, owner, form.files, {request.id, seq, now}));
    if (is_reply) {
        YX_CHECK(
            storage::set_identity_open(transaction, request.id, IdentityCaseState::asked, now));
    }
    return audit_addition(transaction, request, is_reply ? "reply" : "added", now);
}

Task<Result<std::optional<IdentityStory>>> find_own_identity_case(Services& services,
                                                                  AccountId account) {
    auto read = [&services, account](Reader& reader) -> Result<std::optional<IdentityStory>> {
        YX_TRY(auto request, storage::find_newest_identity_case(reader, services.keys, account));
        if (!request) return std::optional<IdentityStory>();
        YX_TRY(IdentityStory story, read_identity_story(reader, services, *std::move(request)));
        return std::optional(std::move(story));
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> add_to_identity_case(Services& services, AccountId account, IdentityForm form) {
    auto text = parse_text(form.text);
    if (!text) co_return std::move(text).error();
    form.text = *std::move(text);
    const Instant now = services.clock.now();
    auto enter = [&services, account, form, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const auto request,
               storage::find_newest_identity_case(transaction, services.keys, account));
        if (!request) return Error(ErrorCode::not_found, "request");
        return add_to_request(transaction, services, *request, identity_owner(account), form, now);
    };
    co_return co_await services.store.write(enter);
}

Task<Result<IdentityEvidence>> load_own_evidence(Services& services,
                                                 AccountId account,
                                                 IdentityFileId id) {
    YX_CO_TRY(auto story, co_await find_own_identity_case(services, account));
    if (!story) co_return Error(ErrorCode::not_found, "request");
    co_return co_await load_evidence(services, *std::move(story), id);
}

Result<std::int64_t> forget_identity_files(const Services& services, Instant now) {
    return storage::forget_due_identity_files(
        services.store, services.blobs, now, forgotten_at_once);
}

}  // namespace yinxin::service
