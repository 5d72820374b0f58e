// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/measure.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/verify/judge.hpp"

#include <optional>
#include <string_view>

namespace yinxin::service {

/// A copy as the register knows it, with the keys of its rows.
struct RegisterEntry {
    storage::CopyKey key;
    LineId line;
    verify::RegisteredCopy copy;
    domain::CountKey counted;  ///< where checks of it are counted
};

/// What the register says of one copy; nothing for one whose batch was never released (a recalled
/// one is there and says so) and for one that was never pressed.
Result<std::optional<RegisterEntry>> read_register(storage::Reader& reader,
                                                   const storage::DataKeys& keys,
                                                   storage::CopyKey key);

/// Whose file has these hashes: both, or the first where the register never took the second.
Result<std::optional<storage::CopyKey>> find_copy_by_file(storage::Reader& reader,
                                                          const crypto::Digest32& sha256,
                                                          const crypto::Digest32& sm3);

/// Which copy a name leads to: a copy number, a 核验码, a token, a hash of its file (SHA-256 or
/// SM3, 64 hexadecimal digits), or a link of `public_url` with a token ("…/v/<token>"). Links of
/// others lead nowhere.
Result<std::optional<storage::CopyKey>> find_copy_by_name(storage::Reader& reader,
                                                          std::string_view public_url,
                                                          std::string_view name);

/// The register's answer with the rows behind it.
struct Consulted {
    verify::RegisterAnswer answer;
    std::optional<RegisterEntry> entry;  ///< of the copy the answer is about
};

/// Which copy a file is, or else which it names: by its number, or by a code on its pages.
Result<Consulted> consult_register(storage::Reader& reader,
                                   const storage::DataKeys& keys,
                                   std::string_view public_url,
                                   const verify::Claims& claims);

}  // namespace yinxin::service
