// SPDX-License-Identifier: Apache-2.0
// Archives as uploaded: what is walked without a reason to refuse unpacks to what it says.
#include "fuzz/input.hpp"

#include "yinxin/verify/zip_archive.hpp"

#include <set>

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    verify::Claims claims;
    std::size_t packed = 0;
    std::set<std::string_view> names;
    const auto entries = verify::walk_archive(BytesView(data, size), {}, claims);
    fuzz::must(claims.is_hostile == !claims.findings.empty());
    for (const verify::ZipEntry& entry : entries) {
        packed += entry.packed.size();
        const bool is_new = names.insert(entry.name).second;
        fuzz::must(is_new || claims.is_hostile);
        if (entry.size > verify::ReadLimits().unpacked_bytes) continue;
        const Result<Bytes> content = verify::unpack(entry);
        fuzz::must(!content || content->size() == entry.size);
    }
    fuzz::must(packed <= size || claims.is_hostile);
    return 0;
}
