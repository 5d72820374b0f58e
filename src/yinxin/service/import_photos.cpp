// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_photos.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/documents/photo_check.hpp"
#include "yinxin/domain/id_number.hpp"
#include "yinxin/service/import_uploads.hpp"
#include "yinxin/storage/personal_columns.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::ImportFileKind;
using sheets::ArchiveEntry;

constexpr std::size_t photos_of_a_piece = 50;
constexpr std::size_t shortest_number = 5;
constexpr std::size_t longest_old_number = 15;
/// A file that is larger is not even unpacked.
constexpr std::size_t most_unpacked = std::size_t{16} * 1024 * 1024;

bool is_number_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-';
}

/// The longest run of characters of numbers.
std::string_view longest_number(std::string_view text) {
    std::string_view best;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_number_character(text[end]))
            ++end;
        if (end - at > best.size()) best = text.substr(at, end - at);
        at = std::max(end, at + 1);
    }
    return best;
}

/// One file of an archive.
struct JudgedPhoto {
    std::string number;
    std::string problem;  ///< why it is refused: a key; empty: good
    Bytes content;        ///< of a good one
};
/// @error archive.unreadable
Result<JudgedPhoto> judge_photo(sheets::Archive& archive, const ArchiveEntry& entry) {
    JudgedPhoto photo;
    photo.number = number_in_file_name(entry.name);
    if (photo.number.empty()) {
        photo.problem = "no_number";
    } else if (entry.size > most_unpacked) {
        photo.problem = domain::key(documents::PhotoProblem::too_many_bytes);
    } else {
        YX_TRY(photo.content, archive.read(entry));
        const auto problem = documents::check_photo_file(photo.content);
        if (problem) photo.problem = domain::key(*problem);
    }
    return photo;
}

/// Several photos on their way to the disk together.
struct Piece {
    std::vector<storage::ImportPhoto> photos;
    std::vector<Bytes> contents;  ///< of those that are good, in the same order
};

class Taker {
  public:
    Taker(const Services& services, const storage::ImportRecord& import)
        : services_(services), import_(import) {}

    /// Judges one entry. @error archive.unreadable
    Result<void> take(sheets::Archive& archive,
                      const ArchiveEntry& entry,
                      std::int64_t entry_no,
                      Piece& piece) const {
        storage::ImportPhoto photo;
        photo.entry_no = entry_no;
        photo.name = entry.name;
        YX_TRY(JudgedPhoto judged, judge_photo(archive, entry));
        photo.name_index =
            storage::personal_columns::import_photo_index(services_.keys.index, judged.number);
        photo.problem = std::move(judged.problem);
        if (photo.problem.empty()) {
            photo.sha256 = crypto::sha256(judged.content);
            YX_TRY(photo.was_there, services_.blobs.has(*photo.sha256));
            piece.contents.push_back(std::move(judged.content));
        }
        piece.photos.push_back(std::move(photo));
        return ok();
    }

    /// First the blobs, then the rows that name them: after a power cut the piece is taken again.
    Result<void> keep(Piece piece) const {
        std::vector<storage::Blob> blobs;
        std::size_t next = 0;
        for (const storage::ImportPhoto& photo : piece.photos) {
            if (photo.sha256) blobs.push_back({*photo.sha256, piece.contents[next++]});
        }
        YX_CHECK(services_.blobs.put_all(blobs));
        return services_.store.write_now([&](storage::Transaction& transaction) -> Result<void> {
            YX_TRY(const auto now, storage::find_import(transaction, import_.id));
            if (!now || now->state != import_.state) return Error(ErrorCode::lease_lost, "photos");
            for (const storage::ImportPhoto& photo : piece.photos) {
                YX_CHECK(
                    storage::insert_import_photo(transaction, services_.keys, import_.id, photo));
            }
            return ok();
        });
    }

  private:
    const Services& services_;
    const storage::ImportRecord& import_;
};

Result<void> take_all(const Services& services,
                      const storage::ImportRecord& import,
                      const storage::ImportFile& file,
                      const std::function<bool()>& stops) {
    YX_TRY(const auto memory, storage::SpoolMemory::open(spool_directory(services), file.spooled));
    YX_TRY(auto archive, sheets::Archive::open(memory.view(), photo_archive_limits()));
    YX_TRY(const std::int64_t last, services.store.read_now([&](storage::Reader& reader) {
        return storage::last_photo_entry(reader, import.id);
    }));
    const Taker taker(services, import);
    Piece piece;
    std::int64_t entry_no = file.first_entry;
    for (const ArchiveEntry& entry : archive.entries()) {
        if (is_system_file(entry.name)) continue;
        const std::int64_t number = entry_no++;
        if (number <= last) continue;
        YX_CHECK(taker.take(archive, entry, number, piece));
        if (piece.photos.size() < photos_of_a_piece) continue;
        YX_CHECK(taker.keep(std::exchange(piece, {})));
        if (stops && stops()) return Error(ErrorCode::unavailable, "stopping");
    }
    if (piece.photos.empty()) return ok();
    return taker.keep(std::move(piece));
}

