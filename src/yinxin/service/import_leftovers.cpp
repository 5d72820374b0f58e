// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_leftovers.hpp"

#include "yinxin/service/import_uploads.hpp"
#include "yinxin/storage/import_files.hpp"
#include "yinxin/storage/import_work.hpp"

namespace yinxin::service {
namespace {

using domain::ImportFileKind;
using domain::ImportId;
using storage::Reader;
using storage::Transaction;

constexpr std::int64_t forgotten_at_once = 500;
/// Rows that were left out can be downloaded for so long after the submission.
constexpr Days left_out_rows_stay{90};

Result<std::int64_t> forget_files(const Services& services, ImportId import) {
    std::int64_t forgotten = 0;
    for (const auto& [kind, name] : domain::all_keyed<ImportFileKind>()) {
        YX_TRY(const auto file, services.store.read_now([&](Reader& reader) {
            return storage::find_import_file(reader, services.keys, import, kind);
        }));
        if (!file || !file->waits()) continue;
        YX_CHECK(storage::remove_spooled(spool_directory(services), file->spooled.name));
        YX_CHECK(services.store.write_now([&](Transaction& transaction) {
            return storage::forget_import_file(transaction, import, kind);
        }));
        ++forgotten;
    }
    return forgotten;
}

Result<std::int64_t> forget_photos(const Services& services, ImportId import) {
    YX_TRY(const auto photos, services.store.read_now([&](Reader& reader) {
        return storage::list_own_photos(reader, import, forgotten_at_once);
    }));
    std::vector<crypto::Digest32> names;
    for (const storage::PhotoKey& photo : photos)
        names.push_back(photo.sha256);
    YX_CHECK(services.blobs.remove_all(names));
    YX_CHECK(services.store.write_now([&](Transaction& transaction) -> Result<void> {
        for (const storage::PhotoKey& photo : photos) {
            YX_CHECK(storage::forget_photo(transaction, import, photo.entry_no));
        }
        return ok();
    }));
    return static_cast<std::int64_t>(photos.size());
}

}  // namespace

Result<std::int64_t> forget_ended_imports(const Services& services) {
    const Instant before = services.clock.now() - left_out_rows_stay;
    YX_TRY(const auto imports, services.store.read_now([&](Reader& reader) {
        return storage::list_ended_imports(reader, before, 1);
    }));
    std::int64_t forgotten = 0;
    for (const ImportId id : imports) {
        YX_TRY(const auto import, services.store.read_now([&](Reader& reader) {
            return storage::find_import(reader, id);
        }));
        if (!import) continue;
        YX_TRY(const std::int64_t files, forget_files(services, id));
        YX_TRY(const std::int64_t photos, forget_photos(services, id));
        const bool keeps_rows = import->submitted_at && *import->submitted_at >= before;
        YX_TRY(const std::int64_t rows,
               services.store.write_now([&](Transaction& transaction) -> Result<std::int64_t> {
                   YX_TRY(const std::int64_t others,
                          storage::forget_import_photos(transaction, id, forgotten_at_once));
                   if (keeps_rows) return others;
                   YX_TRY(const std::int64_t count,
                          storage::forget_import_rows(transaction, id, forgotten_at_once));
                   return others + count;
               }));
        forgotten += files + photos + rows;
    }
    return forgotten;
}

}  // namespace yinxin::service
