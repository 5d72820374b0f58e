// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/copies.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/seal.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EndorsementState;
using storage::CopyRow;
using storage::Reader;
using storage::Transaction;

constexpr std::chrono::minutes link_life{10};
constexpr std::size_t token_bytes = 16;

Result<CopyRow> find_own_copy(Reader& reader, const Actor& actor, CopyId copy) {
    for (const HolderId holder : actor.holders) {
        YX_TRY(std::optional<CopyRow> row, storage::find_copy(reader, {holder, copy}));
        if (row) return *std::move(row);
    }
    return Error(ErrorCode::not_found, "copy " + copy.str());
}

issuing::CopyFacts facts_of(const CopyRow& copy, Instant made_at) {
    issuing::CopyFacts facts{copy.copy_no,
                             domain::CopyCode{copy.code},
                             domain::CopyToken{copy.token},
                             std::nullopt,
                             made_at};
    if (copy.endorsement) {
        facts.endorsement = issuing::EndorsementFacts{{*copy.scenario, *copy.days, *copy.recipient},
                                                      {*copy.applied_at, *copy.valid_until}};
    }
    return facts;
}

/// Reads, checks and decrypts one file; used by the session's door and by the link's.
Task<Result<SealedFile>> open_checked(Services& services,
                                      const CopyRow& copy,
                                      domain::CopyFormat format) {
    struct Found {
        storage::CertificateRecord certificate;
        storage::CopyFileRow file;
    };
    const Instant now = services.clock.now();
    YX_CO_TRY(const Found found, co_await services.store.read([&](Reader& reader) -> Result<Found> {
        YX_TRY(
            std::optional<storage::CertificateRecord> certificate,
            storage::find_certificate(reader, services.keys, copy.holder, copy.line, std::nullopt));
        if (!certificate || !storage::is_released(*certificate)) {
            return Error(ErrorCode::not_found, "certificate of copy");
        }
        YX_CHECK(check_open(copy, *certificate, now));
        YX_TRY(std::optional<storage::CopyFileRow> file,
               storage::find_copy_file(reader, {copy.holder, copy.id}, format));
        // Copies of seals without a key for OFD, and those made before there was one.
        if (!file) return Error(ErrorCode::not_found, "a file of this kind");
        if (!file->has_blob) return Error(ErrorCode::endorsement_not_ready);
        return Found{*std::move(certificate), *std::move(file)};
    }));
    crypto::Digest32 name{};
    std::ranges::copy(found.file.sha256, name.begin());
    YX_CO_TRY(const Bytes bytes, co_await flow::on_pool(pool_of_files(services), [&services, name] {
                  return services.blobs.get(name);
              }));
    co_return SealedFile{
        format,
        std::make_shared<const std::string>(as_text(bytes)),
        issuing::copy_file_name(
            found.certificate.face, facts_of(copy, found.file.sealed_at), domain::key(format))};
}

Result<void> audit_download(Transaction& transaction,
                            const CopyRow& copy,
                            domain::ActorKind kind,
                            std::string actor,
                            std::string_view door,
                            domain::CopyFormat format,
                            Instant now) {
    return storage::append_audit(
        transaction,
        {now,
         kind,
         std::move(actor),
         domain::EventKind::copy_downloaded,
         "copy:" + copy.id.str(),
         {{"door", std::string(door)}, {"format", std::string(domain::key(format))}}});
}

crypto::Digest32 hash_of(std::string_view token) {
    return crypto::sha256(as_bytes(token));
}

struct LinkRow {
    HolderId holder;
    CopyId copy;
    domain::CopyFormat format;
    Instant expires_at;
    std::optional<Instant> used_at;
};

}  // namespace

// The order is the one people need to hear: the certificate first, then the endorsement.
Result<void> check_open(const CopyRow& copy,
                        const storage::CertificateRecord& current,
                        Instant now) {
    if (current.status != domain::CertificateStatus::valid || current.version != copy.version) {
        return Error(ErrorCode::certificate_not_valid);
    }
    if (copy.endorsement_state == EndorsementState::withdrawn) {
        return Error(ErrorCode::endorsement_withdrawn);
    }
    if (copy.endorsement_state == EndorsementState::ended_by_office) {
        return Error(ErrorCode::certificate_not_valid);
    }
    if (copy.state != domain::CopyState::released) return Error(ErrorCode::endorsement_not_ready);
    if (copy.valid_until && now >= *copy.valid_until) return Error(ErrorCode::endorsement_expired);
    return ok();
}

