// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/ofd_package.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/verify/zip_archive.hpp"

namespace yinxin::verify {

OfdPackage OfdPackage::read(BytesView file, const ReadLimits& limits, Claims& claims) {
    OfdPackage package;
    std::size_t room = limits.unpacked_bytes;
    for (const ZipEntry& entry : walk_archive(file, limits, claims)) {
        if (entry.size > room) continue;  // refused by the walk already
        room -= entry.size;
        Result<Bytes> content = unpack(entry);
        if (!content) {
            reject(claims, "ofd.zip", "ofd.zip.data");
            continue;
        }
        package.index_.emplace(to_lower_ascii(entry.name), package.members_.size());
        package.members_.push_back({entry.name, *std::move(content)});
    }
    return package;
}

const OfdPackage::Member* OfdPackage::find(std::string_view name) const {
    const auto found = index_.find(to_lower_ascii(name));
    return found == index_.end() ? nullptr : &members_[found->second];
}

std::string resolve(std::string_view location, std::string_view standing_in, Claims& claims) {
    std::vector<std::string_view> path;
    if (!location.starts_with('/')) {
        path = split(standing_in, '/');
        path.pop_back();
    }
    for (const std::string_view part : split(location, '/')) {
        if (part.empty() || part == ".") continue;
        if (part != "..") {
            path.push_back(part);
            continue;
        }
        if (path.empty()) {
            reject(claims, "ofd.location", "ofd.location.escape");
            return {};
        }
        path.pop_back();
    }
    std::string name;
    for (const std::string_view part : path) {
        if (!name.empty()) name += '/';
        name += part;
    }
    return name;
}

}  // namespace yinxin::verify
