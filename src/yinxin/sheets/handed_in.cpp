// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/handed_in.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/sheets/archive.hpp"
#include "yinxin/sheets/zip_layout.hpp"

#include <algorithm>
#include <array>

namespace yinxin::sheets {
namespace {

constexpr std::size_t longest_name = 200;
/// Bytes of a cell that is read at all; longer ones are no list of people.
constexpr std::size_t longest_cell = std::size_t{32} * 1024;
/// Sheets and tables that are opened; each may unpack to a multiple of its size.
constexpr std::size_t most_opened = 50;
constexpr std::size_t largest_workbook = std::size_t{32} * 1024 * 1024;

enum class Kind { table, file, archive, old_excel };

bool ends_as(std::string_view name, std::span<const std::string_view> ends) {
    const std::string lower = to_lower_ascii(name);
    return std::ranges::any_of(ends, [&](std::string_view end) { return lower.ends_with(end); });
}

bool has_table_name(std::string_view name) {
    static constexpr std::array<std::string_view, 4> ends{".csv", ".tsv", ".txt", ".tab"};
    return ends_as(name, ends);
}

bool is_known_file(std::string_view bytes) {
    static constexpr std::array<std::string_view, 3> starts{
        "%PDF-", "\xFF\xD8\xFF", "\x89PNG\r\n\x1A\n"};
    return std::ranges::any_of(starts,
                               [&](std::string_view start) { return bytes.starts_with(start); });
}

bool holds(const std::vector<ZipEntry>& entries, std::string_view name) {
    return std::ranges::find(entries, name, &ZipEntry::raw_name) != entries.end();
}

/// A ZIP: a workbook, an OFD, or an archive proper. An OFD that only its own strict reader can
/// judge goes there by its name.
Kind kind_of_archive(BytesView file, std::string_view name) {
    const auto entries = read_zip_layout(file);
    if (!entries) return to_lower_ascii(name).ends_with(".ofd") ? Kind::file : Kind::archive;
    if (holds(*entries, "OFD.xml")) return Kind::file;
    return holds(*entries, "[Content_Types].xml") ? Kind::table : Kind::archive;
}

/// @param unknown  what bytes are that say nothing of themselves.
Kind kind_of(BytesView file, std::string_view name, Kind unknown) {
    const std::string_view bytes = as_text(file);
    if (is_known_file(bytes)) return Kind::file;
    if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return Kind::old_excel;
    if (is_archive(file)) return kind_of_archive(file, name);
    return has_table_name(name) ? Kind::table : unknown;
}

/// What systems put beside people's files.
bool is_litter(std::string_view name) {
    static constexpr std::array<std::string_view, 3> names{".ds_store", "thumbs.db", "desktop.ini"};
    const std::string_view base = name.substr(name.rfind('/') + 1);
    return name.starts_with("__MACOSX/") || base.starts_with("._") || base.starts_with("~$") ||
           std::ranges::find(names, to_lower_ascii(base)) != names.end();
}

/// The first bytes of a text, never half a character.
std::string shortened(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
        --most;
    return std::string(text.substr(0, most));
}

/// A name for people: the browser may have sent a path, or bytes that are no text.
std::string shown_name(std::string_view name) {
    name.remove_prefix(name.find_last_of("/\\") + 1);
    std::string clean = is_utf8(name) ? std::string(name) : "";
    std::erase_if(clean, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    return shortened(clean, longest_name);
}

Row kept_row(const Row& row, std::size_t cell_bytes) {
    Row kept{row.number, {}};
    for (const Cell& cell : row.cells) {
        kept.cells.push_back({shortened(trim(cell.text), cell_bytes), cell.kind});
    }
    return kept;
}

}  // namespace

struct HandedIn::State {
    Bytes bytes;
    HandedLimits limits;
    std::optional<Archive> archive;  ///< none: what was handed in is the one file
    std::vector<HandedTable> tables;
    std::vector<HandedFile> files;
    std::size_t rows = 0;
    std::size_t opened = 0;

    [[nodiscard]] Error too_many() const {
        return Error(ErrorCode::bulk_too_many)
            .with("most", std::to_string(limits.rows))
            .with("files", std::to_string(limits.files));
    }

    Result<void> count_opened(std::size_t more) {
        opened += more;
        if (opened > most_opened) return too_many();
        return ok();
    }

