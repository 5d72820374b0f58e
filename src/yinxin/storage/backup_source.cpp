// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/backup_form.hpp"

#include <algorithm>

namespace yinxin::storage {

using namespace backup_form;

namespace {

constexpr std::size_t sealed_chunk = chunk_size + crypto::KeyRing::overhead;
/// Sealed keys are 80 bytes (box) or about 140 (SM2).
constexpr std::size_t longest_sealed_key = 1024;

Result<Bytes> read_up_to(const ByteSource& file, std::size_t size) {
    Bytes bytes(size);
    std::size_t have = 0;
    while (have < size) {
        YX_TRY(const std::size_t got, file(std::span(bytes).subspan(have)));
        if (got == 0) break;
        have += got;
    }
    bytes.resize(have);
    return bytes;
}

struct Header {
    Bytes bytes;
    crypto::Suite suite = crypto::Suite::international;
    Bytes key_id;
    Bytes sealed_key;
};

Result<void> read_more(const ByteSource& file, Header& header, std::size_t size) {
    YX_TRY(const Bytes more, read_up_to(file, size));
    header.bytes.insert(header.bytes.end(), more.begin(), more.end());
    if (more.size() == size) return ok();
    return backup_error(BackupFault::truncated, "it ends inside its header");
}

Result<Header> read_header(const ByteSource& file) {
    Header header;
    YX_TRY(header.bytes, read_up_to(file, magic.size()));
    if (as_text(header.bytes) != magic) {
        return backup_error(BackupFault::not_a_backup, "this is no backup of Yinxin");
    }
    YX_CHECK(read_more(file, header, 2));
    const std::uint8_t version = header.bytes[magic.size()];
    const std::uint8_t suite = header.bytes[magic.size() + 1];
    if (version != form_version || suite < 1 || suite > 2) {
        return backup_error(BackupFault::other_version,
                            "form " + std::to_string(version) + ", suite " + std::to_string(suite) +
                                "; this program reads form " + std::to_string(form_version) +
                                ", suites 1 and 2");
    }
    header.suite = suite == 2 ? crypto::Suite::national : crypto::Suite::international;
    YX_CHECK(read_more(file, header, key_id_size + 2));
    const BytesView after = BytesView(header.bytes).subspan(magic.size() + 2);
    header.key_id.assign(after.begin(), after.begin() + key_id_size);
    const std::uint64_t length = read_number(after.subspan(key_id_size, 2));
    if (length == 0 || length > longest_sealed_key) {
        return backup_error(BackupFault::altered, "a sealed key of impossible length");
    }
    const std::size_t before = header.bytes.size();
    YX_CHECK(read_more(file, header, static_cast<std::size_t>(length)));
    header.sealed_key.assign(header.bytes.begin() + static_cast<long>(before), header.bytes.end());
    return header;
}

}  // namespace

struct SealedSource::State {
    State(ByteSource bytes, Chunks opened) : file(std::move(bytes)), chunks(std::move(opened)) {}

    ByteSource file;
    Chunks chunks;
    Bytes ahead;  ///< read and not looked at: what follows a chunk tells whether it is the last
    Bytes plain;
    std::size_t given = 0;
    bool is_over = false;

    /// One chunk, and enough behind it to know whether it is the last.
    Result<void> next_chunk() {
        const std::size_t wanted = sealed_chunk + trailer.size() + 1;
        YX_TRY(const Bytes more, read_up_to(file, wanted - ahead.size()));
        ahead.insert(ahead.end(), more.begin(), more.end());
        const bool is_more = ahead.size() == wanted;
        return is_more ? open_more() : open_last();
    }

    Result<void> open_more() {
        auto opened = chunks.open(BytesView(ahead).first(sealed_chunk), Place::more);
        if (!opened || opened->size() != chunk_size) {
            return backup_error(BackupFault::altered, "a chunk is not what was written there");
        }
        ahead.erase(ahead.begin(), ahead.begin() + static_cast<long>(sealed_chunk));
        plain = *std::move(opened);
        given = 0;
        return ok();
    }

    Result<void> open_last() {
        const std::string_view text = as_text(ahead);
        if (!text.ends_with(trailer)) {
            return backup_error(BackupFault::truncated, "its end is missing");
        }
        auto opened =
            chunks.open(BytesView(ahead).first(ahead.size() - trailer.size()), Place::last);
        if (!opened) return backup_error(BackupFault::altered, "its end is not what was written");
        plain = *std::move(opened);
        given = 0;
        is_over = true;
        return ok();
    }
};

SealedSource::SealedSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
SealedSource::SealedSource(SealedSource&&) noexcept = default;
SealedSource::~SealedSource() = default;

Result<SealedSource> SealedSource::start(
    const std::function<Result<Secret>(BytesView key_id, BytesView sealed)>& open_key,
    ByteSource file) {
    YX_TRY(const Header header, read_header(file));
    YX_TRY(const Secret key, open_key(header.key_id, header.sealed_key));
    YX_TRY(Chunks chunks, Chunks::make(key, header.suite, header.bytes));
    return SealedSource(std::make_unique<State>(std::move(file), std::move(chunks)));
}

Result<SealedSource> SealedSource::open(const crypto::BackupKey& key, ByteSource file) {
    YX_TRY(const crypto::BackupRecipient recipient, key.recipient());
    const crypto::Digest32 id = crypto::sha256(recipient.spki());
    return start(
        [&](BytesView key_id, BytesView sealed) -> Result<Secret> {
            if (!std::ranges::equal(key_id, id)) {
                return backup_error(BackupFault::key_wrong,
                                    "made for the key " + to_hex(key_id).substr(0, 16) +
                                        "…, this is " + to_hex(id).substr(0, 16) + "…");
            }
            auto opened = key.open(sealed);
            if (!opened) return backup_error(BackupFault::altered, opened.error().detail());
            return opened;
        },
        std::move(file));
}

Result<SealedSource> SealedSource::open(const Secret& file_key, ByteSource file) {
    return start([&](BytesView, BytesView) -> Result<Secret> { return file_key; }, std::move(file));
}

Result<std::size_t> SealedSource::read(std::span<std::uint8_t> target) {
    State& state = *state_;
    while (state.given == state.plain.size()) {
        if (state.is_over) return std::size_t{0};
        YX_CHECK(state.next_chunk());
    }
    const std::size_t given = std::min(target.size(), state.plain.size() - state.given);
    std::copy_n(state.plain.begin() + static_cast<long>(state.given), given, target.begin());
    state.given += given;
    return given;
}

}  // namespace yinxin::storage
