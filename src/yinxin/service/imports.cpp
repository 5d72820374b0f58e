// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/imports.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/import_columns.hpp"
#include "yinxin/service/import_photos.hpp"
#include "yinxin/service/import_reading.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/sheets/archive.hpp"
#include "yinxin/storage/import_work.hpp"
#include "yinxin/storage/staff.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::ImportFileKind;
using domain::ImportId;
using domain::ImportState;
using domain::OfficeAct;
using domain::StaffActor;
using storage::ImportRecord;
using storage::Reader;
using storage::Transaction;

std::string object_of(ImportId id) {
    return "import:" + id.str();
}

Error of_field(Error error, const char* field) {
    return std::move(error).with("field", field);
}

/// Looks into a table before anything is kept; nothing: it is too large to be waited for.
Result<std::optional<SheetLook>> look_at_sheet(const Services& services,
                                               const StartImport& start,
                                               const domain::HeaderMemory& memory) {
    const storage::SpooledFile& file = start.sheet.spool->file();
    if (file.size > looked_at_once && !start.columns) return std::optional<SheetLook>();
    YX_TRY(const auto content, storage::SpoolMemory::open(spool_directory(services), file));
    YX_TRY(SheetLook look, look_through(content.view(), memory));
    return std::optional(std::move(look));
}

/// Whether an archive of photos can be opened at all; its photos are looked at later.
Result<void> look_at_archive(const Services& services, const storage::SpooledFile& file) {
    if (file.size > 4 * looked_at_once) return ok();
    YX_TRY(const auto content, storage::SpoolMemory::open(spool_directory(services), file));
    YX_TRY(const auto archive, sheets::Archive::open(content.view(), photo_archive_limits()));
    if (archive.entries().empty()) return Error(ErrorCode::archive_unreadable, "no files in it");
    return ok();
}

storage::ImportFile file_of(const UploadedFile& upload, Instant now, std::int64_t first_entry) {
    return {shown_file_name(upload.name), upload.spool->file(), first_entry, now};
}

Result<void> keep_file(Transaction& transaction,
                       const Services& services,
                       ImportId import,
                       ImportFileKind kind,
                       const UploadedFile& upload,
                       Instant now) {
    YX_TRY(const std::int64_t last, storage::last_photo_entry(transaction, import));
    return storage::put_import_file(
        transaction, services.keys, import, kind, file_of(upload, now, last + 1));
}

/// Everything that was uploaded, in one transaction.
struct NewUpload {
    StaffActor actor;
    std::string issuer_id;
    const UploadedFile& sheet;
    const UploadedFile& photos;
    std::optional<SheetLook> look;
    std::optional<domain::ImportPlan> plan;  ///< complete
    Instant now{};
};
Result<ImportId> enter(Transaction& transaction, const Services& services, const NewUpload& up) {
    YX_TRY(const ImportId id,
           storage::insert_import(transaction, {up.issuer_id, up.actor.id, up.now}));
    YX_CHECK(keep_file(transaction, services, id, ImportFileKind::sheet, up.sheet, up.now));
    if (up.photos.is_there()) {
        YX_CHECK(keep_file(transaction, services, id, ImportFileKind::photos, up.photos, up.now));
    }
    if (up.look) {
        YX_CHECK(storage::keep_import_head(
            transaction, services.keys, id, pack(up.look->head), up.look->rows, up.now));
    }
    YX_CHECK(audit_staff(transaction,
                         domain::EventKind::import_uploaded,
                         up.actor,
                         object_of(id),
                         up.now,
                         {{"bytes", std::to_string(up.sheet.spool->file().size)},
                          {"sha256", to_hex(up.sheet.spool->file().sha256)}}));
    if (up.plan) {
        YX_TRY(const ImportRecord record, load_own_import(transaction, up.actor, id));
        YX_CHECK(keep_plan(transaction, services, up.actor, record, *up.plan, up.now));
    }
    return id;
}

Result<ImportView> view_of(Reader& reader, const Services& services, ImportRecord record) {
    ImportView view;
    YX_TRY(const auto sheet,
           storage::find_import_file(reader, services.keys, record.id, ImportFileKind::sheet));
    YX_TRY(const auto photos,
           storage::find_import_file(reader, services.keys, record.id, ImportFileKind::photos));
    if (sheet) view.sheet_name = sheet->name;
    if (photos) {
        view.photos_name = photos->name;
        view.photos_wait = photos->waits();
        YX_TRY(view.photos, storage::count_import_photos(reader, record.id));
    }
    YX_TRY(view.maker, storage::staff_name(reader, services.keys, record.made_by));
    if (!record.failure_facts.empty()) {
        YX_TRY(view.failure_params, unpack_facts(record.failure_facts));
    }
    YX_TRY(const std::string plan, storage::load_import_plan(reader, services.keys, record.id));
    if (!plan.empty()) {
        YX_TRY(view.plan, unpack_plan(plan));
    }
    view.record = std::move(record);
    return view;
}

}  // namespace

