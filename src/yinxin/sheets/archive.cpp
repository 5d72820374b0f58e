// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/archive.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/sheets/text_code.hpp"
#include "yinxin/sheets/zip_layout.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <zip.h>

namespace yinxin::sheets {
namespace {

/// What is smaller than this bombs nobody, however well it packs.
constexpr std::size_t ratio_free = std::size_t{64} * 1024;
constexpr std::size_t piece_size = std::size_t{64} * 1024;

struct CloseZip {
    void operator()(zip_t* zip) const { zip_discard(zip); }
};
struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

Error unsafe(const char* reason) {
    return Error(ErrorCode::archive_unsafe, reason);
}
Error too_large(const char* reason, std::size_t most) {
    return Error(ErrorCode::archive_too_large, reason).with("most", std::to_string(most));
}

bool is_directory(std::string_view name) {
    return name.ends_with('/');
}

/// A name nobody could be led astray by, even if somebody used it as a path.
Result<std::string> name_of(const ZipEntry& entry) {
    if (entry.is_utf8 && !is_utf8(entry.raw_name)) return unsafe("a name that is not UTF-8");
    std::string name = to_utf8(entry.raw_name);
    if (name.empty()) return unsafe("a name that is no text");
    const bool has_control =
        std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (has_control || name.starts_with('/') || name.find('\\') != std::string::npos ||
        name.find(':') != std::string::npos) {
        return unsafe("a name that leads out");
    }
    std::string_view folders = name;
    if (is_directory(folders)) folders.remove_suffix(1);
    for (const std::string_view part : split(folders, '/')) {
        if (part.empty() || part == "." || part == "..") return unsafe("a name that leads out");
    }
    return name;
}

Result<std::vector<ArchiveEntry>> check_entries(const std::vector<ZipEntry>& rows,
                                                const ArchiveLimits& limits) {
    if (rows.size() > limits.entries) return too_large("entries", limits.entries);
    std::vector<ArchiveEntry> entries;
    std::set<std::string> names;
    std::size_t total = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const ZipEntry& row = rows[i];
        YX_TRY(std::string name, name_of(row));
        if (row.is_special) return unsafe("a link");
        // A file and a directory of one name are a collision too.
        std::string folded = to_lower_ascii(name);
        if (is_directory(folded)) folded.pop_back();
        if (!names.insert(std::move(folded)).second) return unsafe("a name twice");
        total += row.unpacked;
        if (total > limits.unpacked_bytes) return too_large("unpacked", limits.unpacked_bytes);
        if (row.unpacked > ratio_free && row.unpacked / limits.ratio > row.packed) {
            return too_large("ratio", limits.ratio);
        }
        if (!is_directory(name)) entries.push_back({i, std::move(name), row.unpacked});
    }
    return entries;
}

}  // namespace

struct Archive::State {
    std::unique_ptr<zip_t, CloseZip> zip;
    std::vector<ArchiveEntry> entries;
};

Archive::Archive(std::unique_ptr<State> state) : state_(std::move(state)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

Result<Archive> Archive::open(BytesView file, const ArchiveLimits& limits) {
    YX_TRY(const std::vector<ZipEntry> rows, read_zip_layout(file));
    auto state = std::make_unique<State>();
    YX_TRY(state->entries, check_entries(rows, limits));
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(file.data(), file.size(), 0, &error);
    if (source != nullptr) {
        state->zip.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
        if (!state->zip) zip_source_free(source);
    }
    zip_error_fini(&error);
    if (!state->zip) return Error(ErrorCode::archive_unreadable, "libzip does not open it");
    if (static_cast<std::size_t>(zip_get_num_entries(state->zip.get(), 0)) != rows.size()) {
        return unsafe("two readings of the directory");
    }
    return Archive(std::move(state));
}

const std::vector<ArchiveEntry>& Archive::entries() const noexcept {
    return state_->entries;
}

const ArchiveEntry* Archive::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(state_->entries, name, &ArchiveEntry::name);
    return found == state_->entries.end() ? nullptr : &*found;
}

Result<void> Archive::stream(const ArchiveEntry& entry,
                             const std::function<Result<void>(BytesView)>& take) {
    const Error lying(ErrorCode::archive_unreadable, "an entry is not what it announces");
    const std::unique_ptr<zip_file_t, CloseFile> file(
        zip_fopen_index(state_->zip.get(), entry.index, 0));
    if (!file) return lying;
    std::array<std::uint8_t, piece_size> piece{};
    std::size_t total = 0;
    for (;;) {
        // Reading up to the end is what makes libzip compare the checksum.
        const zip_int64_t count = zip_fread(file.get(), piece.data(), piece.size());
        if (count < 0) return lying;
        if (count == 0) break;
        total += static_cast<std::size_t>(count);
        if (total > entry.size) return lying;
        YX_CHECK(take(BytesView(piece.data(), static_cast<std::size_t>(count))));
    }
    if (total != entry.size) return lying;
    return ok();
}

Result<Bytes> Archive::read(const ArchiveEntry& entry) {
    Bytes bytes;
    YX_CHECK(stream(entry, [&](BytesView piece) {
        bytes.insert(bytes.end(), piece.begin(), piece.end());
        return ok();
    }));
    return bytes;
}

bool is_archive(BytesView file) noexcept {
    return as_text(file).starts_with("PK\x03\x04") || as_text(file).starts_with("PK\x05\x06");
}

}  // namespace yinxin::sheets
