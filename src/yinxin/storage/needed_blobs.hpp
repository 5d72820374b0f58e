// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace yinxin::storage {

/// A file that a row names.
struct NeededBlob {
    crypto::Digest32 name{};
    std::string named_by;  ///< "copy 123 (pdf)"; ids, no personal data
};
using NeededVisitor = std::function<Result<void>(const NeededBlob&)>;

/// Calls `visit` for every file the register names: those of copies, photos of every version of
/// every certificate and of imports, attachments of doubts and proposals, photos that proposals
/// would enter. A file that several rows name comes several times. Reads a page at a time, so a
/// row entered meanwhile may or may not be among them. Opens every face: about 20 microseconds
/// each.
/// @error crypto.unsealing_failed  a row was damaged: nobody can say what it names
/// @error storage.unavailable, and what `visit` says
[[nodiscard]] Result<void> visit_needed_blobs(Store& store,
                                              const DataKeys& keys,
                                              const NeededVisitor& visit);

/// Every run of exactly 64 hexadecimal digits in a text, which is how rows name files inside sealed
/// texts.
[[nodiscard]] std::vector<crypto::Digest32> names_in_text(std::string_view text);

}  // namespace yinxin::storage
