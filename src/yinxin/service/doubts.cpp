// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/doubts.hpp"

#include "yinxin/domain/attachment.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/service/doubt_directory.hpp"
#include "yinxin/storage/audit_log.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::DoubtFileId;
using domain::DoubtId;
using domain::DoubtMessageKind;
using storage::CertificateRecord;
using storage::DoubtCase;
using storage::DoubtFile;
using storage::DoubtUploadKey;
using storage::Reader;
using storage::Transaction;

constexpr std::int64_t most_unsent_files = 12;
constexpr std::chrono::hours unsent_files_stay{24};
constexpr int forgotten_at_once = 50;

Result<void> audit_doubt(Transaction& transaction,
                         const Actor& actor,
                         DoubtId id,
                         LineId line,
                         std::string step,
                         Instant now) {
    domain::AuditEvent event;
    event.at = now;
    event.actor_kind = domain::ActorKind::holder;
    event.actor = actor.account.str();
    event.kind = domain::EventKind::data_doubt_reported;
    event.object = "doubt:" + id.str();
    event.facts = {{"certificate", line.str()}, {"step", std::move(step)}};
    return storage::append_audit(transaction, event);
}

/// The doubt, if it is this actor's and about this certificate.
Result<DoubtCase> find_own(
    Reader& reader, const Services& services, const Actor& actor, LineId line, DoubtId id) {
    YX_TRY(const CertificateRecord record, find_own_certificate(reader, services, actor, line));
    YX_TRY(auto doubt, storage::find_doubt(reader, id));
    const bool is_it = doubt && doubt->holder == record.holder && doubt->line == line;
    if (!is_it) return Error(ErrorCode::not_found, "doubt");
    return *std::move(doubt);
}

Result<void> send_files(Transaction& transaction,
                        const DoubtUploadKey& key,
                        const std::vector<DoubtFileId>& files,
                        DoubtId id,
                        int seq,
                        Instant now) {
    if (files.size() > domain::most_doubt_files) {
        return Error(ErrorCode::invalid_input, "too many attachments");
    }
    for (const DoubtFileId file : files) {
        YX_CHECK(storage::send_doubt_file(transaction, key, file, {id, seq, now}));
    }
    return ok();
}

Result<DoubtId> enter_doubt(Transaction& transaction,
                            const Services& services,
                            const Actor& actor,
                            LineId line,
                            const DoubtForm& form,
                            Instant now) {
    YX_TRY(const CertificateRecord record,
           find_own_certificate(transaction, services, actor, line));
    YX_TRY(const auto unsettled,
           storage::find_unsettled_doubt(transaction, record.holder, line, record.version));
    if (unsettled) {
        return Error(ErrorCode::conflict, "a doubt is not settled")
            .with("doubt", unsettled->id.str());
    }
    const domain::FaceData& face = record.face;
    YX_TRY(const DirectoryInForce in_force, load_doubt_directory(transaction, face.issuer_id, now));
    storage::NewDoubt doubt;
    doubt.holder = record.holder;
    doubt.line = line;
    doubt.version = record.version;
    doubt.account = actor.account;
    doubt.issuer_id = face.issuer_id;
    doubt.item_id = face.qualification_id;
    doubt.province = domain::province_of({face.id_type, face.id_number});
    const auto* desk = domain::find_desk(in_force.directory, doubt.item_id, doubt.province);
    if (desk != nullptr) doubt.desk = desk->name.zh;
    doubt.fields = form.fields;
    doubt.text = form.text;
    doubt.reported_at = now;
    doubt.due_on = domain::doubt_due_on(civil_day(now), in_force.directory.answer_days);
    YX_TRY(const DoubtId id, storage::insert_doubt(transaction, services.keys, doubt));
    YX_CHECK(send_files(transaction, {record.holder, line, actor.account}, form.files, id, 0, now));
    YX_CHECK(audit_doubt(transaction, actor, id, line, "reported", now));
    return id;
}

