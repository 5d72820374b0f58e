// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/backup_archive.hpp"

#include "yinxin/storage/backup_form.hpp"

#include <algorithm>

namespace yinxin::storage {

using namespace backup_form;

bool is_backup_name(std::string_view name) noexcept {
    constexpr std::size_t longest = 255;
    if (name.empty() || name.size() > longest) return false;
    std::size_t part = 0;
    for (std::size_t i = 0; i <= name.size(); ++i) {
        if (i == name.size() || name[i] == '/') {
            if (part == 0) return false;
            part = 0;
            continue;
        }
        const char c = name[i];
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
        if (!is_plain) return false;
        if (c == '.' && part == 0 && (i + 1 == name.size() || name[i + 1] == '/')) return false;
        if (c == '.' && part == 1 && name[i - 1] == '.') return false;
        ++part;
    }
    return true;
}

std::optional<BackupFault> fault_of(const Error& error) {
    const auto named = error.params().find("fault");
    if (named == error.params().end()) return std::nullopt;
    const auto fault = domain::parse_key<BackupFault>(named->second);
    return fault ? std::optional(*fault) : std::nullopt;
}

struct BackupWriter::State {
    ByteSink sink;
    Secret key;
    std::unique_ptr<Chunks> chunks;
    Bytes chunk;
    std::uint64_t left = 0;

    /// A full chunk is kept until it is known whether another follows.
    Result<void> put(BytesView piece) {
        while (!piece.empty()) {
            if (chunk.size() == chunk_size) {
                YX_CHECK(sink(chunks->seal(chunk, Place::more)));
                chunk.clear();
            }
            const std::size_t taken = std::min(piece.size(), chunk_size - chunk.size());
            chunk.insert(chunk.end(), piece.begin(), piece.begin() + static_cast<long>(taken));
            piece = piece.subspan(taken);
        }
        return ok();
    }
};

BackupWriter::BackupWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
BackupWriter::BackupWriter(BackupWriter&&) noexcept = default;
BackupWriter::~BackupWriter() = default;

Result<BackupWriter> BackupWriter::start(const crypto::BackupRecipient& recipient, ByteSink sink) {
    auto state = std::make_unique<State>();
    state->sink = std::move(sink);
    state->key = fresh_key();
    state->chunk.reserve(chunk_size);
    YX_TRY(const Bytes sealed, recipient.seal(state->key));
    const Bytes header = make_header(recipient, sealed);
    YX_TRY(Chunks chunks, Chunks::make(state->key, recipient.suite(), header));
    state->chunks = std::make_unique<Chunks>(std::move(chunks));
    YX_CHECK(state->sink(header));
    return BackupWriter(std::move(state));
}

Result<void> BackupWriter::begin(std::string_view name, std::uint64_t size) {
    if (!is_backup_name(name) || state_->left != 0) {
        return Error(ErrorCode::internal, "no entry can begin: " + std::string(name));
    }
    state_->left = size;
    Bytes head{entry_follows};
    append_number(head, name.size(), name_length_size);
    head.insert(head.end(), name.begin(), name.end());
    append_number(head, size, entry_length_size);
    return state_->put(head);
}

Result<void> BackupWriter::write(BytesView piece) {
    if (piece.size() > state_->left) {
        return Error(ErrorCode::internal, "an entry is longer than it said");
    }
    state_->left -= piece.size();
    return state_->put(piece);
}

Result<void> BackupWriter::finish() {
    if (state_->left != 0) return Error(ErrorCode::internal, "an entry is shorter than it said");
    YX_CHECK(state_->put(Bytes{no_entry_follows}));
    YX_CHECK(state_->sink(state_->chunks->seal(state_->chunk, Place::last)));
    return state_->sink(as_bytes(trailer));
}

const Secret& BackupWriter::file_key() const noexcept {
    return state_->key;
}

Result<void> BackupEntries::read_exactly(std::span<std::uint8_t> target) {
    while (!target.empty()) {
        YX_TRY(const std::size_t got, source_(target));
        if (got == 0) return backup_error(BackupFault::content_wrong, "it ends inside an entry");
        target = target.subspan(got);
    }
    return ok();
}

Result<std::optional<BackupEntries::Entry>> BackupEntries::next() {
    Bytes passed(std::min<std::uint64_t>(left_, chunk_size));
    while (left_ > 0)
        YX_CHECK(read(passed));
    std::array<std::uint8_t, 1> kind{};
    YX_CHECK(read_exactly(kind));
    if (kind[0] == no_entry_follows) {
        YX_TRY(const std::size_t more, source_(kind));
        if (more != 0) return backup_error(BackupFault::content_wrong, "bytes after the end");
        return std::optional<Entry>();
    }
    if (kind[0] != entry_follows) {
        return backup_error(BackupFault::content_wrong, "no entry where one should begin");
    }
    std::array<std::uint8_t, name_length_size> name_length{};
    YX_CHECK(read_exactly(name_length));
    Bytes name(read_number(name_length));
    YX_CHECK(read_exactly(name));
    std::array<std::uint8_t, entry_length_size> length{};
    YX_CHECK(read_exactly(length));
    Entry entry{std::string(as_text(name)), read_number(length)};
    if (!is_backup_name(entry.name)) {
        return backup_error(BackupFault::content_wrong, "a name no backup has");
    }
    left_ = entry.size;
    return std::optional<Entry>(std::move(entry));
}

Result<std::size_t> BackupEntries::read(std::span<std::uint8_t> target) {
    if (left_ == 0 || target.empty()) return std::size_t{0};
    const auto most = std::min<std::uint64_t>(left_, target.size());
    YX_TRY(const std::size_t got, source_(target.first(static_cast<std::size_t>(most))));
    if (got == 0) return backup_error(BackupFault::content_wrong, "it ends inside an entry");
    left_ -= got;
    return got;
}

Result<Bytes> BackupEntries::read_all(std::size_t most) {
    if (left_ > most) return Error(ErrorCode::too_large, "an entry of " + std::to_string(left_));
    Bytes content(static_cast<std::size_t>(left_));
    YX_CHECK(read_exactly(content));
    left_ = 0;
    return content;
}

}  // namespace yinxin::storage
