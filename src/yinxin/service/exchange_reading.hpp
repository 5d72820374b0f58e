// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/domain/copy_format.hpp"
#include "yinxin/service/exchange_fields.hpp"
#include "yinxin/verify/judge.hpp"

#include <string>
#include <vector>

/// Reading an archive package of anybody's (`yinxin export check`).
namespace yinxin::service {

/// One thing that is wrong with a package.
struct PackageFinding {
    std::string code;   ///< stable, "manifest.sha256_wrong"; docs/exchange.md lists them
    std::string about;  ///< a member or a field

    friend bool operator==(const PackageFinding&, const PackageFinding&) = default;
};

struct PackagedFace {
    domain::CopyFormat format = domain::CopyFormat::pdf;
    Bytes file;
};

/// What could be read of a package; it is whole where there is no finding.
struct ReadPackage {
    std::vector<PackageFinding> findings;
    std::vector<PackagedFace> faces;  ///< the PDF first
    ExchangeMetadata metadata;
    std::size_t members = 0;  ///< with the manifest
};

/// The largest package that is read, in bytes; unpacked together no more than four times as much.
inline constexpr std::size_t most_package_bytes = std::size_t{32} * 1024 * 1024;

/// Opens the archive so that every reader sees the same members in it, compares each with the
/// manifest (which names all of them and nothing else) by size, SHA-256 and SM3, and reads the
/// metadata twice: both forms are sound, canonical and say the same. Never fails: what is wrong is
/// a finding.
[[nodiscard]] ReadPackage read_package(BytesView file);

/// Where a face and the metadata speak of different things: certificate, licence, copy, end.
[[nodiscard]] std::vector<PackageFinding> compare_face(const ExchangeMetadata& metadata,
                                                       domain::CopyFormat format,
                                                       const verify::FaceClaims& claims);

}  // namespace yinxin::service