    Result<void> read_table(BytesView file, const std::string& name) {
        SheetOptions options;
        // One more than may be, so that it is us who say what is too many.
        options.limits.rows = limits.rows + 1;
        options.limits.columns = limits.columns;
        options.limits.cell_bytes = longest_cell;
        options.limits.unpacked_bytes = std::min(limits.unpacked_bytes, largest_workbook);
        YX_CHECK(count_opened(1));
        YX_TRY(const auto first, open_sheet(file, options));
        const std::vector<std::string> sheets = first->sheet_names();
        if (sheets.size() < 2) return read_rows(*first, name);
        YX_CHECK(count_opened(sheets.size()));
        for (const std::string& sheet : sheets) {
            options.sheet = sheet;
            YX_TRY(const auto reader, open_sheet(file, options));
            YX_CHECK(read_rows(*reader, name + " / " + shown_name(sheet)));
        }
        return ok();
    }

    Result<void> read_rows(SheetReader& reader, std::string name) {
        HandedTable table{std::move(name), {}};
        YX_CHECK(reader.each_row([&](const Row& row) -> Result<Walk> {
            if (++rows > limits.rows) return too_many();
            table.rows.push_back(kept_row(row, limits.cell_bytes));
            return Walk::on;
        }));
        if (!table.rows.empty()) tables.push_back(std::move(table));
        return ok();
    }

    Result<void> add_file(HandedFile file) {
        files.push_back(std::move(file));
        if (files.size() > limits.files) return too_many();
        return ok();
    }

    /// A fault of one file; what concerns the whole ends the reading.
    Result<void> add_entry(const ArchiveEntry& entry) {
        HandedFile file{shortened(entry.name, longest_name), entry.size, std::nullopt, entry.index};
        const auto fail = [&](ErrorCode code) {
            file.fault = code;
            return add_file(std::move(file));
        };
        if (entry.size > limits.file_bytes) return fail(ErrorCode::too_large);
        if (entry.size == 0) return fail(ErrorCode::bulk_empty);
        const Result<Bytes> content = archive->read(entry);
        if (!content) return fail(content.error().code());
        switch (kind_of(*content, entry.name, Kind::file)) {
            case Kind::file:
                return add_file(std::move(file));
            case Kind::archive:
                return fail(ErrorCode::archive_nested);
            case Kind::old_excel:
                return fail(ErrorCode::sheet_old_excel);
            case Kind::table:
                break;
        }
        const std::size_t before = tables.size();
        const Result<void> read = read_table(*content, file.name);
        if (read || read.error().code() == ErrorCode::bulk_too_many) return read;
        // Half a table would look like a whole one.
        while (tables.size() > before) {
            rows -= tables.back().rows.size();
            tables.pop_back();
        }
        return fail(read.error().code());
    }

    Result<void> read_archive() {
        ArchiveLimits bounds;
        bounds.unpacked_bytes = limits.unpacked_bytes;
        YX_TRY(archive, Archive::open(bytes, bounds));
        for (const ArchiveEntry& entry : archive->entries()) {
            if (!is_litter(entry.name)) YX_CHECK(add_entry(entry));
        }
        return ok();
    }

    Result<void> read(const std::string& name) {
        switch (kind_of(bytes, name, Kind::table)) {
            case Kind::archive:
                return read_archive();
            case Kind::table:
            case Kind::old_excel:
                return read_table(bytes, name);
            case Kind::file:
                break;
        }
        if (bytes.size() > limits.file_bytes) return Error(ErrorCode::too_large, "a file");
        return add_file({name, bytes.size(), std::nullopt, 0});
    }
};

HandedIn::HandedIn(std::unique_ptr<State> state) : state_(std::move(state)) {}
HandedIn::HandedIn(HandedIn&&) noexcept = default;
HandedIn& HandedIn::operator=(HandedIn&&) noexcept = default;
HandedIn::~HandedIn() = default;

Result<HandedIn> HandedIn::read(Bytes file, std::string name, const HandedLimits& limits) {
    auto state = std::make_unique<State>();
    state->bytes = std::move(file);
    state->limits = limits;
    YX_CHECK(state->read(shown_name(name)));
    if (state->rows + state->files.size() > limits.rows) return state->too_many();
    return HandedIn(std::move(state));
}

const std::vector<HandedTable>& HandedIn::tables() const noexcept {
    return state_->tables;
}

const std::vector<HandedFile>& HandedIn::files() const noexcept {
    return state_->files;
}

Result<Bytes> HandedIn::content(const HandedFile& file) {
    if (!state_->archive) return state_->bytes;
    const auto& entries = state_->archive->entries();
    const auto entry = std::ranges::find(entries, file.index, &ArchiveEntry::index);
    if (entry == entries.end()) return Error(ErrorCode::archive_unreadable, "no such entry");
    return state_->archive->read(*entry);
}

}  // namespace yinxin::sheets