Result<void> enter_addition(Transaction& transaction,
                            const Services& services,
                            const Actor& actor,
                            const DoubtCase& doubt,
                            const DoubtForm& form,
                            Instant now) {
    if (!domain::is_unsettled(doubt.state)) return Error(ErrorCode::doubt_closed);
    const bool is_reply = doubt.asked_at.has_value();
    storage::DoubtMessage message;
    message.kind = is_reply ? DoubtMessageKind::reply : DoubtMessageKind::addition;
    message.author = actor.account.value;
    message.text = form.text;
    message.written_at = now;
    YX_TRY(const int seq, storage::add_doubt_message(transaction, services.keys, doubt, message));
    YX_CHECK(send_files(
        transaction, {doubt.holder, doubt.line, actor.account}, form.files, doubt.id, seq, now));
    if (is_reply) {
        const CivilDay due =
            domain::doubt_due_after_reply(doubt.due_on, civil_day(*doubt.asked_at), civil_day(now));
        YX_CHECK(storage::set_doubt_replied(transaction, doubt.id, due));
    }
    return audit_doubt(
        transaction, actor, doubt.id, doubt.line, is_reply ? "replied" : "added", now);
}

}  // namespace

Task<Result<DoubtFile>> keep_doubt_file(Services& services,
                                        Actor actor,
                                        LineId line,
                                        DoubtUpload upload) {
    const std::string_view media = domain::attachment_media(upload.content);
    if (media.empty() || upload.content.size() > domain::largest_attachment) {
        co_return Error(ErrorCode::office_attachment_refused);
    }
    auto find_key = [&services, actor, line](Reader& reader) -> Result<DoubtUploadKey> {
        YX_TRY(const CertificateRecord record, find_own_certificate(reader, services, actor, line));
        const DoubtUploadKey key{record.holder, line, actor.account};
        YX_TRY(const std::int64_t unsent, storage::count_unsent_files(reader, key));
        if (unsent >= most_unsent_files) return Error(ErrorCode::too_many_requests);
        return key;
    };
    YX_CO_TRY(const DoubtUploadKey key, co_await services.store.read(find_key));
    const storage::SealedDoubtFile sealed = storage::seal_doubt_file(services.keys, upload.content);
    // The blob first: a row without one would be shown and could not be opened.
    YX_CO_CHECK(co_await flow::on_pool(pool_of_files(services), [&services, &sealed] {
        return services.blobs.put(sealed.blob, sealed.content);
    }));
    DoubtFile kept;
    kept.id = sealed.id;
    kept.name = domain::plain_file_name(upload.name);
    kept.media = media;
    kept.size = static_cast<std::int64_t>(upload.content.size());
    kept.blob = sealed.blob;
    const Instant now = services.clock.now();
    auto insert = [&services, &sealed, &upload, key, kept, now](Transaction& transaction) {
        return storage::insert_doubt_file(
            transaction,
            services.keys,
            {key, kept.name, kept.media, upload.content, now, now + unsent_files_stay},
            sealed);
    };
    YX_CO_CHECK(co_await services.store.write(insert));
    co_return kept;
}

Task<Result<std::vector<DoubtFile>>> find_kept_files(Services& services,
                                                     Actor actor,
                                                     LineId line,
                                                     std::vector<DoubtFileId> ids) {
    const Instant now = services.clock.now();
    auto read =
        [&services, actor, line, ids, now](Reader& reader) -> Result<std::vector<DoubtFile>> {
        YX_TRY(const CertificateRecord record, find_own_certificate(reader, services, actor, line));
        std::vector<DoubtFile> files;
        for (const DoubtFileId id : ids) {
            YX_TRY(auto file,
                   storage::find_unsent_file(
                       reader, services.keys, {record.holder, line, actor.account}, id, now));
            if (file) files.push_back(*std::move(file));
        }
        return files;
    };
    co_return co_await services.store.read(read);
}