std::vector<const domain::Qualification*> qualifications_of(const config::Reference& reference,
                                                            std::string_view issuer_id) {
    std::vector<const domain::Qualification*> items;
    for (const domain::Qualification& item : reference.catalogue.items()) {
        const bool is_issued = std::ranges::any_of(
            item.editions, [&](const auto& edition) { return edition.issuer_id == issuer_id; });
        if (is_issued) items.push_back(&item);
    }
    return items;
}

Result<ImportRecord> load_own_import(Reader& reader, const StaffActor& actor, ImportId id) {
    YX_CHECK(require(actor, OfficeAct::import_results));
    YX_TRY(auto record, storage::find_import(reader, id));
    if (!record) return Error(ErrorCode::not_found, "import");
    YX_CHECK(require_scope(actor, record->issuer_id));
    return *std::move(record);
}

Result<ImportRecord> load_open_import(Reader& reader,
                                      const StaffActor& actor,
                                      ImportId id,
                                      std::optional<std::int64_t> version,
                                      ImportState state) {
    YX_TRY(ImportRecord record, load_own_import(reader, actor, id));
    if (record.state != state) return Error(ErrorCode::import_not_open);
    if (version && *version != record.version) {
        return Error(ErrorCode::text_edited_meanwhile, "import");
    }
    return record;
}

Result<ImportRecord> load_import_for_photos(Reader& reader, const StaffActor& actor, ImportId id) {
    YX_TRY(ImportRecord record, load_own_import(reader, actor, id));
    if (record.state != ImportState::checked && record.state != ImportState::mapping) {
        return Error(ErrorCode::import_not_open);
    }
    return record;
}

Result<void> audit_import(
    Transaction& transaction, const StaffActor& actor, ImportId id, std::string what, Instant now) {
    return audit_staff(transaction,
                       domain::EventKind::import_changed,
                       actor,
                       object_of(id),
                       now,
                       {{"what", std::move(what)}});
}

Task<Result<ImportId>> start_import(Services& services, StaffActor actor, StartImport start) {
    YX_CO_TRY(const std::string issuer, issuer_of_upload(services, actor, start.issuer_id));
    if (!start.sheet.is_there()) {
        co_return of_field(Error(ErrorCode::import_file_unknown), "sheet");
    }
    const Instant now = services.clock.now();
    YX_CO_TRY(auto columns, co_await services.store.read([&](Reader& reader) {
        return storage::load_column_memory(reader, issuer);
    }));
    const auto memory = make_header_memory(std::move(columns));
    auto look = co_await flow::on_pool(services.cpu, [&services, &start, &memory] {
        return look_at_sheet(services, start, memory);
    });
    if (!look) co_return of_field(std::move(look).error(), "sheet");
    std::optional<domain::ImportPlan> plan;
    if (start.columns) {
        const ImportHead& head = (*look)->head;
        plan = guess_plan(*services.reference, issuer, head, memory, civil_day(now));
        plan->qualification_id = start.columns->qualification_id;
        plan->exam_year = start.columns->exam_year;
        YX_CO_TRY(plan, complete_plan(*services.reference, issuer, head, *std::move(plan)));
    }
    if (start.photos.is_there()) {
        const auto opened = co_await flow::on_pool(services.cpu, [&services, &start] {
            return look_at_archive(services, start.photos.spool->file());
        });
        if (!opened) co_return of_field(Error(opened.error()), "photos");
    }
    const NewUpload upload{
        actor, issuer, start.sheet, start.photos, *std::move(look), std::move(plan), now};
    auto entered = co_await services.store.write(
        [&](Transaction& transaction) { return enter(transaction, services, upload); });
    if (!entered) co_return std::move(entered).error();
    start.sheet.spool->keep();
    if (start.photos.is_there()) start.photos.spool->keep();
    co_return *entered;
}

Task<Result<ImportView>> find_import(Services& services, StaffActor actor, ImportId id) {
    co_return co_await services.store.read([&](Reader& reader) -> Result<ImportView> {
        YX_TRY(ImportRecord record, load_own_import(reader, actor, id));
        return view_of(reader, services, std::move(record));
    });
}

