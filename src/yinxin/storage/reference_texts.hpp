// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace yinxin::storage {

/// Name of the text that config::parse_reference reads.
inline constexpr std::string_view catalogue_text = "catalogue";

/// One version of a reference text; published versions are never changed.
struct ReferenceText {
    std::string name;
    std::int64_t version = 0;
    std::string body;
    Instant effective_at{};
};

/// @error storage.conflict  this version is there already.
Result<void> insert_reference_text(Transaction& transaction, const ReferenceText& text);
/// The newest version in force at `now`. @error not_found
Result<ReferenceText> load_reference_text(Reader& reader, std::string_view name, Instant now);

/// The number of that version, without its text; none: nothing is in force.
Result<std::optional<std::int64_t>> find_reference_version(Reader& reader,
                                                           std::string_view name,
                                                           Instant now);

/// Tells the database the quota of a policy, which bounds the slots it accepts.
Result<void> put_policy_quota(Transaction& transaction, std::string_view policy_id, int quota);

}  // namespace yinxin::storage
