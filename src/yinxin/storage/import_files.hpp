// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/import.hpp"
#include "yinxin/domain/result_field.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/spool.hpp"
#include "yinxin/storage/store.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What was uploaded to an import: the table, the archive of photos, the photos in it; and what the
/// headers of tables meant the last time.
namespace yinxin::storage {

struct ImportFile {
    std::string name;              ///< what the browser said; for people
    SpooledFile spooled;           ///< without a name once the file was used
    std::int64_t first_entry = 0;  ///< of photos: the number its first entry gets
    Instant uploaded_at{};

    [[nodiscard]] bool waits() const noexcept { return !spooled.name.empty(); }
};
/// A second file of a kind takes the place of the first; its spool file is the caller's to remove.
Result<void> put_import_file(Transaction& transaction,
                             const DataKeys& keys,
                             domain::ImportId import,
                             domain::ImportFileKind kind,
                             const ImportFile& file);
Result<std::optional<ImportFile>> find_import_file(Reader& reader,
                                                   const DataKeys& keys,
                                                   domain::ImportId import,
                                                   domain::ImportFileKind kind);
/// It was used; its spool file is the caller's to remove.
Result<void> forget_import_file(Transaction& transaction,
                                domain::ImportId import,
                                domain::ImportFileKind kind);
/// Whether an import still needs this file of the spool.
Result<bool> is_spool_needed(Reader& reader, std::string_view name);

/// One file of the archive of photos.
struct ImportPhoto {
    std::int64_t entry_no = 0;  ///< from 1
    std::string name;           ///< in the archive; may be an ID number
    crypto::Digest32 name_index{};
    std::optional<crypto::Digest32> sha256;  ///< none: refused
    bool was_there = false;                  ///< in the blob store, before
    std::string problem;                     ///< why: a key
};
/// A photo that is there already, in this import or another, is shared from now on.
Result<void> insert_import_photo(Transaction& transaction,
                                 const DataKeys& keys,
                                 domain::ImportId import,
                                 const ImportPhoto& photo);
struct PhotoKey {
    std::int64_t entry_no = 0;
    crypto::Digest32 sha256{};
};
/// The photo named by a number.
Result<std::optional<PhotoKey>> find_import_photo(Reader& reader,
                                                  domain::ImportId import,
                                                  const crypto::Digest32& name_index);
Result<void> set_photo_row(Transaction& transaction,
                           domain::ImportId import,
                           std::int64_t entry_no,
                           std::int64_t row_no);
/// Photos that belong to nobody or were refused.
struct UnusedPhoto {
    std::int64_t entry_no = 0;
    std::string name;
    std::string problem;  ///< empty: it belongs to nobody
};
Result<std::vector<UnusedPhoto>> list_unused_photos(Reader& reader,
                                                    const DataKeys& keys,
                                                    domain::ImportId import,
                                                    std::int64_t after_entry,
                                                    std::int64_t most);
struct PhotoCounts {
    std::int64_t all = 0;
    std::int64_t used = 0;
    std::int64_t refused = 0;
};
Result<PhotoCounts> count_import_photos(Reader& reader, domain::ImportId import);
/// 0: none yet.
Result<std::int64_t> last_photo_entry(Reader& reader, domain::ImportId import);

/// Photos nobody else has, of an import that is given up: first the blob goes, then the row.
Result<std::vector<PhotoKey>> list_own_photos(Reader& reader,
                                              domain::ImportId import,
                                              std::int64_t most);
Result<void> forget_photo(Transaction& transaction, domain::ImportId import, std::int64_t entry_no);

/// By header_key.
using ColumnMemory = std::map<std::string, domain::ResultField, std::less<>>;
Result<ColumnMemory> load_column_memory(Reader& reader, std::string_view issuer_id);
Result<void> remember_column(Transaction& transaction,
                             std::string_view issuer_id,
                             std::string_view header_key,
                             domain::ResultField field,
                             Instant now);

}  // namespace yinxin::storage
