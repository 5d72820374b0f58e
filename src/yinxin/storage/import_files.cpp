// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/import_files.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

using domain::ImportFileKind;
using domain::ImportId;

/// Members stand in the order of sql/import_file/find.sql.
struct SealedFile {
    Bytes name;
    std::string spool;
    std::optional<Bytes> key;
    std::int64_t size = 0;
    Bytes sha256;
    std::int64_t first_entry = 0;
    Instant uploaded_at{};
};
/// Members stand in the order of sql/import_photo/*.sql.
struct FoundPhoto {
    std::int64_t entry_no = 0;
    Bytes sha256;
};
struct SealedPhoto {
    std::int64_t entry_no = 0;
    Bytes name;
    std::string problem;
};
struct HeaderMeaning {
    std::string header;
    domain::ResultField field{};
};

crypto::Digest32 digest_of(BytesView bytes) {
    crypto::Digest32 digest{};
    if (bytes.size() == digest.size()) std::ranges::copy(bytes, digest.begin());
    return digest;
}

}  // namespace

Result<void> put_import_file(Transaction& transaction,
                             const DataKeys& keys,
                             ImportId import,
                             ImportFileKind kind,
                             const ImportFile& file) {
    const Bytes key = keys.columns.seal(personal_columns::import_file_key(import),
                                        file.spooled.key.expose_bytes());
    YX_CHECK(transaction.execute(
        sql::import_file::insert,
        import,
        kind,
        keys.columns.seal(personal_columns::import_file_name(import), file.name),
        file.spooled.name,
        key,
        static_cast<std::int64_t>(file.spooled.size),
        file.spooled.sha256,
        file.first_entry,
        file.uploaded_at));
    return ok();
}

Result<std::optional<ImportFile>> find_import_file(Reader& reader,
                                                   const DataKeys& keys,
                                                   ImportId import,
                                                   ImportFileKind kind) {
    YX_TRY(const auto sealed, reader.maybe<SealedFile>(sql::import_file::find, import, kind));
    if (!sealed) return std::optional<ImportFile>();
    ImportFile file;
    YX_TRY(file.name,
           keys.columns.open_text(personal_columns::import_file_name(import), sealed->name));
    if (sealed->key) {
        YX_TRY(const Bytes key,
               keys.columns.open(personal_columns::import_file_key(import), *sealed->key));
        file.spooled.key = Secret(BytesView(key));
        file.spooled.suite = keys.suite;
        file.spooled.name = sealed->spool;
    }
    file.spooled.size = static_cast<std::uint64_t>(sealed->size);
    file.spooled.sha256 = digest_of(sealed->sha256);
    file.first_entry = sealed->first_entry;
    file.uploaded_at = sealed->uploaded_at;
    return std::optional(std::move(file));
}

Result<void> forget_import_file(Transaction& transaction, ImportId import, ImportFileKind kind) {
    YX_CHECK(transaction.execute(sql::import_file::forget, import, kind));
    return ok();
}

Result<bool> is_spool_needed(Reader& reader, std::string_view name) {
    YX_TRY(const auto found, reader.maybe<std::int64_t>(sql::import_file::is_known, name));
    return found.has_value();
}

Result<void> insert_import_photo(Transaction& transaction,
                                 const DataKeys& keys,
                                 ImportId import,
                                 const ImportPhoto& photo) {
    bool is_shared = photo.was_there;
    if (photo.sha256) {
        YX_TRY(const std::int64_t others,
               transaction.execute(sql::import_photo::share, *photo.sha256));
        is_shared = is_shared || others > 0;
    }
    YX_CHECK(transaction.execute(
        sql::import_photo::insert,
        import,
        photo.entry_no,
        keys.columns.seal(personal_columns::import_photo_name(import), photo.name),
        photo.name_index,
        photo.sha256,
        is_shared,
        photo.problem));
    return ok();
}

Result<std::optional<PhotoKey>> find_import_photo(Reader& reader,
                                                  ImportId import,
                                                  const crypto::Digest32& name_index) {
    YX_TRY(const auto found, reader.maybe<FoundPhoto>(sql::import_photo::find, import, name_index));
    if (!found) return std::optional<PhotoKey>();
    return std::optional(PhotoKey{found->entry_no, digest_of(found->sha256)});
}

Result<void> set_photo_row(Transaction& transaction,
                           ImportId import,
                           std::int64_t entry_no,
                           std::int64_t row_no) {
    YX_CHECK(transaction.send(sql::import_photo::set_row, import, entry_no, row_no));
    return ok();
}

Result<std::vector<UnusedPhoto>> list_unused_photos(Reader& reader,
                                                    const DataKeys& keys,
                                                    ImportId import,
                                                    std::int64_t after_entry,
                                                    std::int64_t most) {
    YX_TRY(const auto sealed,
           reader.all<SealedPhoto>(sql::import_photo::list_unused, import, after_entry, most));
    std::vector<UnusedPhoto> photos;
    for (const SealedPhoto& one : sealed) {
        YX_TRY(std::string name,
               keys.columns.open_text(personal_columns::import_photo_name(import), one.name));
        photos.push_back({one.entry_no, std::move(name), one.problem});
    }
    return photos;
}

Result<PhotoCounts> count_import_photos(Reader& reader, ImportId import) {
    return reader.one<PhotoCounts>(sql::import_photo::count, import);
}

Result<std::int64_t> last_photo_entry(Reader& reader, ImportId import) {
    return reader.one<std::int64_t>(sql::import_photo::last_entry, import);
}

Result<std::vector<PhotoKey>> list_own_photos(Reader& reader, ImportId import, std::int64_t most) {
    YX_TRY(const auto found, reader.all<FoundPhoto>(sql::import_photo::list_own, import, most));
    std::vector<PhotoKey> photos;
    for (const FoundPhoto& one : found) {
        photos.push_back({one.entry_no, digest_of(one.sha256)});
    }
    return photos;
}

Result<void> forget_photo(Transaction& transaction, ImportId import, std::int64_t entry_no) {
    YX_CHECK(transaction.execute(sql::import_photo::forget_one, import, entry_no));
    return ok();
}

Result<ColumnMemory> load_column_memory(Reader& reader, std::string_view issuer_id) {
    YX_TRY(const auto rows, reader.all<HeaderMeaning>(sql::column_mapping::list, issuer_id));
    ColumnMemory memory;
    for (const HeaderMeaning& row : rows) {
        memory.emplace(row.header, row.field);
    }
    return memory;
}

Result<void> remember_column(Transaction& transaction,
                             std::string_view issuer_id,
                             std::string_view header_key,
                             domain::ResultField field,
                             Instant now) {
    YX_CHECK(transaction.execute(sql::column_mapping::put, issuer_id, header_key, field, now));
    return ok();
}

}  // namespace yinxin::storage