Result<PhotoJudgement> judge_all(BytesView content) {
    YX_TRY(auto archive, sheets::Archive::open(content, photo_archive_limits()));
    if (archive.entries().empty()) return Error(ErrorCode::archive_unreadable, "no files in it");
    PhotoJudgement judgement;
    for (const ArchiveEntry& entry : archive.entries()) {
        if (is_system_file(entry.name)) continue;
        YX_TRY(const JudgedPhoto photo, judge_photo(archive, entry));
        if (photo.problem.empty()) {
            ++judgement.good;
        } else {
            ++judgement.refused[photo.problem];
        }
    }
    return judgement;
}

}  // namespace

sheets::ArchiveLimits photo_archive_limits() {
    sheets::ArchiveLimits limits;
    limits.entries = 65'535;
    limits.unpacked_bytes = std::size_t{2} * 1024 * 1024 * 1024;
    return limits;
}

std::string number_in_file_name(std::string_view name) {
    if (const auto slash = name.rfind('/'); slash != std::string_view::npos) {
        name.remove_prefix(slash + 1);
    }
    if (const auto dot = name.rfind('.'); dot != std::string_view::npos) {
        name = name.substr(0, dot);
    }
    const std::string stem = to_upper_ascii(replace_all(std::string(trim(name)), " ", ""));
    std::string number(longest_number(stem));
    // Officer cards are named in Chinese.
    if (number.size() < shortest_number) return {};
    if (number.size() < stem.size() && stem.find("\xE5\xAD\x97\xE7\xAC\xAC") != std::string::npos) {
        return stem;
    }
    if (number.size() == longest_old_number) {
        const auto resident =
            domain::parse_id_number(domain::IdDocumentType::resident_identity_card, number);
        if (resident) return resident->number;
    }
    return number;
}

bool is_system_file(std::string_view name) {
    const std::size_t slash = name.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? name : name.substr(slash + 1);
    return last.starts_with('.') || last == "Thumbs.db" || last == "desktop.ini" ||
           name.starts_with("__MACOSX/");
}

Task<Result<UnusedPhotos>> list_unused_photos(Services& services,
                                              domain::StaffActor actor,
                                              domain::ImportId id,
                                              std::int64_t after) {
    co_return co_await services.store.read([&](storage::Reader& reader) -> Result<UnusedPhotos> {
        YX_CHECK(load_own_import(reader, actor, id));
        UnusedPhotos unused;
        YX_TRY(unused.photos,
               storage::list_unused_photos(reader, services.keys, id, after, photos_of_a_page + 1));
        unused.has_more = static_cast<std::int64_t>(unused.photos.size()) > photos_of_a_page;
        if (unused.has_more) unused.photos.pop_back();
        return unused;
    });
}

Task<Result<PhotoJudgement>> judge_photos(Services& services,
                                          domain::StaffActor actor,
                                          domain::ImportId id,
                                          Bytes archive) {
    YX_CO_CHECK(co_await services.store.read([&](storage::Reader& reader) -> Result<void> {
        YX_CHECK(load_import_for_photos(reader, actor, id));
        return ok();
    }));
    if (archive.empty()) {
        co_return Error(ErrorCode::import_file_unknown).with("field", "photos");
    }
    auto judged = co_await flow::on_pool(
        services.cpu, [archive = std::move(archive)] { return judge_all(archive); });
    if (!judged) co_return std::move(judged).error().with("field", "photos");
    co_return judged;
}

Result<void> take_photos(const Services& services,
                         const storage::ImportRecord& import,
                         const std::function<bool()>& stops) {
    YX_TRY(const auto file, services.store.read_now([&](storage::Reader& reader) {
        return storage::find_import_file(reader, services.keys, import.id, ImportFileKind::photos);
    }));
    if (!file || !file->waits()) return ok();
    YX_CHECK(take_all(services, import, *file, stops));
    YX_CHECK(services.store.write_now([&](storage::Transaction& transaction) {
        return storage::forget_import_file(transaction, import.id, ImportFileKind::photos);
    }));
    return storage::remove_spooled(spool_directory(services), file->spooled.name);
}

}  // namespace yinxin::service