Task<Result<CopyView>> load_copy(Services& services, const Actor& actor, CopyId copy) {
    YX_CO_TRY(CopyRow row, co_await services.store.read([&](Reader& reader) -> Result<CopyRow> {
        return find_own_copy(reader, actor, copy);
    }));
    YX_CO_TRY(CertificateFacts certificate, co_await load_certificate(services, actor, row.line));
    CopyView view;
    view.is_open = check_open(row, certificate.certificate, services.clock.now()).has_value();
    YX_CO_CHECK(co_await services.store.read([&](Reader& reader) -> Result<void> {
        YX_TRY(view.files, storage::list_copy_files(reader, {row.holder, row.id}));
        YX_TRY(const auto preferred,
               reader.one<domain::CopyFormat>(sql::account::find_preferred_format, actor.account));
        const bool has_it = std::ranges::any_of(
            view.files, [&](const storage::CopyFileRow& file) { return file.format == preferred; });
        if (has_it) view.preferred = preferred;
        return ok();
    }));
    view.copy = std::move(row);
    view.certificate = std::move(certificate);
    co_return view;
}

Task<Result<CopyPicture>> draw_copy(Services& services, const Actor& actor, CopyId copy) {
    YX_CO_TRY(const CopyView view, co_await load_copy(services, actor, copy));
    const storage::CertificateRecord& certificate = view.certificate.certificate;
    YX_CO_CHECK(check_open(view.copy, certificate, services.clock.now()));
    const Instant made_at =
        view.files.empty() ? view.copy.created_at : view.files.front().sealed_at;
    const auto seal = domain::seal_for(
        services.reference->seal_assignments, certificate.face.seal_type, civil_day(made_at));
    YX_CO_TRY(Bytes photo, co_await fetch_photo(services, certificate.face.photo_sha256));
    auto draw = [&services,
                 face = certificate.face,
                 facts = facts_of(view.copy, made_at),
                 seal_id = seal.value_or(""),
                 photo = std::move(photo)]() mutable -> Result<CopyPicture> {
        const documents::Face page =
            issuing::compose_copy(face, letterhead_of(services), facts, seal_id, std::move(photo));
        YX_TRY(std::string svg, documents::draw_svg(page, services.stationery));
        return CopyPicture{std::move(svg), documents::text_equivalent(page)};
    };
    co_return co_await flow::on_pool(services.cpu, std::move(draw));
}

Task<Result<SealedFile>> open_file(
    Services& services, const Actor& actor, CopyId copy, domain::CopyFormat format, FileUse use) {
    YX_CO_TRY(const CopyRow row,
              co_await services.store.read([&](Reader& reader) -> Result<CopyRow> {
                  return find_own_copy(reader, actor, copy);
              }));
    YX_CO_TRY(SealedFile file, co_await open_checked(services, row, format));
    const Instant now = services.clock.now();
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        if (use == FileUse::keep) {
            YX_CHECK(
                transaction.execute(sql::account::set_preferred_format, actor.account, format));
        }
        return audit_download(transaction,
                              row,
                              domain::ActorKind::holder,
                              actor.account.str(),
                              "session",
                              format,
                              now);
    }));
    co_return file;
}

Task<Result<SealedFile>> open_fetched_file(Services& services,
                                           FetchingActor actor,
                                           storage::CopyKey copy,
                                           domain::CopyFormat format) {
    YX_CO_TRY(const std::optional<CopyRow> row,
              co_await services.store.read(
                  [copy](Reader& reader) { return storage::find_copy(reader, copy); }));
    if (!row) co_return Error(ErrorCode::not_found, "copy " + copy.copy.str());
    YX_CO_TRY(SealedFile file, co_await open_checked(services, *row, format));
    const Instant now = services.clock.now();
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
        return audit_download(
            transaction, *row, actor.kind, actor.id, "authorised_use", format, now);
    }));
    co_return file;
}

