// SPDX-License-Identifier: Apache-2.0
// The file of a backup: its form with the key of one file, and, because no mutation gets past a
// seal, the content as if it had been opened. The first byte chooses; the second one says how many
// bytes the source gives at a time.
#include "fuzz/input.hpp"

#include "yinxin/storage/backup_archive.hpp"

#include <algorithm>
#include <filesystem>

using namespace yinxin;

namespace {

storage::ByteSource source_of(BytesView bytes, std::size_t at_once) {
    return [bytes, at_once](std::span<std::uint8_t> target) mutable -> Result<std::size_t> {
        const std::size_t given = std::min({bytes.size(), target.size(), at_once});
        std::copy_n(bytes.begin(), given, target.begin());
        bytes = bytes.subspan(given);
        return given;
    };
}

/// Every error names its fault, or is a size that was not wanted.
void must_be_told(const Error& error) {
    fuzz::must(storage::fault_of(error).has_value() || error.code() == ErrorCode::too_large);
}

void read_content(BytesView content, std::size_t at_once) {
    storage::BackupEntries entries(source_of(content, at_once));
    for (;;) {
        const auto entry = entries.next();
        if (!entry) return must_be_told(entry.error());
        if (!*entry) return;
        fuzz::must(storage::is_backup_name((*entry)->name));
        for (const std::filesystem::path& part : std::filesystem::path((*entry)->name))
            fuzz::must(part != ".." && part != "." && part != "/" && !part.empty());
        if ((*entry)->size % 2 == 0) continue;  // passed over
        const auto bytes = entries.read_all(1024);
        if (!bytes) return must_be_told(bytes.error());
        fuzz::must(bytes->size() == (*entry)->size);
    }
}

void read_sealed(BytesView file, std::size_t at_once) {
    static const Secret key{std::string(32, 'f')};
    auto source = storage::SealedSource::open(key, source_of(file, at_once));
    if (!source) return must_be_told(source.error());
    Bytes piece(4096);
    for (;;) {
        const auto got = source->read(piece);
        if (!got) return must_be_told(got.error());
        if (*got == 0) return;
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const BytesView rest(data + 2, size - 2);
    const std::size_t at_once = std::size_t{data[1]} + 1;
    data[0] % 2 == 0 ? read_content(rest, at_once) : read_sealed(rest, at_once);
    return 0;
}