Task<Result<DoubtId>> report_doubt(Services& services, Actor actor, LineId line, DoubtForm form) {
    if (form.fields.empty()) {
        co_return Error(ErrorCode::invalid_input, "no field").with("field", "fields");
    }
    auto text = domain::parse_doubt_text(form.text);
    if (!text) co_return std::move(text).error().with("field", "text");
    form.text = *std::move(text);
    const Instant now = services.clock.now();
    auto write = [&services, actor, line, form, now](Transaction& transaction) {
        return enter_doubt(transaction, services, actor, line, form, now);
    };
    co_return co_await services.store.write(write);
}

Task<Result<std::vector<DoubtSummary>>> list_own_doubts(Services& services,
                                                        Actor actor,
                                                        LineId line) {
    using Summaries = std::vector<DoubtSummary>;
    auto read = [&services, actor, line](Reader& reader) -> Result<Summaries> {
        YX_TRY(const CertificateRecord record, find_own_certificate(reader, services, actor, line));
        YX_TRY(auto doubts, storage::list_doubts(reader, record.holder, line));
        Summaries summaries;
        for (DoubtCase& doubt : doubts) {
            DoubtSummary& summary = summaries.emplace_back();
            if (doubt.answered_at) {
                YX_TRY(const DoubtStory story, read_doubt_story(reader, services, doubt));
                if (const DoubtPart* answer = story.answer()) summary.answer = answer->text;
            }
            summary.doubt = std::move(doubt);
        }
        return summaries;
    };
    co_return co_await services.store.read(read);
}

Task<Result<std::optional<DoubtId>>> find_own_unsettled_doubt(Services& services,
                                                              Actor actor,
                                                              LineId line) {
    auto read = [&services, actor, line](Reader& reader) -> Result<std::optional<DoubtId>> {
        YX_TRY(const CertificateRecord record, find_own_certificate(reader, services, actor, line));
        YX_TRY(const auto doubt,
               storage::find_unsettled_doubt(reader, record.holder, line, record.version));
        return doubt ? std::optional(doubt->id) : std::nullopt;
    };
    co_return co_await services.store.read(read);
}

Task<Result<DoubtStory>> find_own_doubt(Services& services, Actor actor, LineId line, DoubtId id) {
    auto read = [&services, actor, line, id](Reader& reader) -> Result<DoubtStory> {
        YX_TRY(DoubtCase doubt, find_own(reader, services, actor, line, id));
        return read_doubt_story(reader, services, std::move(doubt));
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> add_to_doubt(
    Services& services, Actor actor, LineId line, DoubtId id, DoubtForm form) {
    auto text = domain::parse_doubt_text(form.text);
    if (!text) co_return std::move(text).error().with("field", "text");
    form.text = *std::move(text);
    const Instant now = services.clock.now();
    auto write = [&services, actor, line, id, form, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const DoubtCase doubt, find_own(transaction, services, actor, line, id));
        return enter_addition(transaction, services, actor, doubt, form, now);
    };
    co_return co_await services.store.write(write);
}

Task<Result<void>> withdraw_own_doubt(Services& services, Actor actor, LineId line, DoubtId id) {
    const Instant now = services.clock.now();
    auto write = [&services, actor, line, id, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const DoubtCase doubt, find_own(transaction, services, actor, line, id));
        YX_CHECK(storage::withdraw_doubt(transaction, doubt, now));
        return audit_doubt(transaction, actor, id, line, "withdrawn", now);
    };
    co_return co_await services.store.write(write);
}

Task<Result<DoubtAttachment>> load_own_attachment(
    Services& services, Actor actor, LineId line, DoubtId id, DoubtFileId file) {
    YX_CO_TRY(const DoubtStory story, co_await find_own_doubt(services, actor, line, id));
    const DoubtFile* found = story.find_file(file);
    if (found == nullptr) co_return Error(ErrorCode::not_found, "attachment");
    YX_CO_TRY(Bytes content,
              co_await flow::on_pool(pool_of_files(services), [&services, file = *found] {
                  return storage::load_doubt_file(services.blobs, services.keys, file);
              }));
    co_return DoubtAttachment{*found, std::move(content)};
}

Result<std::int64_t> forget_doubt_files(const Services& services, Instant now) {
    return storage::forget_due_files(services.store, services.blobs, now, forgotten_at_once);
}

}  // namespace yinxin::service