Task<Result<std::vector<ImportView>>> list_imports(Services& services,
                                                   StaffActor actor,
                                                   Instant before) {
    using Views = std::vector<ImportView>;
    YX_CO_CHECK(require(actor, OfficeAct::import_results));
    co_return co_await services.store.read([&](Reader& reader) -> Result<Views> {
        YX_TRY(auto records,
               storage::list_imports(reader, actor.issuer_id, before, most_imports_shown));
        Views views;
        for (ImportRecord& record : records) {
            YX_TRY(ImportView view, view_of(reader, services, std::move(record)));
            views.push_back(std::move(view));
        }
        return views;
    });
}

Task<Result<MappingView>> load_mapping(Services& services, StaffActor actor, ImportId id) {
    const CivilDay today = civil_day(services.clock.now());
    co_return co_await services.store.read([&](Reader& reader) -> Result<MappingView> {
        MappingView view;
        YX_TRY(view.record, load_own_import(reader, actor, id));
        const ImportState state = view.record.state;
        if (state != ImportState::mapping && state != ImportState::checked) {
            return Error(ErrorCode::import_not_open);
        }
        YX_TRY(const std::string head, storage::load_import_head(reader, services.keys, id));
        YX_TRY(view.head, unpack_head(head));
        YX_TRY(const std::string plan, storage::load_import_plan(reader, services.keys, id));
        view.is_guess = plan.empty();
        if (!view.is_guess) {
            YX_TRY(view.plan, unpack_plan(plan));
            return view;
        }
        YX_TRY(auto memory, storage::load_column_memory(reader, view.record.issuer_id));
        view.plan = guess_plan(*services.reference,
                               view.record.issuer_id,
                               view.head,
                               make_header_memory(std::move(memory)),
                               today);
        return view;
    });
}

Task<Result<void>> set_mapping(Services& services,
                               StaffActor actor,
                               ImportId id,
                               std::int64_t version,
                               domain::ImportPlan plan) {
    const Instant now = services.clock.now();
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_TRY(const ImportRecord record, load_own_import(transaction, actor, id));
        if (record.state != ImportState::mapping && record.state != ImportState::checked) {
            return Error(ErrorCode::import_not_open);
        }
        if (record.version != version) return Error(ErrorCode::text_edited_meanwhile, "import");
        YX_TRY(const std::string packed, storage::load_import_head(transaction, services.keys, id));
        YX_TRY(const ImportHead head, unpack_head(packed));
        YX_TRY(const domain::ImportPlan whole,
               complete_plan(*services.reference, record.issuer_id, head, std::move(plan)));
        return keep_plan(transaction, services, actor, record, whole, now);
    });
}

Task<Result<void>> add_photos(Services& services,
                              StaffActor actor,
                              ImportId id,
                              UploadedFile photos) {
    if (!photos.is_there()) {
        co_return of_field(Error(ErrorCode::import_file_unknown), "photos");
    }
    const auto opened = co_await flow::on_pool(services.cpu, [&services, &photos] {
        return look_at_archive(services, photos.spool->file());
    });
    if (!opened) co_return of_field(Error(opened.error()), "photos");
    const Instant now = services.clock.now();
    std::string replaced;
    const auto added = co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_TRY(const ImportRecord record, load_import_for_photos(transaction, actor, id));
        YX_TRY(const auto before,
               storage::find_import_file(transaction, services.keys, id, ImportFileKind::photos));
        replaced = before ? before->spooled.name : std::string();
        YX_CHECK(keep_file(transaction, services, id, ImportFileKind::photos, photos, now));
        YX_CHECK(storage::note_import_failure(transaction, id, std::nullopt, {}));
        YX_CHECK(audit_import(transaction, actor, id, "photos", now));
        if (record.state != ImportState::checked) return ok();
        return storage::start_import_checking(transaction, id, now);
    });
    if (!added) co_return added;
    photos.spool->keep();
    if (replaced.empty()) co_return ok();
    co_return storage::remove_spooled(spool_directory(services), replaced);
}

Task<Result<void>> discard_import(
    Services& services, StaffActor actor, ImportId id, std::int64_t version, Mode mode) {
    const Instant now = services.clock.now();
    auto run = [actor, id, version, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const ImportRecord record, load_own_import(transaction, actor, id));
        if (!domain::is_open(record.state)) return Error(ErrorCode::import_not_open);
        if (record.version != version) return Error(ErrorCode::text_edited_meanwhile, "import");
        YX_CHECK(storage::discard_import(transaction, record, now));
        return audit_staff(
            transaction, domain::EventKind::import_discarded, actor, object_of(id), now);
    };
    co_return co_await run_in_mode(services, mode, std::move(run));
}

}  // namespace yinxin::service
