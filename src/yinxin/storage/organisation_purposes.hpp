// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/organisations.hpp"

/// 常用用途: the purposes an organisation has saved, to be chosen instead of typed.
namespace yinxin::storage {

using PurposeId = Id<struct PurposeTag>;

struct PurposeRow {
    PurposeId id;
    std::string text;  ///< domain::parse_purpose
    domain::PurposeKind kind = domain::PurposeKind::ordinary;
    Instant created_at{};
};

/// Those in use, the oldest first.
Result<std::vector<PurposeRow>> list_purposes(Reader& reader,
                                              const DataKeys& keys,
                                              OrganisationId organisation);
/// @error organisation.purpose_exists  one in use has the same words
Result<PurposeId> insert_purpose(Transaction& transaction,
                                 const DataKeys& keys,
                                 OrganisationId organisation,
                                 std::string_view text,
                                 domain::PurposeKind kind,
                                 Instant now);
/// What was checked for it keeps the words it had. @error not_found, organisation.purpose_exists
Result<void> rename_purpose(Transaction& transaction,
                            const DataKeys& keys,
                            OrganisationId organisation,
                            PurposeId purpose,
                            std::string_view text);
/// It is no longer offered. @error not_found
Result<void> retire_purpose(Transaction& transaction,
                            OrganisationId organisation,
                            PurposeId purpose,
                            Instant now);

}  // namespace yinxin::storage