Task<Result<CopyId>> ensure_exempt_copy(Services& services, const Actor& actor, LineId line) {
    YX_CO_TRY(const CertificateFacts facts, co_await load_certificate(services, actor, line));
    if (facts.needs_endorsement) co_return Error(ErrorCode::not_found, "not exempt");
    if (!facts.is_valid()) co_return Error(ErrorCode::certificate_not_valid);
    if (facts.exempt_copy) co_return facts.exempt_copy->id;
    const storage::CertificateRecord& certificate = facts.certificate;
    const Instant now = services.clock.now();
    YX_CO_TRY(
        const CopyId copy,
        co_await services.store.write([&](Transaction& transaction) -> Result<CopyId> {
            YX_CHECK(transaction.execute(sql::certificate_line::lock, certificate.holder, line));
            YX_TRY(const std::optional<storage::ExemptCopy> there,
                   storage::find_exempt_copy(
                       transaction, certificate.holder, line, certificate.version));
            if (there) return there->id;
            const auto fresh = make_id<CopyId>();
            YX_CHECK(storage::insert_copy_with_job(transaction,
                                                   services.keys,
                                                   {fresh,
                                                    certificate.holder,
                                                    line,
                                                    certificate.version,
                                                    std::nullopt,
                                                    now,
                                                    actor.trace}));
            return fresh;
        }));
    services.wake_press();
    co_return copy;
}

Task<Result<DownloadLink>> make_download_link(Services& services,
                                              const Actor& actor,
                                              CopyId copy,
                                              domain::CopyFormat format) {
    YX_CO_TRY(const CopyView view, co_await load_copy(services, actor, copy));
    const Instant now = services.clock.now();
    YX_CO_CHECK(check_open(view.copy, view.certificate.certificate, now));
    const DownloadLink link{crypto::random_token(token_bytes), now + link_life};
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
        return transaction.execute(sql::download::insert,
                                   hash_of(link.token),
                                   view.copy.holder,
                                   copy,
                                   format,
                                   now,
                                   link.expires_at);
    }));
    co_return link;
}

Task<Result<LinkState>> look_at_link(Services& services, std::string_view token) {
    const crypto::Digest32 hash = hash_of(token);
    const Instant now = services.clock.now();
    co_return co_await services.store.read([&](Reader& reader) -> Result<LinkState> {
        YX_TRY(const std::optional<LinkRow> row, reader.maybe<LinkRow>(sql::download::find, hash));
        if (!row) return LinkState{};
        LinkState state{LinkKind::usable, row->expires_at, std::nullopt, row->format};
        if (now >= row->expires_at) state.kind = LinkKind::over;
        if (row->used_at) state.kind = LinkKind::used;
        YX_TRY(const std::optional<CopyRow> copy,
               storage::find_copy(reader, {row->holder, row->copy}));
        if (!copy) return state;
        YX_TRY(const std::optional<storage::CertificateRecord> certificate,
               storage::find_certificate(
                   reader, services.keys, copy->holder, copy->line, copy->version));
        if (certificate) state.qualification = certificate->face.qualification;
        return state;
    });
}

Task<Result<SealedFile>> redeem_link(Services& services, std::string token) {
    const crypto::Digest32 hash = hash_of(token);
    const Instant now = services.clock.now();
    domain::CopyFormat format{};
    YX_CO_TRY(const CopyRow copy,
              co_await services.store.write([&](Transaction& transaction) -> Result<CopyRow> {
                  YX_TRY(const std::optional<LinkRow> link,
                         transaction.maybe<LinkRow>(sql::download::find, hash));
                  YX_TRY(const std::int64_t used,
                         transaction.execute(sql::download::use, hash, now));
                  if (!link || used != 1) return Error(ErrorCode::download_link_used);
                  YX_TRY(std::optional<CopyRow> row,
                         storage::find_copy(transaction, {link->holder, link->copy}));
                  if (!row) return Error(ErrorCode::not_found, "copy of link");
                  format = link->format;
                  return *std::move(row);
              }));
    // A link stands by its token, the audit elsewhere: first the one, then the other, then the
    // file. Whoever dies between has used up a link and handed out nothing.
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
        return audit_download(
            transaction, copy, domain::ActorKind::holder, "", "link", format, now);
    }));
    co_return co_await open_checked(services, copy, format);
}

}  // namespace yinxin::service
